"""An existing plan from Excel or Word: columns are proposed by heading, rows read as chosen."""

import io
import json
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from cusp.outside.sheets import visible_sheets
from cusp.outside.word_tables import word_tables
from cusp.outside.workbooks import CannotOpen
from cusp.plans.workbook import CannotRead, Choice, Existing, propose_columns, read_existing
from cusp.plans.workbook.existing import actions_in, propose
from tests.plans.workbook.books import opened, simple


def as_proposed(data: bytes) -> Existing:
    """What is read if a person accepts every proposal."""
    sheets = word_tables(data) if b"word/" in data[:4000] else visible_sheets(data)
    proposals = [propose(sheet) for sheet in sheets]
    return actions_in(sheets, [
        Choice(p.sheet, p.heading_row, {c.column: c.field for c in p.columns if c.field})
        for p in proposals
    ])  # fmt: skip


def document(*rows: tuple[str, ...], width: int = 4) -> docx.document.Document:
    new = docx.Document()
    table = new.add_table(0, width)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=False):
            cell.text = text
    return new


def saved(new: docx.document.Document) -> bytes:
    out = io.BytesIO()
    new.save(out)
    return out.getvalue()


def test_columns_are_proposed_by_heading() -> None:
    data = simple(
        ("Our plan",), (),
        ("No", "What", "Who", "How", "By\nwhen?", "Success measures", "RAG", "Progress to date"),
        ("1.1", "Audit plans", "Head of service", "Monthly", "31/3/2019", "80%", "G", "Begun"),
    )  # fmt: skip
    (proposal,) = propose_columns("plan.xlsx", data, opened=opened)
    assert proposal.heading_row == 3
    assert [(c.column, c.field) for c in proposal.columns] == [
        ("A", "id"), ("B", "action"), ("C", "lead"), ("D", None), ("E", "due"), ("F", "measure"),
        ("G", "delivery"), ("H", None),
    ]  # fmt: skip
    assert proposal.columns[7].heading == "Progress to date"
    assert proposal.columns[4].examples == ("31/3/2019",)


def test_a_sheet_without_known_headings_is_shown_all_the_same() -> None:
    proposal = propose(visible_sheets(simple(("x", "y"), ("1", "2")))[0])
    assert proposal.heading_row == 0
    assert [(c.column, c.field, c.examples) for c in proposal.columns] == [
        ("A", None, ("x", "1")), ("B", None, ("y", "2"))
    ]  # fmt: skip


def test_rows_are_read_as_a_person_chose() -> None:
    data = simple(
        ("Ref", "Task", "Officer", "Finish", "Area"),
        ("1", "Audit", "HoS", date(2019, 3, 31), "Plans"),
        ("2", "Train", None, "soon", "Plans"),
        ("2", "Train more", None, None, "Oversight"),
    )
    choice = Choice(
        "Sheet", 1, {"A": "id", "B": "action", "C": "lead", "D": "due", "E": "priority"}
    )
    found = read_existing("plan.xlsx", data, (choice,), opened=opened)
    assert found.priorities == ("Plans", "Oversight")
    assert [(a.id, a.row, a.priority, a.values["action"].text) for a in found.actions] == [
        ("1", 2, "Plans", "Audit"), ("2", 3, "Plans", "Train"), ("2", 4, "Oversight", "Train more"),
    ]  # fmt: skip
    assert found.actions[0].values["due"].day == date(2019, 3, 31)
    assert "due" not in found.actions[1].values
    assert [(a.row, a.column, a.field) for a in found.asked] == [
        (3, "D", "due"), (3, "", "id"), (4, "", "id"),
    ]  # fmt: skip


def test_joined_and_lone_cells_in_excel() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page
    for row in [
        ("Ref", "Action", "Lead", "Due"), ("1. Oversight",), ("1.1", "Supervise", "Manager", None),
        ("1.2", "Audit", None, None), ("2 Better plans",), ("2.1", "Write", None, None),
        (None, "and review", None, None), (None, "Train", "HR", None),
        ("Ref", "Action", "Lead", "Due"), (None, None, "Board", None),
    ]:  # fmt: skip
        page.append(row)
    page.merge_cells("A2:D2")
    page.merge_cells("C3:C4")
    out = io.BytesIO()
    book.save(out)
    found = as_proposed(out.getvalue())
    assert found.priorities == ("Oversight", "Better plans")
    assert [
        (a.id, a.priority, a.values.get("action") and a.values["action"].text,
         a.values.get("lead") and a.values["lead"].text)
        for a in found.actions
    ] == [
        ("1.1", "Oversight", "Supervise", "Manager"), ("1.2", "Oversight", "Audit", "Manager"),
        ("2.1", "Better plans", "Write\nand review", None), ("", "Better plans", "Train", "HR"),
        ("", "Better plans", None, "Board"),
    ]  # fmt: skip
    assert [(a.row, a.why) for a in found.asked] == [(10, "This row has no action.")]
    assert [a.row for a in found.read_as] == [4, 5, 7]


def test_the_case_of_joined_cells(shared: Path) -> None:
    folder = shared / "cases" / "plans-and-boards"
    expected = json.loads((folder / "14-joined-cells.json").read_text("utf-8"))
    data = (folder / "14-joined-cells.docx").read_bytes()
    (proposal,) = propose_columns("plan.docx", data, opened=opened)
    fields = {c.column: c.field for c in proposal.columns if c.field}
    choice = Choice(proposal.sheet, proposal.heading_row, fields)
    found = read_existing("plan.docx", data, (choice,), opened=opened)
    assert list(found.priorities) == expected["priorities"]
    assert [a.id for a in found.actions] == [a["ref"] for a in expected["actions"]]
    for action, right in zip(found.actions, expected["actions"], strict=True):
        assert action.values["lead"].text == right["lead"].removesuffix(" (joined cell)")
        if right["due"].startswith("asked"):
            (asked,) = found.asked
            assert (asked.id, asked.field) == (action.id, "due")
            assert "end of 2019" in asked.why
        else:
            assert action.values["due"].plain == right["due"]
    assert len(found.actions[2].values["action"].text.split("\n")) == 4  # three and the continued
    assert [a.priority for a in found.actions] == [*expected["priorities"][:1] * 2, "Plans"]


def test_word_tables_with_tracked_changes_and_controls() -> None:
    new = document(("Ref", "Action", "Lead", "Due"), ("1", "", "", ""))
    cell = new.tables[0].cell(1, 1)
    w = nsdecls("w")
    cell.paragraphs[0]._p.append(parse_xml(f"<w:ins {w}><w:r><w:t>Audit plans</w:t></w:r></w:ins>"))
    cell.paragraphs[0]._p.append(
        parse_xml(f"<w:del {w}><w:r><w:delText> never</w:delText></w:r></w:del>")
    )
    new.tables[0].cell(1, 2)._tc.append(
        parse_xml(
            f"<w:sdt {w}><w:sdtContent><w:p><w:r><w:t>Head</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        )
    )
    (action,) = as_proposed(saved(new)).actions
    assert (action.values["action"].text, action.values["lead"].text) == ("Audit plans", "Head")


def test_each_table_of_a_document_is_read() -> None:
    new = document(("Ref", "Action", "Lead", "Due"), ("1", "Audit", "HoS", "1/2/2019"))
    other = new.add_table(2, 2)
    for row, texts in enumerate([("Action", "Lead"), ("Train", "HR")]):
        for column, text in enumerate(texts):
            other.cell(row, column).text = text
    found = as_proposed(saved(new))
    assert [a.values["action"].text for a in found.actions] == ["Audit", "Train"]
    (note,) = found.read_as
    assert "day first" in note.why


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"%PDF-1.7", r"^plan is a PDF, not an Excel workbook"),
        (saved(docx.Document()), "^plan has no table"),
    ],
)
def test_a_file_that_is_no_plan_is_one_sentence(data: bytes, why: str) -> None:
    with pytest.raises(CannotRead, match=why):
        propose_columns("plan", data, opened=opened)


def test_a_document_of_many_cells_is_refused() -> None:
    new = document(("Ref", "Action"), width=2)
    row = new.tables[0].rows[0]._tr
    for _ in range(30):
        row.append(
            parse_xml(f'<w:tc {nsdecls("w")}><w:tcPr><w:gridSpan w:val="9"/></w:tcPr></w:tc>')
        )
    with pytest.raises(CannotOpen, match="more than 200 columns"):
        word_tables(saved(new))
