"""What the stories share: the council, section headings and who made the specimens."""

from __future__ import annotations

from cusp.specimens.content import Item, Paragraph

COUNCIL = "Wexcombe"
HELP = "The experiences and progress of children who need help and protection"
CARE_AND_LEAVERS = "The experiences and progress of children in care and care leavers"
CARE = "The experiences and progress of children in care"
LEAVERS = "The experiences and progress of care leavers"
LEADERS = "The impact of leaders on social work practice with children and families"
LOOKED_AFTER = "The experiences and progress of children looked after and achieving permanence"
GOVERNANCE = "Leadership, management and governance"
ABOUT = (
    "This specimen was written to show how a report is read. There is no council called Wexcombe, "
    "and nothing in it was said of any other.",
)


def paragraphs(*texts: str) -> tuple[Paragraph, ...]:
    """Texts as numbered paragraphs."""
    return tuple(Paragraph(text) for text in texts)


def points(*texts: str) -> tuple[Item, ...]:
    """Texts as bullets."""
    return tuple(Item(text) for text in texts)
