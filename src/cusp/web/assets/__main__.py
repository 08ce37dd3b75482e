"""``python -m cusp.web.assets``: build the style sheet and scripts."""

from __future__ import annotations

import sys

from cusp.web.assets import BUILT, CannotBuild, build

if __name__ == "__main__":
    try:
        needed = build(force="--force" in sys.argv)
    except CannotBuild as error:
        sys.exit(str(error))
    if needed or "--quiet" not in sys.argv:
        sys.stdout.write(f"{'built' if needed else 'nothing to do:'} {BUILT}\n")
