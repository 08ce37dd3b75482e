"""``python3 dev.py bench planted [COUNCILS]``: every clock and measure of 1,000 random councils.

Councils of about 40 children, on days that are often month ends, leap days or next to a bank
holiday, in 2020 too. For each, ``cusp.oversight`` must say what the lives planned and what slow
sums say: every clock, and every measure for all and by team. For one council of each day, by worker
too.

Bar: no difference.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date

from tests.made_up.comparing import a_council, days_to_try, differences

from cusp.calendar import england_and_wales

COUNCILS, ON_EACH_DAY, MOST_SHOWN = 1_000, 8, 40
GROUPS = (None, "team", "worker")
Found = tuple[int, list[str], Counter[str], Counter[str]]


def main(arguments: list[str]) -> None:
    """Compares and prints; the exit status is 1 if there is a difference."""
    councils = int(arguments[0]) if arguments else COUNCILS
    began, done, compared = time.perf_counter(), 0, 0
    wrong: list[str] = []
    statuses: Counter[str] = Counter()
    starts: Counter[str] = Counter()
    tasks = list(_tasks(councils))
    with ProcessPoolExecutor(min(len(tasks), os.cpu_count() or 1)) as pool:
        for number, worse, said, ran_from in pool.map(_of_a_day, tasks):
            compared += number
            wrong += worse
            statuses += said
            starts += ran_from
            done += 1
    seconds = time.perf_counter() - began
    print(
        f"{councils:,} councils on {done} days, {compared:,} clocks and measures, {seconds:.0f} s"
    )
    for title, counts in (("clocks by status", statuses), ("clocks that run from", starts)):
        print(f"  {title}: " + ", ".join(f"{name} {n:,}" for name, n in counts.most_common()))
    for each in wrong[:MOST_SHOWN]:
        print(f"  {each}")
    print(f"  {len(wrong):,} differences")
    sys.exit(1 if wrong else 0)


def _tasks(councils: int) -> Iterator[tuple[date, range]]:
    """Days with the seeds of their councils: those of a day share what is compiled for it."""
    starts = range(1, councils + 1, ON_EACH_DAY)
    for day, start in zip(days_to_try(len(starts)), starts, strict=True):
        yield day, range(start, min(start + ON_EACH_DAY, councils + 1))


def _of_a_day(task: tuple[date, range]) -> Found:
    day, seeds = task
    compared, wrong = 0, list[str]()
    said, starts = Counter[str](), Counter[str]()
    for seed in seeds:
        groups = GROUPS if seed == seeds[0] else GROUPS[:2]
        result = differences(a_council(seed, day), day, groups)
        compared += result.compared
        wrong += result.wrong
        said.update(line["status"] for line in result.clocks)
        starts.update(_kind(line["from"]) for line in result.clocks if line["from"])
    return compared, wrong, said, starts


def _kind(day: date) -> str:
    if (day.month, day.day) == (2, 29):
        return "a leap day"
    if england_and_wales().holiday_on(day):
        return "a bank holiday"
    last = date.fromordinal(day.toordinal() + 1).day == 1
    return "a month end" if last else "another day"
