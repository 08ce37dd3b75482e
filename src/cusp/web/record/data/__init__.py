"""Data: the record as rows for the API and for downloads of pages."""
