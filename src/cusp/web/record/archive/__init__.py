"""Archive: the stored record, looking up its rows, and the PDFs with their page images."""
