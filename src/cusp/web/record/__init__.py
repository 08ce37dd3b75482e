"""Record: every authority's inspections on the web.

``ground`` keeps the councils and the facts of past inspections in the database, ``store`` keeps
PDFs by their hash, ``adding`` makes a report an inspection (whole or not at all), ``jobs`` does so
for many in the background. ``links`` holds what was carried over and an officer's corrections,
``search`` finds words. One file a page under ``views/``.
"""
