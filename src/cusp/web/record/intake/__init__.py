"""Intake: adding reports uploaded by officers or found on Ofsted's website."""
