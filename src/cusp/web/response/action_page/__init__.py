"""One action: how it stands, and everything that people do with it."""
