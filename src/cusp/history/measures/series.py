"""Each area's figures for each measure, in the form used for storage."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from cusp.history.measures.lait_download import Published, Value
from cusp.history.measures.published import UnknownMeasure, place

Entry = list[str | float | int | None]


class Series(msgspec.Struct, frozen=True, gc=False):
    """An area's figures for a measure. ``packed`` holds the entries as MessagePack.

    They are unpacked a few at a time, because all of them at once would take too much memory.
    """

    measure: str
    area: str
    packed: bytes

    def entries(self) -> list[Entry]:
        """``[label, value, mark]`` for each period, oldest first.

        ``rank, of, quartile`` follow a council's latest figure if it can be ranked.
        """
        return msgspec.msgpack.decode(self.packed, type=list[Entry])


def series_of(published: Published) -> Iterator[Series]:
    """Every series in a download.

    Ranking needs every council's figure, which would be too slow while a page loads.
    """
    grouped: dict[tuple[str, str], list[Value]] = {}
    for value in published.values:
        grouped.setdefault((value.measure, value.area), []).append(value)
    for (measure, area), values in grouped.items():
        values.sort(key=lambda value: (value.sort, value.period))
        entries: list[Entry] = [[value.period, value.value, value.mark] for value in values]
        if values[0].is_council:
            _rank(published, measure, area, entries)
        yield Series(measure, area, msgspec.msgpack.encode(entries))


def _rank(published: Published, measure: str, area: str, entries: list[Entry]) -> None:
    try:
        stands = place(published, measure=measure, authority=area)
    except UnknownMeasure:
        return
    newest = next((entry for entry in entries if entry[0] == stands.period), None)
    if newest is not None and stands.rank is not None:
        newest.extend([stands.rank, stands.of, stands.quartile])
