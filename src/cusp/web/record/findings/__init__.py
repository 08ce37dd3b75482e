"""Findings: what the sentences of stored reports say, kept and put into words for pages."""
