"""A child's page: where things stand, one timeline, and what can be recorded."""
