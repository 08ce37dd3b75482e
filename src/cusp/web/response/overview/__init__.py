"""The plan on a page, and starting one."""
