"""Does it get better? Every measure, over the snapshots, beside others."""
