"""The measures that practice shares, for everyone who sees the plan."""
