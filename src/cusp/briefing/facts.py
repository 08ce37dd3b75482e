"""The facts that a briefing is made from. Each one has its source, or ``None`` if there is none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time

import msgspec

from cusp.history.inspections import Inspection
from cusp.reports.record import AreaCode, Cite, GradeCode


class Source(msgspec.Struct, frozen=True):
    """Where a fact can be checked.

    ``document`` names the report or page, ``part`` the part of it. ``file`` is a file or an
    address. ``cite`` is the place in a report; other sources have none.
    """

    document: str
    file: str
    cite: Cite | None = None
    part: str = ""

    @property
    def what(self) -> str:
        """The document and the part, in words."""
        return f"{self.document}: {self.part}" if self.part else self.document


# The places that a fact needs, all of them. If there are none, or one is missing, the fact has no
# source.
Sources = tuple[Source | None, ...]


class Item(msgspec.Struct, frozen=True):
    """An area for improvement, by its printed number."""

    number: int
    text: str
    priority: bool
    sources: Sources


class Carried(msgspec.Struct, frozen=True):
    """An area for improvement that follows on from an earlier one.

    ``sure`` is false if the wording only suggests that it may. ``confirmed`` is true if an officer
    made or confirmed the link.
    """

    later: int
    earlier: int
    kind: str
    sure: bool
    confirmed: bool = False


class Quote(msgspec.Struct, frozen=True):
    """A sentence of the report, with the topic it is about; empty if it is about no single one."""

    text: str
    sources: Sources
    topic: str = ""


class TopicSaid(msgspec.Struct, frozen=True):
    """A topic, how many sentences clearly praise and criticise it, and where the clearest are."""

    topic: str
    praise: int
    criticism: int
    sources: Sources


class Said(msgspec.Struct, frozen=True):
    """What inspectors said, chosen by :mod:`cusp.briefing.said`."""

    summing_up: Quote | None = None
    praised: tuple[TopicSaid, ...] = ()
    criticised: tuple[TopicSaid, ...] = ()
    praise: tuple[Quote, ...] = ()
    criticism: tuple[Quote, ...] = ()


class Placed(msgspec.Struct, frozen=True):
    """A judgement's place in its grade, going by the wording of the passages in ``sources``."""

    area: AreaCode
    printed: GradeCode | None
    position: float
    low: float
    high: float
    reads_as: GradeCode
    sources: Sources


class Inspected(msgspec.Struct, frozen=True):
    """An inspection and the sources of its facts.

    A grade without an entry in ``grades`` has no source. ``items`` is ``None`` if the areas for
    improvement could not be read.
    """

    inspection: Inspection
    days: Sources = ()
    published: Source | None = None
    grades: Mapping[AreaCode, Source] = {}
    items: tuple[Item, ...] | None = None


class Received(msgspec.Struct, frozen=True):
    """The day on which the council received the final report."""

    day: date
    source: Source | None


class Statement(msgspec.Struct, frozen=True):
    """The statement of action that a council has published.

    ``done`` counts the actions that it says are done.
    """

    published: date
    areas: int
    actions: int
    done: int
    source: Source | None


class NoStatement(msgspec.Struct, frozen=True):
    """No statement of action has been published in the place that was looked at."""

    source: Source | None


class MeetingFact(msgspec.Struct, frozen=True):
    """A meeting of a board that deals with the inspection.

    ``item`` is the title of the agenda item, ``item_number`` its number if it has one.
    """

    board: str
    day: date
    source: Source | None
    time: time | None = None
    place: str = ""
    item: str = ""
    item_number: str = ""


class LeftOut(msgspec.Struct, frozen=True):
    """Something that the briefing does not say, and why."""

    what: str
    why: str


class Facts(msgspec.Struct, frozen=True):
    """Everything that a briefing may say.

    ``earlier`` are the council's earlier inspections, in any order, and ``later`` its newest one if
    that is not the one that the briefing is about. ``carried`` are the links to
    the list of the inspection before; ``None`` if the lists were not compared.
    """

    authority: str
    latest: Inspected
    earlier: tuple[Inspected, ...] = ()
    later: Inspected | None = None
    carried: tuple[Carried, ...] | None = None
    said: Said = Said()
    places: tuple[Placed, ...] = ()
    response: Statement | NoStatement | None = None
    received: Received | None = None
    meeting: MeetingFact | None = None
    left_out: tuple[LeftOut, ...] = ()
