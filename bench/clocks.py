"""``python3 dev.py bench clocks``: every clock and measure of 100,000 children.

The lists are random, with 280,000 rows on the lists that have clocks, as in ``bench returns``. A
new process works them out: the first time ("cold") with its imports, then again ("warm").

Bars: 4 seconds cold, 2 seconds warm. Processor time is shown too, for a machine that is busy.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.returns import AS_AT, CHILDREN, SHARES

COLD, WARM = 4.0, 2.0


def main(arguments: list[str]) -> None:
    """Measures and prints; the exit status is 1 if a bar is missed."""
    children = int(arguments[0]) if arguments else CHILDREN
    with tempfile.TemporaryDirectory(prefix="cusp-bench-clocks-") as name:
        file = Path(name) / "return"
        file.write_bytes(pickle.dumps(_made_up(children)))
        command = [sys.executable, "-m", "bench.clocks", str(file)]
        sys.exit(subprocess.run(command, check=False).returncode)


def _made_up(children: int) -> Any:
    from random import Random

    from tests.oversight.made_up import made_up
    from tests.oversight.rows import loaded

    lists = made_up(Random(16), AS_AT, children)
    fewer = {number: rows[: int(children * SHARES[number])] for number, rows in lists.items()}
    print(f"{children:,} children, {sum(map(len, fewer.values())):,} rows", flush=True)
    return loaded(fewer, AS_AT)


def work_out(loaded: Any) -> tuple[float, float]:
    """Work out everything, print how long it took, and return the cold and the warm time."""
    times = []
    for run in ("cold", "warm", "warm", "warm"):
        began, processor = time.perf_counter(), time.process_time()
        from cusp.oversight import Workings

        workings = Workings(loaded, as_at=AS_AT)
        clocks, measures = workings.clocks(), workings.measures()
        times.append(time.perf_counter() - began)
        busy = time.process_time() - processor
        print(f"  {run}   {times[-1]:5.2f} s   {busy:5.2f} s of processor time")
    print(f"  {clocks.num_rows:,} clocks, {len(measures)} measures")
    return times[0], min(times[1:])


if __name__ == "__main__":
    cold, warm = work_out(pickle.loads(Path(sys.argv[1]).read_bytes()))
    sys.exit("a bar is missed" if cold > COLD or warm > WARM else 0)
