"""Record: every authority's inspections on the web, a folder for each chapter.

``intake`` brings reports in, ``archive`` keeps them and finds them again, ``findings`` holds what
their sentences say. ``inspections``, ``comparison``, ``country``, ``measures``, ``topics`` and
``search`` are the pages; ``data`` has the same as rows. Models of all chapters are in ``models``.
"""
