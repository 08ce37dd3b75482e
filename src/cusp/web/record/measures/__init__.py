"""Measures: published figures of a council and its neighbours, loaded from files."""
