"""Intake: adding reports that officers upload or that Ofsted's website has."""
