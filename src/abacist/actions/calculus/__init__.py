"""Derivatives, integrals, limits, series and extrema."""
