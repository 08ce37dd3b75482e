"""Importing a plan that was kept in Excel or Word."""
