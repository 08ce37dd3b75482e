"""The members of a board: adding them, changing them and ending their terms."""
