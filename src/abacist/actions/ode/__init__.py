"""Ordinary differential equations: numbers and formulas."""
