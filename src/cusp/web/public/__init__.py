"""For everyone: statements about the site, open data, and a copy of the site as static files."""
