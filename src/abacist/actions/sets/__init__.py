"""Finite sets: which members, how many, their sum, the largest of them."""
