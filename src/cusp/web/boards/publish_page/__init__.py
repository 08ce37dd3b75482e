"""Publishing an agenda, its notice for the offices, and its packs."""
