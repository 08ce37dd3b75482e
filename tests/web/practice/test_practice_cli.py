"""Loading on a schedule: one line, an exit status, and nothing that a person has not confirmed."""

from datetime import date
from pathlib import Path

import pytest

from cusp.cli.practice import TO_CONFIRM
from cusp.web.accounts.models import Event
from cusp.web.practice.models import Chairing, Snapshot
from cusp.web.practice.one_at_a_time import alone
from tests.commands import cusp
from tests.returns.books import book, plan
from tests.web.practice.rows import child, snapshot_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "annex_a.xlsx"
    path.write_bytes(book({7: [plan(101), plan(102)]}))
    return path


def test_a_return_is_loaded_once(workbook: Path) -> None:
    done = cusp("practice", "load", workbook, "--as-at", "2026-03-31")
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert done.stderr.startswith("annex_a.xlsx, as at 2026-03-31: loaded (2 rows, ")
    again = cusp("practice", "load", workbook, "--as-at", "2026-03-31")
    assert (again.returncode, "was loaded before" in again.stderr) == (0, True)
    assert Snapshot.objects.get().loaded_by_then == "command line"
    assert Event.objects.filter(action="loaded a return").count() == 1


def test_what_a_page_would_ask_needs_yes(workbook: Path) -> None:
    snapshot_row(date(2026, 3, 30))
    child("7")
    done = cusp("practice", "load", workbook, "--as-at", "2026-03-31")
    assert done.returncode == TO_CONFIRM
    assert "None of its 2 children are on the newest return" in done.stderr
    assert Snapshot.objects.count() == 1


def test_a_return_is_refused_in_one_line(tmp_path: Path, workbook: Path) -> None:
    wrong = tmp_path / "wrong.xlsx"
    wrong.write_bytes(b"\xd0\xcf\x11\xe0")
    done = cusp("practice", "load", wrong, "--as-at", "2026-03-31")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "has a password" in done.stderr
    assert cusp("practice", "load", workbook, "--as-at", "2099-03-31").returncode == 1
    with alone():
        busy = cusp("practice", "load", workbook, "--as-at", "2026-03-31")
    assert (busy.returncode, "Try again when that has finished" in busy.stderr) == (1, True)


def test_a_list_of_chairs_that_removes_rows_needs_yes(tmp_path: Path) -> None:
    path = tmp_path / "chairs.csv"
    path.write_text("Child ID,Role,Name\n1,IRO,Ann\n2,IRO,Ann\n", "utf-8")
    assert "2 added" in cusp("practice", "lists", "chairs", path).stderr
    path.write_text("Child ID,Role,Name\n1,IRO,Ann\n", "utf-8")
    done = cusp("practice", "lists", "chairs", path)
    assert (done.returncode, Chairing.objects.count()) == (TO_CONFIRM, 2)
    assert cusp("practice", "lists", "chairs", path, "--yes").returncode == 0
    assert Chairing.objects.get().child.child_id == "1"
    path.write_text("Child ID,Role,Name\n1,Boss,Ann\n", "utf-8")
    done = cusp("practice", "lists", "chairs", path)
    assert (done.returncode, "B2: “Boss” is not" in done.stderr) == (1, True)
