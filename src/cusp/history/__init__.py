"""Each authority's inspections in order, and the national picture.

``inspections`` holds the facts about an inspection, and ``facts`` those from every report we could
read (``facts.csv``). ``sequence`` puts an authority's inspections in order and finds what changed.
``country`` counts grades on a given day and changes between inspections. ``tiles`` places each
council on a tile map (``tiles.csv``). ``measures`` reads published measures that a user has
downloaded. ``carried_over`` links areas for improvement that are raised again, and ``threads``
follows each of them. ``meaning`` compares texts that share few words.
"""
