"""A child's page: where things stand, one line of time, and what can be recorded."""
