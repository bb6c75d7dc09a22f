"""How an answer looks: the only room that turns records into something to read.

answer.py     results of a plan → the Answer
words.py      the fixed words, in both languages
outline.py    the tree of steps → numbered lines
markdown.py   an Answer → Markdown with LaTeX
terminal.py   an Answer → text for a terminal
code.py       the snippets of a plan → one script
declaration.py  what an action declares → a page
"""
