"""Train the models of findings and of the place in the grade. Reading never imports this.

It needs extra packages: ``pip install cusp[train]``. The labels in ``read_sentences.csv`` are part
of the source code, not of an installed Cusp.
"""
