"""The duties that follow from the report, as a checklist."""
