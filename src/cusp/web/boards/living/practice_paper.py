"""The paper of measures that practice shares. Every figure in it has passed disclosure control."""

from __future__ import annotations

from datetime import date

from cusp.packs.written import Block, Heading, Text, WrittenPaper
from cusp.web.boards.living.council import council
from cusp.web.boards.living.laying_out import NotMade
from cusp.web.boards.living.measure_blocks import measure_blocks
from cusp.web.common.wording import say_date
from cusp.web.response import shared_figures

_HOW = (
    "Counted from the council’s own returns of child-level data. Numbers that could point at a "
    "child are left out, and so is any number that would give one of them away."
)


def practice_paper(*, today: date) -> WrittenPaper:
    """Every shared measure with its chart and figures. Raises ``NotMade``."""
    measures = [one for one in shared_figures.measures() if one.readings]
    if not measures:
        raise NotMade(
            "Practice shares no measures yet. Ask the people who load the council’s returns to "
            "share some, or remove this paper."
        )
    name = council().name
    blocks: list[Block] = [Heading("What the returns say"), Text(_HOW)]
    for measure in measures:
        blocks += measure_blocks(measure, today)
    return WrittenPaper(
        title="Measures of practice",
        council=name,
        under=(name, f"As at {say_date(today)}"),
        footer=f"{name}: measures of practice, {say_date(today)}",
        as_at=today,
        blocks=tuple(blocks),
    )
