"""Training of the model that links areas for improvement. Reading never imports it.

It needs packages that reading does not: ``pip install cusp[train]``.
"""
