"""Boards and meetings as data: a calendar, JSON, and an Atom feed."""
