"""The pages of accounts: one's own, people, the log."""
