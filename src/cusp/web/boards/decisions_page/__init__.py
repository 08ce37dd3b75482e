"""The decisions of a board."""
