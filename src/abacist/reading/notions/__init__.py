"""Phrases that belong to no single action: demands, fillers, pronouns, regions. Found by walking this folder."""
