"""``python -m cusp.cli`` is the same as ``cusp``."""

from cusp.cli import main

if __name__ == "__main__":  # processes that the server starts import this module too
    main()
