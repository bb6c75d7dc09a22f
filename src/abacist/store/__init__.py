"""What is kept: answers, reviews, keys; in SQLite or PostgreSQL, by the same code."""
