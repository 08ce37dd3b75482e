"""History: authorities' inspections in sequence, and the country they make up.

``inspections`` says what of a report history needs, ``facts`` keeps those facts of every report we
could read (``facts.csv``), ``sequence`` puts one authority's inspections in order and says what
changed, ``country`` counts grades on a day and moves between inspections, ``tiles`` gives each
council its place in a map of tiles (``tiles.csv``), ``measures`` reads the published council-level
measures that a user downloaded, ``carried_over`` links areas for improvement that come back,
``meaning`` says how near two texts are where they share few words.
"""
