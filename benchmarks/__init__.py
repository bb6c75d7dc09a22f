"""Measurements: `make bench` prints the figures that docs/performance.md records."""
