"""Minima and maxima under bounds and constraints."""
