"""``cusp pack``, with its processes."""

from pathlib import Path

import pikepdf

from tests.commands import cusp
from tests.packs.made import drawn, page_texts, saved, tagged, words


def test_papers_become_a_pack_and_bad_ones_are_named(tmp_path: Path) -> None:
    (tmp_path / "minutes_of_4_June.pdf").write_bytes(tagged("Minutes"))
    (tmp_path / "budget.pdf").write_bytes(saved(drawn(words("Budget"))))
    (tmp_path / "notes.docx").write_bytes(b"PK\x03\x04 broken")
    names = ("minutes_of_4_June.pdf", "budget.pdf", "notes.docx", "none.pdf")
    files = [tmp_path / name for name in names]
    done = cusp("pack", *files, "--out", tmp_path / "pack.pdf", "--title", "Education Board")
    assert done.returncode == 1
    assert "budget.pdf: It is not tagged" in done.stderr
    assert "notes.docx: It is damaged and cannot be opened" in done.stderr
    assert "none.pdf: It cannot be read (No such file or directory)." in done.stderr
    assert "2 of 4 papers on 4 pages" in done.stderr
    texts = page_texts(tmp_path / "pack.pdf")
    assert "Education Board" in texts[0]
    assert "minutes of 4 June" in texts[0]
    assert all(f"Page {n} of 4" in text for n, text in enumerate(texts, 1))
    with pikepdf.open(tmp_path / "pack.pdf") as pdf:
        assert str(pdf.docinfo["/Title"]) == "Education Board"


def test_hidden_words_are_left_out_until_someone_has_checked(tmp_path: Path) -> None:
    box = tmp_path / "box.pdf"
    box.write_bytes(saved(drawn(words("Katherine") + "0 0 0 rg 60 690 200 30 re f")))
    done = cusp("pack", box, "--out", tmp_path / "pack.pdf")
    assert done.returncode == 1
    assert "“Katherine”" in done.stderr
    assert "--keep-hidden" in done.stderr
    assert "None of the papers could be included" in done.stderr
    assert not (tmp_path / "pack.pdf").exists()
    assert cusp("pack", box, "--out", tmp_path / "pack.pdf", "--keep-hidden").returncode == 0


def test_a_pack_needs_the_name_of_a_pdf(tmp_path: Path) -> None:
    done = cusp("pack", tmp_path / "none.pdf", "--out", tmp_path / "pack.txt")
    assert done.stderr.strip() == "pack.txt: the name must end in .pdf"
