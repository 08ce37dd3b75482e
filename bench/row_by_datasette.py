"""Run with Datasette's Python: prints how long Datasette takes to make the page of a row.

Each line of the input names a row, such as ``record_inspection/12``. The answer is the processor
time in milliseconds. No server is involved.
"""

from __future__ import annotations

import asyncio
import sys
import time


async def main(database: str) -> None:
    """Answer each line of the input."""
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
