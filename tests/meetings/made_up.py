"""Made-up boards and meetings."""

from datetime import UTC, date, datetime, time
from typing import Any

from cusp.meetings import AgendaItem, Meeting, Paper, Seat

DAY = date(2019, 10, 22)


def seat(number: int, **more: Any) -> Seat:
    return Seat(id=f"S{number}", name=f"Member {number}", starts=date(2019, 9, 1), **more)


def paper(number: int = 1, **more: Any) -> Paper:
    said: dict[str, Any] = {
        "title": f"Paper {number}", "file_name": f"paper-{number}.pdf", "sha256": f"{number}" * 64,
    }  # fmt: skip
    return Paper(id=str(number), **(said | more))


def item(key: int = 1, **more: Any) -> AgendaItem:
    said = {"id": str(key), "number": str(key), "title": f"Item called {key}"}
    return AgendaItem(**(said | more))


def meeting(*items: AgendaItem, **more: Any) -> Meeting:
    said: dict[str, Any] = {
        "board": "Education Board", "address": "2019-10-22", "uid": "abc@cusp", "date": DAY,
        "start": time(8, 15), "end": time(10), "place": "Tickfield Centre", "status": "called",
        "changed_at": datetime(2019, 10, 1, 12, tzinfo=UTC), "items": items,
    }  # fmt: skip
    return Meeting(**(said | more))
