"""``python3 dev.py bench attack NAME``: what takes minutes to try against a Cusp that is served.

Each attack is a module of this folder with a function ``main``, which ends with status 1 where a
bar is not held.
"""

from __future__ import annotations

import pkgutil
import sys
from importlib import import_module


def main(arguments: list[str]) -> None:
    """Runs the attack that is named, or says which there are."""
    names = sorted(found.name for found in pkgutil.iter_modules(__path__))
    if arguments[:1] and arguments[0] in names:
        import_module(f"bench.attack.{arguments[0]}").main(arguments[1:])
        return
    sys.exit(f"Name an attack: {', '.join(names)}.")
