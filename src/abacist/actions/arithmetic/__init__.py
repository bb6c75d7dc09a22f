"""Numbers and quantities: the value of an expression."""
