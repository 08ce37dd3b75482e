"""Pages for a person's own account, for people and for the log."""
