"""Parts that several papers share: what the plan is, its keys and its areas."""

from __future__ import annotations

from collections.abc import Sequence

from cusp.plans.papers.model import Block, Cell, Heading, Paper, Paragraph, Table, Tinted, table
from cusp.plans.papers.wording import NOT_RECORDED, day
from cusp.plans.record import Header, KeyEntry, Plan
from cusp.wording import counted

SEPARATE = (
    "Delivery says how far the actions have got. Impact says what has changed for children. They "
    "are rated with separate keys and are never added together."
)


def paper(
    plan: Plan, kind: str, blocks: Sequence[Block], sheets: Sequence[Table] = (), since: str = ""
) -> Paper:
    """A paper about this plan; ``kind`` and ``since`` complete its title."""
    header = plan.header
    version = f"Version {header.version}" if header.version else "Version not recorded"
    title = f"{header.title}: {kind}{since}"
    return Paper(
        title=title,
        council=header.council,
        plan=header.title,
        version=version,
        as_at=plan.as_at,
        blocks=tuple(blocks),
        sheets=tuple(sheets),
    )


# The header


def about(plan: Plan) -> list[Block]:
    """What stands at the top of a plan, as tables."""
    facts = about_table(plan)
    grades = [(grade.area, grade.grade) for grade in plan.header.grades]
    return [
        Heading("About this plan"),
        facts,
        *deadlines(plan.header),
        *section("Grades", "Grades", [("Judgement", 3), ("Grade", 2)], grades),
    ]


def about_table(plan: Plan) -> Table:
    """The facts in the header of a plan."""
    header = plan.header
    rows = [
        ("Council", header.council),
        ("Inspection", header.inspection or NOT_RECORDED),
        ("Inspected", _period(header)),
        ("Council received the report", day(header.received) if header.received else NOT_RECORDED),
        ("Deadline for the statement of action", _deadline(header)),
        ("Approval route", header.approval_route or NOT_RECORDED),
        ("Version", header.version or NOT_RECORDED),
        ("As at", day(plan.as_at)),
    ]
    return table("About this plan", [("Item", 2), ("Detail", 5)], rows)


def _period(header: Header) -> str:
    if header.inspected is None:
        return NOT_RECORDED
    first, last = header.inspected
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def _deadline(header: Header) -> str:
    stated, worked_out = header.deadline_stated, header.deadline_worked_out
    if stated and worked_out:
        if stated == worked_out:
            return f"{day(stated)}, as Ofsted stated and as worked out by Cusp"
        apart = counted(abs((stated - worked_out).days), "day")
        return (
            f"Ofsted stated {day(stated)}. Cusp worked out {day(worked_out)}. "
            f"The dates are {apart} apart."
        )
    if stated:
        return f"{day(stated)}, as Ofsted stated. {_why_not(header)}"
    if worked_out:
        return f"{day(worked_out)}, worked out by Cusp. No date from Ofsted is recorded."
    return f"No date from Ofsted is recorded. {_why_not(header)}"


def _why_not(header: Header) -> str:
    why = header.why_not or "the day the report was received is not recorded"
    return f"Cusp has not worked out a date: {why.rstrip('.')}."


def deadlines(header: Header) -> list[Block]:
    """Both deadlines next to each other, if they differ."""
    stated, worked_out = header.deadline_stated, header.deadline_worked_out
    if stated is None or worked_out is None or stated == worked_out:
        return []
    columns = [("Stated by Ofsted", 2), ("Worked out by Cusp", 3), ("Difference", 1)]
    basis = f"{day(worked_out)}\n70 working days after the council received the report"
    row = (stated, basis, counted(abs((stated - worked_out).days), "day"))
    return [Heading("The two deadlines", 2), table("The two deadlines", columns, [row])]


# Keys


def keys(plan: Plan) -> list[Block]:
    """The delivery key and the impact key, with what each rating means."""
    return [
        Heading("What the ratings mean"),
        Paragraph(SEPARATE),
        Heading("Delivery key", 2),
        key_table("Delivery key", plan.delivery_key),
        Heading("Impact key", 2),
        key_table("Impact key", plan.impact_key),
    ]


def key_table(name: str, key: Sequence[KeyEntry]) -> Table:
    """A key: each rating, its words and whether it needs evidence."""
    columns = [("Rating", 1), ("In the plan’s words", 3), ("Needs evidence", 1)]
    rows: list[tuple[Cell, ...]] = [
        (Tinted(entry.code, entry.colour), entry.words, "Yes" if entry.needs_evidence else "No")
        for entry in key
    ]
    return table(name, columns, rows)


def section(
    heading: str, name: str, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[Cell]]
) -> list[Block]:
    """A small section with one table; nothing if it has no rows."""
    return [Heading(heading, 2), table(name, columns, rows)] if rows else []
