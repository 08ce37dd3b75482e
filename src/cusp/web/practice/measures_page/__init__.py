"""Is it getting better? Every measure over time, next to published figures."""
