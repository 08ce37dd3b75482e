"""The shared cases of packs (page numbers, tags and hidden data), and real reports as papers."""

from pathlib import Path

import pikepdf
import pytest

from cusp.packs import CannotPack, PackItem, check_paper
from tests.packs.made import (
    element_counts,
    everything_in,
    here,
    packed,
    page_texts,
    parts,
    types_on_pages,
)


@pytest.fixture
def cases(shared: Path) -> Path:
    folder = shared / "cases" / "plans-and-boards"
    if not folder.is_dir():
        pytest.skip("cases not found: put them in ../shared/cases/plans-and-boards")
    return folder


def test_page_numbers_and_tags_of_a_pack(cases: Path, tmp_path: Path) -> None:
    out = tmp_path / "pack.pdf"
    names = ("07-a-roman.pdf", "07-b-plan.pdf", "07-c-untagged-rotated.pdf")
    made = packed(out, *(PackItem(title=name[:4], file=cases / name) for name in names))
    texts = page_texts(out)
    assert [entry.first_page for entry in made.entries] == [2, 5, 9]
    assert [f"Page {n} of 10" in text for n, text in enumerate(texts, 1)] == [True] * 10
    with pikepdf.open(out) as pdf:
        assert element_counts(pdf, ["/Table", "/H1", "/H2"]) == [7, 2, 7]
        assert str(parts(pdf)[2].T) == "07-c (not tagged)"
        with pdf.open_outline() as outline:
            assert [each.title for each in outline.root] == ["Contents", "07-a", "07-b", "07-c"]


def test_a_black_box_is_asked_about(cases: Path, tmp_path: Path) -> None:
    file = cases / "11-black-box.pdf"
    check = check_paper(file, opened=here)
    assert [finding.kind for finding in check.questions] == ["hidden words"]
    assert {"attachments", "properties", "untagged"} <= {each.kind for each in check.findings}
    with pytest.raises(CannotPack):
        packed(tmp_path / "pack.pdf", PackItem(title="Case", file=file))
    packed(tmp_path / "pack.pdf", PackItem(title="Case", file=file, answered=True))
    held = everything_in(tmp_path / "pack.pdf")
    for gone in (b"notes.txt", b"Bloggs", b"EXEMPT"):
        assert gone not in held


def test_a_hidden_sheet_is_refused_by_name(cases: Path) -> None:
    check = check_paper(cases / "11-hidden-sheet.xlsx", opened=here)
    assert check.stops
    (hidden,) = [finding for finding in check.findings if finding.kind == "hidden sheet"]
    assert hidden.words == ("children",)


@pytest.mark.corpus
def test_real_reports_keep_their_tags_and_have_no_hidden_words(
    corpus: Path, tmp_path: Path
) -> None:
    files = [file for file in sorted(corpus.glob("*/*.pdf")) if file.read_bytes()[:4] == b"%PDF"]
    papers = [PackItem(title=file.stem, file=file) for file in files[::60]]
    made = packed(tmp_path / "pack.pdf", *papers)
    assert not [entry for entry in made.entries if entry.left_out]
    with pikepdf.open(tmp_path / "pack.pdf") as pdf:
        after = types_on_pages(pdf)
    for paper, entry in zip(papers, made.entries, strict=True):
        if entry.tagged:
            assert isinstance(paper.file, Path)
            with pikepdf.open(paper.file) as pdf:
                before = types_on_pages(pdf)
            assert after[entry.first_page - 1 :][: entry.pages] == before
