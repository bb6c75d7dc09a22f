"""Servers of language models behind one protocol; they help to understand a problem and never compute.

    Ask ──▶ Engine ──▶ Reply          messages.py, engine.py
              │
              ├─ Server               any server that speaks OpenAI's chat completions   server.py, wire.py, events.py
              ├─ Recorded, Recorder   replies from a file and into it                    recorded.py
              └─ Retrying             asks another engine again, where that helps        retrying.py

What a server sends is doubted twice: `written` and `lenient_json` read what models really write, and `judging`
holds the reply against the request. What is left is a `Fault` (faults.py), and its `EngineError` says so.
"""
