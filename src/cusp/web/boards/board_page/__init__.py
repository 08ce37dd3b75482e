"""The list of boards and the page of a board."""
