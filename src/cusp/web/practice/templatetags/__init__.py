"""Filters for the templates of practice."""
