"""Run by Datasette's own Python: for each line read, how long the page of one row took to make.

The line names a table and a row, such as ``record_inspection/12``. Datasette is asked in process,
so nothing but making the page is measured: processor time, in milliseconds.
"""

from __future__ import annotations

import asyncio
import sys
import time


async def main(database: str) -> None:
    """Answers each line of the input with a number."""
    from datasette.app import Datasette  # type: ignore[import-not-found]

    datasette = Datasette([database])
    await datasette.invoke_startup()
    for line in sys.stdin:
        began = time.process_time()
        answer = await datasette.client.get(f"/cusp/{line.strip()}")
        taken = time.process_time() - began
        if answer.status_code != 200:
            sys.exit(f"Datasette answered {answer.status_code} for {line.strip()}")
        print(1000 * taken, flush=True)


asyncio.run(main(sys.argv[1]))
