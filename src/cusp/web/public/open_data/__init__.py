"""Open data: what there is, described so that people and programs can use it."""
