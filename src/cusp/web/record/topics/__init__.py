"""Topics: what reports praise and criticise, and councils to learn from."""
