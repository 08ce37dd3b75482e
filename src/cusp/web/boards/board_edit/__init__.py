"""Adding a board, changing it, its standing items, and winding it up."""
