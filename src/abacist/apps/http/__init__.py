"""The service over HTTP: one router per subject, found by walking this folder."""
