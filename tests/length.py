"""How many examples to use in a property test: 10 times as many with ``--all``."""

at_length = False  # set by tests/conftest.py


def examples(usual: int) -> int:
    """The number for ``max_examples``."""
    return usual * 10 if at_length else usual
