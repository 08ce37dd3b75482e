"""Choose the reports to alter: some from every form and period, by a fixed rule."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path

from cusp import NotAReport, Report, read_report


@dataclass(frozen=True)
class Stratum:
    """Reports with the same form, kind and period."""

    name: str
    form: str
    years: range
    kind: str | None = None

    def holds(self, report: Report) -> bool:
        """Whether a report belongs to this stratum."""
        return report.framework_version == self.form and self.kind in (None, report.kind)


STRATA = (
    Stratum("looked after 2013", "looked after 2013", range(2012, 2014)),
    Stratum("SIF 2014", "SIF", range(2013, 2015)),
    Stratum("SIF 2015", "SIF", range(2015, 2016)),
    Stratum("SIF 2017 and 2018", "SIF", range(2017, 2019)),
    Stratum("ILACS 2018, first years", "ILACS 2018", range(2018, 2020), "standard"),
    Stratum("ILACS 2018, short", "ILACS 2018", range(2018, 2024), "short"),
    Stratum("ILACS 2018, later years", "ILACS 2018", range(2020, 2024), "standard"),
    Stratum("ILACS 2023", "ILACS 2023", range(2023, 2027), "standard"),
    Stratum("ILACS 2023, short", "ILACS 2023", range(2023, 2027), "short"),
    Stratum("ILACS 2026", "ILACS 2026", range(2026, 2027)),
)


@dataclass(frozen=True)
class Original:
    """An unaltered report: its file, bytes and reading."""

    path: Path
    name: str
    stratum: str
    data: bytes
    report: Report


def originals(corpus: Path, count: int, strata: Sequence[Stratum] = STRATA) -> list[Original]:
    """``count`` reports, one from each stratum in turn, ordered by a hash of their path."""
    paths = sorted(corpus.glob("*/*.pdf"), key=_hash)
    queues = [_of(stratum, paths, corpus) for stratum in strata]
    found: list[Original] = []
    for original in chain.from_iterable(zip_longest(*queues)):
        if original is not None:
            found.append(original)
        if len(found) == count:
            break
    return found


def _hash(path: Path) -> str:
    return hashlib.sha256(f"{path.parent.name}/{path.name}".encode()).hexdigest()


def _of(stratum: Stratum, paths: list[Path], corpus: Path) -> Iterator[Original]:
    for path in paths:
        if not path.name[:4].isdigit() or int(path.name[:4]) not in stratum.years:
            continue
        report = read(path)
        if isinstance(report, Report) and stratum.holds(report):
            name = path.relative_to(corpus).as_posix()
            yield Original(path, name, stratum.name, path.read_bytes(), report)


def read(path: Path) -> Report | str:
    """A reading, or the message from a refusal or crash."""
    try:
        return read_report(path)
    except NotAReport as error:
        return str(error)
    except Exception as error:  # noqa: BLE001  # faults of the reader are what we look for
        return f"the reader failed ({type(error).__name__}: {error})"
