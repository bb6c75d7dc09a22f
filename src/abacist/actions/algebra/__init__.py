"""Expressions: simplified, expanded, factored, substituted into, evaluated under given equations."""
