"""Train the model that links areas for improvement. Code that reads reports never imports this.

It needs extra packages: ``pip install cusp[train]``.
"""
