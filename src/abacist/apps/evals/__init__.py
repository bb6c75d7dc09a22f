"""Evaluation: problems with known answers, what Abacist says to them, and how far its confidence can be trusted."""
