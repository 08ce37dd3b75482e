"""The content of a specimen report, apart from its layout.

The council is made up and every sentence is our own. Tests compare what is read with what is
defined here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Form = Literal[
    "looked after 2013",
    "SIF 2013",
    "SIF 2015",
    "LSCB review",
    "ILACS 2018",
    "ILACS 2023",
    "ILACS 2026",
]
Area = str
# Which paragraphs in an early SIF report are numbered: only the findings, the areas for improvement
# and strengths as well, the summary as well, or none (bullets throughout).
Numbering = Literal["findings", "lists", "all", "none"]

RI = "Requires improvement to be good"
GOOD, OUTSTANDING, INADEQUATE, ADEQUATE = "Good", "Outstanding", "Inadequate", "Adequate"

# Rows in each form's table of judgements: label and area.
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
    "LSCB review": (),
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
    """An area for improvement, with its nested bullets.

    ``heading`` is a small heading printed before the first item that has it. ``refers_to`` lists
    the numbers of the paragraphs that the item refers to.
    """

    text: str
    nested: tuple[str, ...] = ()
    priority: bool = False
    heading: str | None = None
    refers_to: tuple[int, ...] = ()

    @property
    def printed(self) -> str:
        """Its words as printed, with the paragraphs that it refers to."""
        if not self.refers_to:
            return self.text
        *others, last = map(str, self.refers_to)
        which = f"paragraphs {', '.join(others)} and {last}" if others else f"paragraph {last}"
        return f"{self.text.rstrip('.')} ({which})."

    @property
    def read(self) -> str:
        """The item's text as it must be read, with nested bullets on separate lines."""
        return "\n• ".join((self.printed, *self.nested))


@dataclass(frozen=True)
class Paragraph:
    """A paragraph in the body, with its bullets.

    ``note`` is a footnote. Its raised mark is at the end of the paragraph, or after ``note_after``
    where that first occurs.
    """

    text: str
    heading: str | None = None
    note: str | None = None
    note_after: str | None = None
    bullets: tuple[str, ...] = ()

    @property
    def read(self) -> str:
        """The paragraph's text as it must be read."""
        return " ".join((self.text, *self.bullets))


@dataclass(frozen=True)
class Part:
    """A section in the body under a heading, with the area it judges.

    ``summary`` is the text in the box below the section's grade in a SIF report.
    """

    area: Area
    heading: str
    paragraphs: tuple[Paragraph, ...]
    summary: tuple[str, ...] = ()


@dataclass(frozen=True)
class Specimen:
    """A whole report. ``grades`` has the printed grade for each area; ``lscb`` is the board's.

    ``styled`` is the council's full name, for forms that print it. ``new_title`` gives an ILACS
    report in the first form the title that was introduced before the judgements changed.
    ``strengths``, ``progress``, ``for_children`` and ``facts`` (figures about the area, as headings
    with bullets) are parts of SIF reports that have no judgement.
    """

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
    styled: str | None = None
    new_title: bool = False
    numbering: Numbering = "findings"
    strengths: tuple[str, ...] = ()
    progress: tuple[str, ...] = ()
    for_children: tuple[str, ...] = ()
    facts: tuple[tuple[str, tuple[Item, ...]], ...] = ()
    lscb_summary: tuple[str, ...] = ()

    @property
    def start(self) -> date:
        """The first day on site."""
        return min(first for first, _ in self.spells)

    @property
    def end(self) -> date:
        """The last day on site."""
        return max(last for _, last in self.spells)

    @property
    def authority(self) -> str:
        """The name as printed in the title."""
        if self.form == "SIF 2013" or (self.form == "ILACS 2018" and not self.new_title):
            return self.styled or f"{self.council} Borough Council"
        if self.form == "looked after 2013":
            return self.styled or f"{self.council} Metropolitan Borough Council"
        if self.form == "LSCB review":
            return f"{self.council} Safeguarding Children Board"
        return self.styled or self.council

    @property
    def numbers_items(self) -> bool:
        """Whether areas for improvement are numbered along with the paragraphs."""
        return self.form == "SIF 2015" or (
            self.form == "SIF 2013" and self.numbering in ("lists", "all")
        )

    @property
    def numbers_summary(self) -> bool:
        """Whether the summary's paragraphs are numbered."""
        return self.form == "SIF 2013" and self.numbering == "all"

    @property
    def numbered(self) -> list[str]:
        """The texts of all numbered paragraphs except areas for improvement, in order."""
        if self.form == "SIF 2013" and self.numbering == "none":
            return []
        texts = list(self.about) if self.form == "looked after 2013" else []
        texts += self.summary if self.numbers_summary else ()
        if self.form == "SIF 2013" and self.numbers_items:
            texts += [*self.strengths, *self.progress]
        texts += [p.read for part in self.parts for p in part.paragraphs]
        return texts + [p.read for p in self.lscb_paragraphs]

    @property
    def last_number(self) -> int | None:
        """The last paragraph number, or ``None`` if there are no numbers."""
        own = len(self.numbered)
        if self.form == "looked after 2013":
            own += 1  # the paragraph that introduces the areas for improvement
        return own + (len(self.items) + len(self.lscb_items) if self.numbers_items else 0) or None
