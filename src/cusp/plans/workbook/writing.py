"""Writes a plan as a workbook that people can edit and bring back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from cusp.plans.record import Action, KeyEntry, Measure, Plan, Priority, Reading
from cusp.plans.workbook.dates import in_full
from cusp.plans.workbook.fields import FIELDS
from cusp.plans.workbook.table import BLANK, Table, TableRow, Value
from cusp.tables import atomic_file, fitting, open_workbook

ACTIONS, MEASURES, RATINGS = "Actions", "Measures", "Ratings"
REFERENCE = "Export reference:"
_NOTES = (
    "Change cells in place. Enter progress under New update and, for a new due date, the reason.",
    "Do not change an id. For a new action, add a row and leave its id empty.",
    "Actions are matched by their ids, so you can sort, filter and move rows and columns.",
    "A row that you delete does not close its action. Cusp will ask for the reason.",
)
_SPARE_ROWS = 200
_MEASURE_COLUMNS = (
    ("Measure id", 12), ("Priority", 28), ("Measure", 40), ("Definition", 48), ("Unit", 14),
    ("Better if", 10), ("Baseline", 10), ("Baseline on", 18), ("Target", 10), ("Target by", 18),
    ("Latest", 10), ("Latest on", 18), ("Numerator", 12), ("Denominator", 12),
)  # fmt: skip


def write_plan(plan: Plan, path: Path, *, reference: str = "") -> None:
    """Write a plan to a workbook, completely or not at all.

    ``reference`` says which export this is. It stands in the notes and comes back in
    :attr:`Table.reference`. Raises :class:`cusp.tables.CannotWrite`.
    """
    with atomic_file(path) as part:
        _write(plan, part, reference)


def plan_workbook(plan: Plan, *, reference: str = "") -> bytes:
    """The same workbook, for a download."""
    out = BytesIO()
    _write(plan, out, reference)
    return out.getvalue()


def table_of(plan: Plan) -> Table:
    """The actions of a plan as its workbook has them, to compare with a workbook."""
    rows = tuple(
        TableRow(action.id, 0, {name: v for name, v in _values(plan, p, action).items() if v.text})
        for p, action in _open_actions(plan)
    )
    return Table(
        rows=rows,
        columns={field.name: "" for field in FIELDS},
        priorities=tuple(fitting(priority.title) for priority in plan.priorities),
        ratings=rating_words((key.code, key.words) for key in plan.delivery_key),
    )


def rating_words(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """How a rating of the key is shown, by each way in which people write it."""
    found: dict[str, str] = {}
    twice = set()
    for code, words in pairs:
        shown = _rating(code, words)
        for written in {code.casefold(), words.casefold(), shown.casefold()}:
            if found.setdefault(written, shown) != shown:
                twice.add(written)
    return {written: shown for written, shown in found.items() if written and written not in twice}


def rating_codes(key: Iterable[KeyEntry]) -> dict[str, str]:
    """The code of each rating of a key, by how it is shown."""
    return {_rating(entry.code, entry.words): entry.code for entry in key}


def _rating(code: str, words: str) -> str:
    return f"{code}: {words}" if words and words != code else code


def _open_actions(plan: Plan) -> list[tuple[Priority, Action]]:
    pairs = ((priority, action) for priority in plan.priorities for action in priority.actions)
    return [(priority, action) for priority, action in pairs if not action.closed]


def _values(plan: Plan, priority: Priority, action: Action) -> dict[str, Value]:
    words = {key.code: _rating(key.code, key.words) for key in plan.delivery_key}
    rating = action.delivery[-1].code if action.delivery else ""
    last = action.updates[-1] if action.updates else None
    days = {
        "start": action.start, "due": action.due[-1].due if action.due else None,
        "done": action.done,
    }  # fmt: skip
    texts = {
        "priority": priority.title, "action": action.text, "lead": action.lead,
        "support": action.support, "delivery": words.get(rating, rating),
        "last_update": f"{in_full(last.on)}: {last.text}" if last else "",
    }  # fmt: skip
    values = {name: Value(fitting(text)) for name, text in texts.items()}
    return values | {n: Value(in_full(day), day) if day else BLANK for n, day in days.items()}


def _write(plan: Plan, out: Path | IO[bytes], reference: str) -> None:
    with open_workbook(out) as book:
        form = _Form(book)
        book.set_properties({"title": f"{plan.header.title}: actions", "created": form.created})
        actions = _open_actions(plan)
        page = book.add_worksheet(ACTIONS)
        top = _write_notes(page, plan, reference, form)
        _write_actions(page, plan, actions, top, form)
        _write_measures(book.add_worksheet(MEASURES), plan, form)
        _write_ratings(book.add_worksheet(RATINGS), plan, form)


class _Form:
    """How cells look."""

    def __init__(self, book: Any) -> None:
        from cusp.tables import CREATED

        self.created = CREATED
        plain = {"valign": "top", "text_wrap": True}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.note = book.add_format({"text_wrap": False})
        self.head = book.add_format({**plain, "bold": True, "bottom": 1})
        # As text, so that an id such as 1.10 stays as it is when somebody types it.
        self.text = book.add_format({**plain, "num_format": "@"})
        self.wrapped = book.add_format(plain)
        self.day = book.add_format({**plain, "num_format": "d mmmm yyyy", "align": "left"})


def _write_notes(page: Any, plan: Plan, reference: str, form: _Form) -> int:
    """Write the title and the notes. Returns the row for the headings, counted from 0."""
    head = plan.header
    closed = sum(bool(a.closed) for priority in plan.priorities for a in priority.actions)
    lines = [f"{head.council}: the plan as at {in_full(plan.as_at)}"]
    lines[0] += f", version {head.version}" if head.version else ""
    if closed:
        lines.append(f"Actions that were closed before they were done, not listed here: {closed}")
    if reference:
        lines.append(f"{REFERENCE} {reference}")
    page.write_string(0, 0, fitting(head.title), form.title)
    for number, line in enumerate([*lines, *_NOTES], 1):
        page.write_string(number, 0, fitting(line), form.note)
    return len(lines) + len(_NOTES) + 2


def _write_actions(
    page: Any, plan: Plan, actions: Sequence[tuple[Priority, Action]], top: int, form: _Form
) -> None:
    formats = {"id": form.text, **dict.fromkeys(("start", "due", "done"), form.day)}
    for column, field in enumerate(FIELDS):
        page.set_column(column, column, field.width, formats.get(field.name, form.wrapped))
        page.write_string(top, column, field.heading, form.head)
    for number, (priority, action) in enumerate(actions, top + 1):
        page.write_string(number, 0, action.id, form.text)
        values = _values(plan, priority, action)
        _fit_height(page, number, [(f.width, v.text) for f in FIELDS if (v := values.get(f.name))])
        for column, field in enumerate(FIELDS[1:], 1):
            value = values.get(field.name, BLANK)
            if value.day:
                page.write_datetime(number, column, value.day, form.day)
            elif value.text:
                page.write_string(number, column, value.text, form.wrapped)
    last = top + max(len(actions), 1)
    page.freeze_panes(top + 1, 1)
    page.autofilter(top, 0, last, len(FIELDS) - 1)
    page.ignore_errors({"number_stored_as_text": f"A{top + 2}:A{last + 1}"})
    _check_entries(page, plan, top + 1, last + _SPARE_ROWS)
    _for_paper(page, top)


def _fit_height(page: Any, row: int, cells: Sequence[tuple[int, str]]) -> None:
    """Make a row high enough for its longest cell. LibreOffice does not do so by itself.

    Rows of one line are left to Excel, which makes them higher as people write.
    """
    most = max(
        sum(1 + len(line) // width for line in text.split("\n")) for width, text in cells
    )  # fmt: skip
    if most > 1:
        page.set_row(row, min(15 * most, 400))


def _check_entries(page: Any, plan: Plan, first: int, last: int) -> None:
    """Have Excel refuse words under a date, and offer the plan's own ratings."""
    from datetime import date

    day = {
        "validate": "date", "criteria": "between", "minimum": date(1990, 1, 1),
        "maximum": date(2100, 12, 31), "error_title": "Not a date",
        "error_message": "Enter a real date, for example 31/3/2019.",
    }  # fmt: skip
    for column, field in enumerate(FIELDS):
        if field.kind == "date":
            page.data_validation(first, column, last, column, day)
        elif field.kind == "rating" and plan.delivery_key:
            source = f"={RATINGS}!$C$2:$C${len(plan.delivery_key) + 1}"
            page.data_validation(
                first, column, last, column,
                {
                    "validate": "list", "source": source, "error_title": "Not in the plan's key",
                    "error_message": "Choose one of the plan's own ratings.",
                },
            )  # fmt: skip


def _for_paper(page: Any, top: int) -> None:
    page.set_landscape()
    page.set_paper(8)  # A3
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)


def _write_measures(page: Any, plan: Plan, form: _Form) -> None:
    for column, (heading, width) in enumerate(_MEASURE_COLUMNS):
        page.set_column(column, column, width)
        page.write_string(0, column, heading, form.head)
    pairs = [(priority, each) for priority in plan.priorities for each in priority.measures]
    for row, (priority, measure) in enumerate(pairs, 1):
        cells = _measure_cells(priority, measure)
        texts = [str(cell or "") for cell in cells]
        widths = [width for _, width in _MEASURE_COLUMNS]
        _fit_height(page, row, list(zip(widths, texts, strict=True)))
        for column, value in enumerate(cells):
            if isinstance(value, str):
                page.write_string(row, column, fitting(value), form.wrapped)
            elif isinstance(value, int | float):
                page.write_number(row, column, value, form.wrapped)
            elif value is not None:
                page.write_datetime(row, column, value, form.day)
    note = "Measures are listed here to read. Cusp does not read changes on this sheet."
    page.write_string(len(pairs) + 2, 0, note, form.note)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, max(len(pairs), 1), len(_MEASURE_COLUMNS) - 1)
    _for_paper(page, 0)


def _measure_cells(priority: Priority, measure: Measure) -> list[Any]:
    latest: Reading | None = max(reversed(measure.readings), key=lambda each: each.on, default=None)
    base = measure.baseline
    return [
        measure.id, priority.title, measure.name, measure.definition, measure.unit,
        measure.better or "not stated", base and base.value, base and base.on, measure.target,
        measure.target_by, latest and latest.value, latest and latest.on,
        latest and latest.numerator, latest and latest.denominator,
    ]  # fmt: skip


def _write_ratings(page: Any, plan: Plan, form: _Form) -> None:
    """The plan's own key, for the list under Delivery rating. Nothing here is to be changed."""
    page.set_column(0, 0, 14)
    page.set_column(1, 2, 48)
    for column, heading in enumerate(("Rating", "Meaning", "In full")):
        page.write_string(0, column, heading, form.head)
    for row, key in enumerate(plan.delivery_key, 1):
        for column, text in enumerate((key.code, key.words, _rating(key.code, key.words))):
            page.write_string(row, column, fitting(text), form.wrapped)
    page.protect()
