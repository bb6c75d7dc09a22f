"""Chat completions in the shape of OpenAI's interface, answered by computation."""
