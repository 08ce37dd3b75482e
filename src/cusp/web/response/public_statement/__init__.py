"""The published statement of action: for everyone, without signing in."""
