"""``python3 dev.py bench attack NAME``: attacks on a running Cusp, which take minutes.

Each attack is a module in this folder with a function ``main``. Its exit status is 1 if a limit is
exceeded. Modules whose names begin with an underscore are shared.
"""

from __future__ import annotations

import pkgutil
import sys
from importlib import import_module


def main(arguments: list[str]) -> None:
    """Runs the attack with the given name, or lists all of them."""
    found = (module.name for module in pkgutil.iter_modules(__path__))
    names = sorted(name for name in found if not name.startswith("_"))
    if arguments[:1] and arguments[0] in names:
        import_module(f"bench.attack.{arguments[0]}").main(arguments[1:])
        return
    sys.exit(f"Choose an attack: {', '.join(names)}.")
