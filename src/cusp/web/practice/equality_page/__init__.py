"""Who waits longer? Groups of children compared with all the others."""
