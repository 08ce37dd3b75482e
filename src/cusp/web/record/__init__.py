"""Record: every authority's inspections on the web, with a folder for each chapter.

``intake`` adds reports, ``archive`` stores and finds them, and ``findings`` holds what their
sentences say. ``inspections``, ``comparison``, ``country``, ``measures``, ``topics`` and ``search``
are the pages; ``data`` has the same content as rows. Models for all chapters are in ``models``.
"""
