"""Training of the models of findings and of the place in the grade. Reading never imports it.

It needs packages that reading does not: ``pip install cusp[train]``. The labels in
``read_sentences.csv`` come with the source, not with an installed Cusp.
"""
