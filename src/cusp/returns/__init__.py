"""Child-level returns: the tables of an Annex A workbook, typed and checked. Knows no Django."""
