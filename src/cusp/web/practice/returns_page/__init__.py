"""Returns: upload, check, load, keep and delete."""
