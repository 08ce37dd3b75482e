"""Which areas the plan has, and in which order."""
