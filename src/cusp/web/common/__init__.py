"""Shared by all web chapters: page cache, downloads, wording, charts and paging."""
