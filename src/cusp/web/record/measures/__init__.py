"""Measures: published figures for a council and its neighbours, loaded from files."""
