"""Archive: the stored record, how its rows are found, and the PDFs with their page images."""
