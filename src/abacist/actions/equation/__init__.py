"""Equations and systems of equations."""
