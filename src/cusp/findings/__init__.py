"""Findings: what the sentences of a report say, and where in its grade each judgement stands."""
