"""Comparison: two inspections side by side, what was carried over, and officers' corrections."""
