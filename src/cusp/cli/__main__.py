"""``python -m cusp.cli`` is the same as ``cusp``."""

from cusp.cli import main

main()
