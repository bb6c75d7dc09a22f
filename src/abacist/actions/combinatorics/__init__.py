"""How many ways there are: choices and arrangements."""
