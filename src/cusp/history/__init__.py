"""Authorities' inspections in sequence, and the picture for the whole country.

``inspections`` holds the facts of an inspection, and ``facts`` those of every report we could read
(``facts.csv``). ``sequence`` puts an authority's inspections in order and finds what changed.
``country`` counts grades on a day and moves between inspections. ``tiles`` places each council on a
tile map (``tiles.csv``). ``measures`` reads published measures that a user has downloaded.
``carried_over`` links areas for improvement that are raised again. ``meaning`` compares texts that
share few words.
"""
