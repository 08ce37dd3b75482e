"""What members of a board write down about items, for themselves."""
