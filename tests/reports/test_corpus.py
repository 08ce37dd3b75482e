"""How accurately real reports are read, if there are any."""

import csv
import json
import re
from collections import defaultdict
from pathlib import Path

import pypdfium2
import pytest

from cusp.reports import Report
from cusp.reports.record import Cite

pytestmark = pytest.mark.corpus

Reports = dict[str, Report]


def plain(text: str) -> str:
    """Letters and digits only, without references to paragraphs, as in the labels."""
    text = re.sub(r"\((?:see )?(?:paragraphs?|recommendations?)[^()]*\)", "", text, flags=re.I)
    return re.sub(r"[^a-z0-9]", "", text.lower())


def test_every_report_is_read_and_files_that_are_none_are_not(
    real_reports: Reports, corpus: Path
) -> None:
    files = {p.relative_to(corpus).as_posix(): p for p in corpus.glob("*/*.pdf")}
    pdfs = {name for name, file in files.items() if file.read_bytes()[:5] == b"%PDF-"}
    assert set(real_reports) == pdfs


def test_every_report_is_whole(real_reports: Reports) -> None:
    """They were all downloaded in full, so none may be reported as incomplete."""
    assert [file for file, report in real_reports.items() if not report.complete] == []


def test_every_report_has_all_the_judgements_of_its_framework(real_reports: Reports) -> None:
    wanted = {
        "ILACS 2018": {"leaders", "help_and_protection", "care_and_care_leavers", "overall"},
        "ILACS 2023": {"leaders", "help_and_protection", "in_care", "care_leavers", "overall"},
        "SIF": {"leaders", "help_and_protection", "in_care", "care_leavers", "adoption", "overall"},
    }
    for file, report in real_reports.items():
        areas = {j.area for j in report.judgements}
        named = {p.field.removeprefix("judgements.") for p in report.problems}
        assert wanted.get(report.framework_version, set()) <= areas | named, file


def test_every_report_names_authority_dates_and_lead_inspector(real_reports: Reports) -> None:
    for file, report in real_reports.items():
        assert report.authority, file
        assert report.authority.code or "Safeguarding" in report.authority.printed, file
        assert report.inspected, file
        named = {p.field for p in report.problems}
        assert report.lead_inspector or "lead_inspector" not in named, file


def test_no_inspection_ends_after_its_report_is_published(
    real_reports: Reports, corpus: Path
) -> None:
    with (corpus / "manifest.csv").open(encoding="utf-8") as manifest:
        published = {row["file"]: row["published"] for row in csv.DictReader(manifest)}
    for file, report in real_reports.items():
        assert report.inspected
        assert report.inspected.start <= report.inspected.end < published[file], file


def test_areas_for_improvement_are_those_that_readers_saw(
    real_reports: Reports, shared: Path
) -> None:
    seen: dict[str, list[str]] = {}
    for line in (shared / "labels" / "carried_over.jsonl").read_text("utf-8").splitlines():
        pair = json.loads(line)
        seen[pair["earlier"]] = pair["earlier_items"]
        seen[pair["later"]] = pair["later_items"]
    seen = {file: items for file, items in seen.items() if file in real_reports}
    counts = [len(real_reports[f].improvements) == len(items) for f, items in seen.items()]
    texts = [
        plain(text) in {plain(item.text) for item in real_reports[file].improvements}
        for file, items in seen.items()
        for text in items
    ]
    assert sum(counts) / len(counts) >= 0.98
    assert sum(texts) / len(texts) >= 0.985


def test_sentences_stand_in_the_paragraph_that_readers_saw(
    real_reports: Reports, shared: Path
) -> None:
    numbered: dict[tuple[str, int | None], str] = defaultdict(str)
    for file, report in real_reports.items():
        items = (*report.improvements, *report.lscb_improvements)
        for section in report.sections:
            for paragraph in section.paragraphs:
                numbered[file, paragraph.number] += " " + paragraph.text
        numbered[file, None] += " ".join(item.text for item in items)
    lines = (shared / "labels" / "findings.jsonl").read_text("utf-8").splitlines()
    labels = [json.loads(line) for line in lines]
    found = [
        plain(label["text"]) in plain(numbered[label["file"], label["paragraph"]])
        for label in labels
        if label["file"] in real_reports
    ]
    # In the labels, footers run into some sentences and some items are counted as paragraphs.
    assert sum(found) / len(found) >= 0.96


def test_boxes_cover_the_words_and_no_other_line(real_reports: Reports, corpus: Path) -> None:
    wrong = total = 0
    for file in sorted(real_reports)[::9]:
        report = real_reports[file]
        document = pypdfium2.PdfDocument(corpus / file)
        cited = [(i.text, i.cites) for i in report.improvements]
        cited += [(p.text, p.cites) for s in report.sections for p in s.paragraphs]
        for text, cites in cited:
            total += 1
            wrong += not _same_words(_inside(document, cites), text)
        document.close()
    assert total > 2000
    assert wrong / total <= 0.01


def _inside(document: pypdfium2.PdfDocument, cites: tuple[Cite, ...]) -> str:
    words = ""
    for cite in cites:
        page = document[cite.page - 1]
        height = page.get_height()
        x0, y0, x1, y1 = cite.box
        words += " " + page.get_textpage().get_text_bounded(x0, height - y1, x1, height - y0)
    return words


def _same_words(inside: str, text: str) -> bool:
    """Whether they are equal except for footnote marks, which are in a box but not in the text."""
    got, wanted = (re.sub(r"[^a-z0-9]", "", t.lower()) for t in (inside, text))
    return got == wanted or re.sub(r"\d", "", got) == re.sub(r"\d", "", wanted)


def test_the_story_of_southend(real_reports: Reports) -> None:
    counts = {
        file.split("/")[1][:4]: len(report.improvements)
        for file, report in real_reports.items()
        if file.startswith("southend-on-sea/")
    }
    assert counts == {"2016": 12, "2019": 4, "2024": 4}
