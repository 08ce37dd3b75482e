"""One area: what was asked, what is done, what changed."""
