"""Natural language to a plan, and back: every word is explained, or nothing is computed."""
