"""Who waits longer? Groups of children beside all the others."""
