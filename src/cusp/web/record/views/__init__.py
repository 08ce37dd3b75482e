"""The pages of the record, one file a page."""
