"""The top of the plan: its title and dates, and its two rating keys."""
