"""Who came to a meeting, and whether it was quorate."""
