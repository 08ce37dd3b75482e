"""Findings: what sentences in stored reports say, stored and put into words for pages."""
