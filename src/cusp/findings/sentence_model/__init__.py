"""A small network that reads a sentence together with the one before it.

``model`` loads and runs it, ``word_pieces`` and ``input`` prepare its input. The weights are a
fine-tuned MiniLM-L6 (see NOTICE). ``cusp.findings.training.sentences`` trains it.
"""
