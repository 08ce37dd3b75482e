"""A meeting: its agenda and papers as they were published."""
