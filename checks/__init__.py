"""Checks of our own that ``dev.py check`` runs: spelling, duplicates and templates.

Each module is one check: ``python -m checks.spelling``. It prints what it finds and ends with
status 1 if it finds anything.
"""
