"""For everyone: briefings, statements, open data, and a copy of the site as static files."""
