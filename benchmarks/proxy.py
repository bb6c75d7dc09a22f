"""A LiteLLM proxy before an engine that answers at once, beside our own chats: `make bench-proxy`."""

from __future__ import annotations

import socket
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.service import Server, abacist, measured, running

_PROXY = "build/proxy/bin/litellm"
_CONFIG = """\
model_list:
  - model_name: stub
    litellm_params: {{model: openai/stub, api_base: "http://127.0.0.1:{port}/v1", api_key: none}}
"""
_LOCAL = {
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY": "true",
}
_SECONDS = 120.0


def _chat(model: str) -> dict[str, object]:
    return {"model": model, "messages": [{"role": "user", "content": "Solve x^2 - 5x + 6 = 0."}]}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    """Until something listens there."""
    end = time.monotonic() + _SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def main() -> None:
    """The three in turns."""
    engine, port, path = _free_port(), _free_port(), "/v1/chat/completions"
    with tempfile.TemporaryDirectory() as folder, abacist() as ours:
        config = Path(folder) / "proxy.yaml"
        config.write_text(_CONFIG.format(port=engine))
        proxy = [_PROXY, "--config", str(config), "--host", "127.0.0.1", "--port", str(port)]
        with (
            running([sys.executable, "-m", "benchmarks.stub", str(engine)]) as one,
            running(proxy, **_LOCAL) as two,
        ):
            _wait(engine)
            _wait(port)
            stub, before = Server(one.pid, engine), Server(two.pid, port)
            for _ in range(2):
                for name, server, model, count in (
                    ("stub engine alone", stub, "stub", 2000),
                    ("LiteLLM proxy before it", before, "stub", 300),
                    ("our chat, answer kept", ours, "abacist-exact", 600),
                ):
                    line, _ = measured(name, server, path, _chat(model), count)
                    sys.stdout.write(f"{line}\n")
                    sys.stdout.flush()


if __name__ == "__main__":
    main()
