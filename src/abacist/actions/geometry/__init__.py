"""Elementary figures and their measures."""
