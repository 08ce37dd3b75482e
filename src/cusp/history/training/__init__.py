"""Train the model that links areas for improvement. Reading never imports this.

It needs extra packages: ``pip install cusp[train]``.
"""
