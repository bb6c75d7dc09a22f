"""Inequalities of one unknown."""
