"""Train the findings model and the place model. Code that reads reports never imports this.

It needs extra packages: ``pip install cusp[train]``. The labels in ``read_sentences.csv`` are in
the source code but not in an installed Cusp.
"""
