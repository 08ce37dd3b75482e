"""``python3 dev.py bench attack NAME``: attacks on a running Cusp, which take minutes.

Each attack is a module in this folder with a function ``main``. Its exit status is 1 if a limit is
exceeded.
"""

from __future__ import annotations

import pkgutil
import sys
from importlib import import_module


def main(arguments: list[str]) -> None:
    """Runs the attack with the given name, or lists all of them."""
    names = sorted(found.name for found in pkgutil.iter_modules(__path__))
    if arguments[:1] and arguments[0] in names:
        import_module(f"bench.attack.{arguments[0]}").main(arguments[1:])
        return
    sys.exit(f"Choose an attack: {', '.join(names)}.")
