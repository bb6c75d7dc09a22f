"""What can be verified: one file per kind of claim. Never imports an action, so that a check is independent."""
