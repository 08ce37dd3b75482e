"""What was undertaken at meetings of a board, and what became of it."""
