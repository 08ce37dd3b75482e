"""The page that a chair, a reviewing officer or a team works from."""
