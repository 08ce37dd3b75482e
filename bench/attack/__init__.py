"""``python3 dev.py bench attack NAME``: what takes minutes to try against a Cusp that is served.

Each attack is a module of this folder with a function ``main``, which ends with status 1 where a
bar is not held. Modules whose names begin with an underscore are shared by the attacks.
"""

from __future__ import annotations

import pkgutil
import sys
from importlib import import_module


def main(arguments: list[str]) -> None:
    """Runs the attack that is named, or says which there are."""
    found = (module.name for module in pkgutil.iter_modules(__path__))
    names = sorted(name for name in found if not name.startswith("_"))
    if arguments[:1] and arguments[0] in names:
        import_module(f"bench.attack.{arguments[0]}").main(arguments[1:])
        return
    sys.exit(f"Name an attack: {', '.join(names)}.")
