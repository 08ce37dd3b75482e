"""The start page of the demo, which leads a stranger through the story in 8 steps."""
