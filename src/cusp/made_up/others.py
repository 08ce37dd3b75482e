"""Contacts and early help for families whom children's social care does not work with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa

from cusp.made_up.days import months
from cusp.made_up.front_door import SOURCES
from cusp.made_up.series import Numbers, dates, picked

Columns = dict[str, Any]
# How many a year for each child on list 6.
_CONTACTS, _EARLY_HELP = 1.9, 0.3
_ORGANISATIONS = ("Family hub", "School", "Health visiting", "Council early help team")
_ETHNICITIES = ("WBRI", "WBRI", "WBRI", "WOTH", "MOTH", "APKN", "BAFR", "NOBT")


class Others:
    """Children known only from a contact or early help. Each month is drawn for itself."""

    def __init__(self, seed: int, children: int, child_id: Callable[[int], str]) -> None:
        self._seed, self._id = seed, child_id
        self._contacts = max(2, round(children * _CONTACTS / 12))
        self._help = max(1, round(children * _EARLY_HELP / 12))
        self._month = lru_cache(16)(self._drawn)

    def contacts(self, as_at: date, day: int, since: int) -> Columns:
        """List 1 of these children."""
        rows = self._of_six_months(as_at, day, since, 0, self._contacts)
        return self._people(rows, as_at) | {
            "contact_date": dates(rows["day"], rows["day"] > 0),
            "contact_source": picked(list(SOURCES), rows["what"] % len(SOURCES)),
        }

    def early_help(self, as_at: date, day: int, since: int) -> Columns:
        """List 2."""
        rows = self._of_six_months(as_at, day, since, self._contacts, None)
        end = rows["day"] + 5 + rows["what"] % 70
        return self._people(rows, as_at) | {
            "assessment_start": dates(rows["day"], rows["day"] > 0),
            "assessment_end": dates(end, end <= day),
            "organisation": picked(_ORGANISATIONS, rows["what"] % len(_ORGANISATIONS)),
        }

    def _of_six_months(
        self, as_at: date, day: int, since: int, low: int, high: int | None
    ) -> dict[str, Numbers]:
        first = as_at.replace(day=1)
        parts = [self._month(months(first, -back)) for back in range(6, -1, -1)]
        rows = {name: np.concatenate([part[name][low:high] for part in parts]) for name in parts[0]}
        shown = (rows["day"] > since) & (rows["day"] <= day)
        return {name: values[shown] for name, values in rows.items()}

    def _drawn(self, first: date) -> dict[str, Numbers]:
        count = self._contacts + self._help
        number = first.year * 12 + first.month
        draw = np.random.default_rng((self._seed, number))
        length = (months(first, 1) - first).days
        day = first.toordinal() + draw.integers(0, length, count)
        return {
            "number": (number % 1_200) * count + np.arange(count),
            "day": day,
            "born": day - draw.integers(1, 17 * 365, count),
            "what": draw.integers(0, 10_000, count),
        }

    def _people(self, rows: dict[str, Numbers], as_at: date) -> Columns:
        born = (rows["born"] - date(1970, 1, 1).toordinal()).astype("datetime64[D]")
        month = born.astype("datetime64[M]")
        in_year = (month.astype(np.int64) % 12 + 1) * 100 + (born - month).astype(np.int64) + 1
        year = born.astype("datetime64[Y]").astype(np.int64) + 1970
        age = as_at.year - year - (in_year > as_at.month * 100 + as_at.day)
        return {
            "child_id": pa.array([self._id(n) for n in rows["number"].tolist()], pa.string()),
            "sex": picked(("male", "female"), rows["what"] % 2),
            "ethnicity": picked(_ETHNICITIES, rows["what"] // 2 % len(_ETHNICITIES)),
            "birth_date": dates(rows["born"], rows["born"] > 0),
            "age": pa.array(age.astype(np.float64)),
            "unborn": pa.array(np.zeros(len(age), dtype=bool)),
        }
