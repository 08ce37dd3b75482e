"""The plan's round trip with Excel: the export, and what an edited workbook changes."""
