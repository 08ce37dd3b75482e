"""The statement of action for officers: choose, see it as the public will, publish."""
