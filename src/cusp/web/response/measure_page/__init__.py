"""One measure: how far it is from its target, its readings, and where they come from."""
