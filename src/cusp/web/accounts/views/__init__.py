"""Pages about accounts: your own, other people's, and the log."""
