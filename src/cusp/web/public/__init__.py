"""Pages for everyone, made from several chapters."""
