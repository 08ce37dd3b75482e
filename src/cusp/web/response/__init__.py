"""The response: the council's improvement plan, tied to the inspector's words.

State is changed only by plain functions: ``plans``, ``priorities``, ``actions``, ``measures``,
``challenges`` and ``duties``. Each makes one change in one transaction, with its entry in the
plan's history (``history``) and in the log. ``plan_record`` reads a plan as the library's record.
"""
