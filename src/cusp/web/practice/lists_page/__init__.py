"""The council's own lists: upload, check and accept."""
