"""The sentences behind areas for improvement, with reports that we wrote ourselves."""

from __future__ import annotations

import numpy as np

from cusp.history.evidence import Behind
from cusp.history.likeness import Item
from cusp.history.link_model import RIVALS, among_rivals, load
from cusp.reports.record import Cite, Improvement, Paragraph, Report, Section, Source

CITE = Cite(1, (0.0, 0.0, 1.0, 1.0))
BODY = {
    4: "Leaders know the service well and they have clear plans for the coming year.",
    7: "Social workers do not receive regular supervision, and records of it are poor.",
    9: "Young people who go missing are not always offered an interview on their return.",
}


def report(text: str, *paragraphs: int) -> Report:
    item = Improvement(1, text, False, (CITE,), paragraphs=paragraphs)
    body = tuple(Paragraph(number, sentence, (CITE,)) for number, sentence in BODY.items())
    source = Source("a.pdf", "a", 1, 1)
    sections = (Section("leaders", "Leaders", body),)
    empty = (None, "ILACS", "standard", False, None, None, None, (), None)
    return Report(source, *empty, (item,), sections)  # type: ignore[arg-type]


def behind(read: Report | None, text: str) -> Behind:
    known = load().known
    return Behind([Item(text, known)], read, known)


def test_the_best_sentence_stands_first() -> None:
    text = "The regularity of supervision."
    found = behind(report(text), text)
    assert "supervision" in found.sentences.texts[found.places[0][0]]


def test_a_named_paragraph_comes_before_any_other() -> None:
    text = "The regularity of supervision."
    found = behind(report(text, 9), text)
    assert {int(found.sentences.paragraphs[i]) for i in found.places[0]} <= {9}


def test_an_item_without_a_report_stands_for_itself() -> None:
    text = "The regularity of supervision."
    found = behind(None, text)
    assert found.about.words == [Item(text, load().known).weights]
    assert found.strength.tolist() == [0.0]


def test_a_list_alone_is_enough() -> None:
    linked, _ = load().score(["The regularity of supervision."], ["Supervision must be regular."])
    assert linked.shape == (1, 1)
    assert linked[0, 0] > load().threshold


def test_rivals_are_in_the_same_row_or_column() -> None:
    odds = np.array([[2.0, -1.0], [0.5, 0.0]])
    found = among_rivals(odds)
    assert found.shape == (2, 2, RIVALS)
    assert found[0, 0, 1:5].tolist() == [3.0, 1.5, -1.0, 0.5]
    assert found[0, 1, 1:5].tolist() == [-3.0, -1.0, 2.0, 0.0]
