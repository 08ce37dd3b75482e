"""The agenda of a meeting, for officers: its items in order, and what is still missing."""
