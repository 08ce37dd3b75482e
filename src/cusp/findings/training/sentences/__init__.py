"""Fine-tunes the sentence model, ``cusp.findings.sentence_model``, on labelled sentences.

It needs large packages that nothing else needs: ``pip install cusp[train]``. ``examples`` collects
sentences with the one before each, ``network`` is the model, ``fine_tune`` trains it, ``export``
writes it in one-byte integers, ``calibration`` decides what is shown without a mark, ``command``
does all of this.
"""
