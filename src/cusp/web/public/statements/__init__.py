"""The accessibility statement and the privacy notice."""
