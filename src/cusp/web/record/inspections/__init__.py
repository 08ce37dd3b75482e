"""Inspections: the home page, each authority, each inspection with its report, and feeds."""
