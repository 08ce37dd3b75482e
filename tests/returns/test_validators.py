"""A validator as a command. The stand-ins are written here: none is the sector's."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from cusp.returns.validators import validated, were_checked

# As the validator of the census writes it, with --output.
REPORT = (
    "ERROR_ID,LAchildID,rule_code,tables_affected,columns_affected,ROW_ID,value_flagged,"
    "rule_description\n"
    '1,Y01,8750,CINdetails,CINclosureDate,0,2026-01-05,"Gap, in words"\n'
    '1,Y01,8750,CINdetails,CINclosureDate,0,2026-01-05,"Gap, in words"\n'
    "2,Y02,2886Q,Assessments,,3,nan,Please check\n"
)


def stand_in(tmp_path: Path, code: str) -> str:
    file = tmp_path / "validator.py"
    file.write_text(code, encoding="utf-8")
    return shlex.join([sys.executable, str(file), "run"])


def test_a_report_in_a_file(tmp_path: Path) -> None:
    census = tmp_path / "cin.xml"
    census.write_text("<Message/>")
    command = stand_in(
        tmp_path,
        "import sys, pathlib\nassert pathlib.Path(sys.argv[2]).read_text() == '<Message/>'\n"
        f"pathlib.Path('user_report.csv').write_text({REPORT!r})\nprint('a table')\n",
    )
    first, second = validated(census, "cin", command)
    assert (first.list, first.heading, first.child_id, first.row) == (
        "CINdetails", "CINclosureDate", "Y01", None,
    )  # fmt: skip
    assert (first.severity, first.what) == ("error", "Rule 8750: Gap, in words (“2026-01-05”)")
    assert (second.severity, second.what) == ("warning", "Rule 2886Q: Please check")
    assert were_checked([first, second])


def test_a_report_by_standard_output_of_a_folder(tmp_path: Path) -> None:
    text = (
        "child_id,tables_affected,columns_affected,row_id,rule_code,rule_description\n"
        "M01,Episodes,DECOM,4,383,Episodes overlap\n"
    )
    command = stand_in(tmp_path, f"print({text!r}, end='')")
    (found,) = validated(tmp_path, "ssda903", command)
    assert (found.list, found.row, found.child_id) == ("Episodes", 6, "M01")


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("import time; time.sleep(60)", "took longer than 1 seconds and was stopped"),
        ("held = [b'x' * 200_000_000]; import time; time.sleep(60)", "MB of memory"),
        ("raise SystemExit('no such ruleset')", "failed: no such ruleset"),
        ("print('Empty DataFrame')", "is not a CSV file with the columns of one"),
    ],
)
def test_a_validator_that_hangs_or_fails(tmp_path: Path, code: str, why: str) -> None:
    seconds = 30.0 if "memory" in why else 1.0 if "longer" in why else 60.0
    (found,) = validated(
        tmp_path, "ssda903", stand_in(tmp_path, code), seconds=seconds, megabytes=150
    )
    assert why in found.what
    assert found.severity == "error"
    assert not were_checked([found])


def test_a_validator_that_is_not_there_or_not_needed(tmp_path: Path) -> None:
    (found,) = validated(tmp_path, "cin", "no-such-validator run")
    assert found.what.startswith("The validator (no-such-validator) was not found.")
    (found,) = validated(tmp_path, "annex_a", "no-such-validator run")
    assert "no validator for this kind" in found.what
    (found,) = validated(tmp_path, "cin", "'unclosed")
    assert "cannot be read" in found.what
