"""What needs a decision, in full."""
