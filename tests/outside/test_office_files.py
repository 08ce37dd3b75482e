"""Office files that are kept for others to download."""

import zipfile
from pathlib import Path

import docx
import pytest
import xlsxwriter

from cusp.outside.office_files import LIMITS, TASK, answer, order, why_not
from cusp.outside.process import once


@pytest.fixture
def word(tmp_path: Path) -> Path:
    path = tmp_path / "minutes.docx"
    docx.Document().save(str(path))
    return path


@pytest.fixture
def excel(tmp_path: Path) -> Path:
    path = tmp_path / "audit.xlsx"
    xlsxwriter.Workbook(str(path)).close()
    return path


def test_files_without_macros_are_kept(word: Path, excel: Path) -> None:
    assert why_not(word, "docx") == ""
    assert why_not(excel, "xlsx") == ""
    assert answer(order(word, "docx")) == b""
    assert once(TASK, order(word, "docx"), LIMITS, within=60) == b""


@pytest.mark.parametrize("part", ["word/vbaProject.bin", "word/VBAProject.BIN"])
def test_word_macros_are_found_under_any_name(word: Path, part: str) -> None:
    with zipfile.ZipFile(word, "a") as parts:
        parts.writestr(part, b"Sub")

    assert "has macros" in why_not(word, "docx")


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_excel_macros_are_found(excel: Path, part: str) -> None:
    with zipfile.ZipFile(excel, "a") as parts:
        parts.writestr(part, b"Sub")

    assert "has macros" in why_not(excel, "xlsx")


def test_libreoffice_macros_are_found(tmp_path: Path) -> None:
    path = tmp_path / "plan.ods"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("content.xml", "<a/>")
        parts.writestr("Basic/Standard/script-lb.xml", "<a/>")

    assert "has macros" in why_not(path, "ods")


def test_other_files_under_an_office_name_are_refused(word: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(word.read_bytes()[:200])

    assert "is not a .xlsx file" in why_not(word, "xlsx")
    assert "is damaged" in why_not(broken, "docx")
