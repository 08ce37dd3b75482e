"""Boards: their meetings, agendas, papers, minutes and decisions.

State is changed only by plain functions: ``boards``, ``memberships``, ``meetings``, ``items``,
``papers``, ``publishing``, ``attendance``, ``minutes``, ``decisions`` and ``undertakings``. Each
makes one change in one transaction, with its entry in the board's history (``history``) and in the
log. ``records`` reads what is stored as the library's record; ``readers`` decides who sees what.
"""
