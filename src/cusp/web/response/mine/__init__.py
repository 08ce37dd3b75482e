"""The page that a person who leads actions works from."""
