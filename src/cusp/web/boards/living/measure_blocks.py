"""A measure in a paper: its answer, definition, chart and readings."""

from __future__ import annotations

from datetime import date

from cusp.packs.written import Block, Chart, Heading, Table, Text
from cusp.plans import record, value_in_words
from cusp.web.common.charts.readings import readings_line
from cusp.web.common.wording import say_date
from cusp.web.response import measure_words


def measure_blocks(measure: record.Measure, today: date) -> list[Block]:
    """What a paper says about a measure."""
    blocks: list[Block] = [
        Heading(measure.name, 2),
        Text(f"{measure_words.answer(measure, today)}."),
    ]
    if measure.definition:
        blocks.append(Text(measure.definition))
    readings = sorted(measure.readings, key=lambda one: one.on)
    if not readings:
        return blocks

    def in_words(value: float) -> str:
        return value_in_words(value, measure.unit)

    line = readings_line(
        [(one.on, one.value) for one in readings],
        target=measure.target,
        in_words=in_words,
        title=measure.name,
    )
    first, last = readings[0], readings[-1]
    alt = f"Line chart of {measure.name}. The table below has the readings."
    if first != last:
        alt = (
            f"Line chart of {measure.name}: from {in_words(first.value)} on {say_date(first.on)} "
            f"to {in_words(last.value)} on {say_date(last.on)}. The table below has every reading."
        )
    blocks.append(Chart(line[:], alt))
    blocks.append(
        Table(
            (("Date", 2), ("Value", 2), ("Of how many", 2), ("Source", 4)),
            tuple(
                (say_date(one.on), in_words(one.value), _of(one), one.source) for one in readings
            ),
        )
    )
    return blocks


def _of(one: record.Reading) -> str:
    return f"{one.numerator:,} of {one.denominator:,}" if one.denominator else "Not given"
