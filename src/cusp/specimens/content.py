"""What a specimen report says, apart from how it is laid out.

The council is made up and every sentence is our own. What a reader must find again is stated
here, so that tests hold it against what is read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Form = Literal[
    "looked after 2013", "SIF 2013", "SIF 2015", "ILACS 2018", "ILACS 2023", "ILACS 2026"
]
Area = str

RI = "Requires improvement to be good"
GOOD, OUTSTANDING, INADEQUATE, ADEQUATE = "Good", "Outstanding", "Inadequate", "Adequate"

# Rows of the table of judgements in each form: label and area.
_LEADERS = ("The impact of leaders on social work practice with children and families", "leaders")
_HELP = (
    "The experiences and progress of children who need help and protection",
    "help_and_protection",
)
_OVERALL = ("Overall effectiveness", "overall")
_SIF = (
    ("1. Children who need help and protection", "help_and_protection"),
    ("2. Children looked after and achieving permanence", "in_care"),
    ("2.1 Adoption performance", "adoption"),
    ("2.2 Experiences and progress of care leavers", "care_leavers"),
    ("3. Leadership, management and governance", "leaders"),
)
_FOUR = (
    _LEADERS,
    _HELP,
    ("The experiences and progress of children in care", "in_care"),
    ("The experiences and progress of care leavers", "care_leavers"),
)
ROWS: dict[Form, tuple[tuple[str, Area], ...]] = {
    "looked after 2013": (
        _OVERALL,
        ("Capacity to improve", "capacity_to_improve"),
        ("Outcomes for looked after children and young people", "outcomes"),
        ("Quality of provision", "quality_of_provision"),
        ("Leadership and management", "leaders"),
    ),
    "SIF 2013": _SIF,
    "SIF 2015": _SIF,
    "ILACS 2018": (
        _LEADERS,
        _HELP,
        (
            "The experiences and progress of children in care and care leavers",
            "care_and_care_leavers",
        ),
        _OVERALL,
    ),
    "ILACS 2023": (*_FOUR, _OVERALL),
    "ILACS 2026": _FOUR,
}


@dataclass(frozen=True)
class Item:
    """An area for improvement, with the bullets nested in it."""

    text: str
    nested: tuple[str, ...] = ()
    priority: bool = False

    @property
    def read(self) -> str:
        """The item's whole text as a reader must find it."""
        return " ".join((self.text, *self.nested))


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body; ``note`` is a footnote that a raised mark at its end points to."""

    text: str
    heading: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Part:
    """A section of the body under a heading, with the area it judges."""

    area: Area
    heading: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Specimen:
    """A whole report. ``grades`` holds the printed grade of each area, ``lscb`` the board's."""

    form: Form
    council: str
    spells: tuple[tuple[date, date], ...]
    leads: tuple[str, ...]
    grades: dict[Area, str]
    summary: tuple[str, ...]
    items: tuple[Item, ...]
    parts: tuple[Part, ...]
    published: date | None = None
    reinspection: bool = False
    lscb_items: tuple[Item, ...] = ()
    lscb_paragraphs: tuple[Paragraph, ...] = ()
    about: tuple[str, ...] = field(default=())

    @property
    def start(self) -> date:
        """First day on site."""
        return min(first for first, _ in self.spells)

    @property
    def end(self) -> date:
        """Last day on site."""
        return max(last for _, last in self.spells)

    @property
    def numbers_items(self) -> bool:
        """Whether areas for improvement share the numbers of the paragraphs."""
        return self.form == "SIF 2015"

    @property
    def last_number(self) -> int:
        """The last paragraph number a reader must find."""
        own = sum(len(part.paragraphs) for part in self.parts) + len(self.lscb_paragraphs)
        if self.form == "looked after 2013":
            own += 1  # the paragraph that introduces the areas for improvement
        return own + (len(self.items) + len(self.lscb_items) if self.numbers_items else 0)
