"""Our own checks, which ``dev.py check`` runs: spelling, duplicates and templates.

Each module is one check, such as ``python -m checks.spelling``. It prints what it finds, and its
exit status is 1 if it finds anything.
"""
