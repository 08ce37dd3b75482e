"""Practice: which children are waiting, who has been challenged, and is it getting better.

Pages about children. State is changed only by plain functions, each in one transaction with its
entry in the log. Pages read rows; the engines behind clocks and measures run when a return is
loaded.

- Who sees what: ``access`` sets which children somebody sees, ``reach`` decides it row by row,
  ``looks`` logs every look and export, ``careful_text`` warns of identifiers in free text.
- Returns: ``uploaded_files`` keeps what waits, ``load_jobs`` checks and loads it, ``load_checks``
  says what must be confirmed, ``worked_out`` and ``snapshots`` store it, ``retention`` deletes it,
  ``one_at_a_time`` is the lock. ``local_lists`` are the council's own lists; ``loaders`` lets only
  those who may load through. ``background_work`` has the worker's steps.
- What is due: ``items`` and ``counts`` of clocks, ``filters`` of the list of children, ``teams``,
  ``own_children`` for a chair, ``doing`` for what is being done, ``case_words`` for a case.
- Measures: ``figures``, ``measure_words``, ``beside_published``.
- What people write: ``reasons``, ``midway``, ``chairs``, ``supervision``, and ``challenges`` with
  ``challenge_log``; ``annual_figures`` and ``annual_report`` for the year.
- The way out: only ``sharing`` lets numbers leave, through disclosure control.
- Pages: ``pages`` has what they share, ``links`` the addresses of forms about a child. Each folder
  is a page or a few; its ``__init__`` says which.
- Tables: ``models``, with ``written_models`` for what people write; ``choices`` has fixed values.
"""
