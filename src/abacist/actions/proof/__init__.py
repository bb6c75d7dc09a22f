"""Proofs by a construction that can be verified."""
