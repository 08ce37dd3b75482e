"""Training the findings model: exact on made-up data, as accurate as promised on real labels."""

import csv
import re
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from cusp.findings.features import SentenceSet, Vocabulary, learn_vocabularies, see, word_terms
from cusp.findings.findings_model import CARD, POLARITIES, Linear
from cusp.findings.topics import CODES
from cusp.findings.training import fitting, learning, train_findings
from cusp.findings.training.findings_card import score, sureness
from cusp.findings.training.labels import (
    READ_SENTENCES,
    Label,
    Place,
    is_set_aside,
    key_of,
    letters_of,
    part_of,
    read_by_us,
    read_labels,
    sentences_of,
)
from cusp.findings.training.train_findings import KeptBetter
from cusp.reports import read_report
from cusp.reports.record import Cite, Paragraph, Report, Section, Source

# The result of cross-validation, allowing for rounding on another machine.
FLOOR = {"accuracy": 0.868, "strength": 0.922, "weakness": 0.872, "rarer": 0.64, "topic": 0.814}
_CITE = Cite(1, (0.0, 0.0, 1.0, 1.0))


def report(text: str, grade: str) -> Report:
    paragraph = Paragraph(1, text, (_CITE,))
    section = Section("leaders", "Leadership", (paragraph,), grade=grade)  # type: ignore[arg-type]
    return Report(
        Source("a.pdf", "", 0, 1),
        None,
        "ILACS",
        None,
        False,
        None,
        None,
        None,
        (),
        None,
        (),
        (section,),
    )


def test_softmax_regression_finds_the_shares_it_is_given() -> None:
    seen = csr_matrix(np.repeat(np.eye(2, dtype=np.float32), 10, axis=0))
    wanted = np.repeat(np.array([[0.8, 0.2], [0.3, 0.7]], dtype=np.float32), 10, axis=0)
    weight = np.ones(20, dtype=np.float32)
    fitted = fitting.fit_softmax(seen, wanted, weight=weight, penalty=1e-4, rounds=100)
    assert np.allclose(fitting.softmax(fitting.applied(fitted, seen)), wanted, atol=0.01)


def test_ridge_is_what_algebra_says() -> None:
    rng = np.random.default_rng(1)
    dense = rng.normal(size=(30, 5)).astype(np.float32)
    wanted = rng.normal(size=(30, 3)).astype(np.float32)
    fitted = fitting.fit_ridge(
        csr_matrix(dense), wanted, weight=np.ones(30, dtype=np.float32), penalty=2, rounds=30
    )
    centred = wanted - wanted.mean(axis=0)
    exact = np.linalg.solve(dense.T @ dense + 2 * np.eye(5), dense.T @ centred)
    assert np.allclose(fitted.weights, exact, atol=1e-3)


def test_two_linear_models_add_up_to_one() -> None:
    rng = np.random.default_rng(2)
    first, other = (
        Linear(rng.normal(size=(4, 2)).astype(np.float32), rng.normal(size=2).astype(np.float32))
        for _ in range(2)
    )
    seen = csr_matrix(rng.normal(size=(6, 4)).astype(np.float32))
    both = fitting.applied(fitting.added(first, other, 3), seen)
    apart = fitting.applied(first, seen) + 3 * fitting.applied(other, seen)
    assert np.allclose(both, apart, atol=1e-5)


def test_terms_of_one_authority_alone_are_no_terms() -> None:
    found = Vocabulary.of([["a", "b"], ["a"], ["b"]], ["x", "y", "x"], least=2)
    assert list(found.columns) == ["a"]


def test_labels_find_their_sentences_among_those_of_the_reports(tmp_path: Path) -> None:
    text = "Plans are clear and good. Visits are not often late. Short one."
    sentences = sentences_of([("barset/2019.pdf", report(text, "good"))])
    assert [sentence.text.split()[0] for sentence in sentences] == ["Plans", "Visits"]
    assert {sentence.authority for sentence in sentences} == {"barset"}
    path = tmp_path / "labels.jsonl"
    text = "Visits are  not often late."
    line = {"file": "barset/2019.pdf", "text": text, "polarity": "strength", "topics": ["other"]}
    path.write_bytes(msgspec.json.encode(line) + b"\n")
    (label,) = read_labels(path)
    assert (label.authority, label.given) == ("barset", True)
    assert Place.of(sentences).area_of(label) == "leaders"
    elsewhere = msgspec.structs.replace(label, file="barset/2020.pdf")
    assert Place.of(sentences).area_of(elsewhere) == "not found"


def test_sentences_read_by_us_are_named_without_their_words() -> None:
    listed = READ_SENTENCES.read_text(encoding="utf-8")
    rows = list(csv.DictReader(listed.splitlines()))
    assert len(rows) > 10_000
    assert len({(row["report"], row["sentence"]) for row in rows}) == len(rows)
    for row in rows:
        assert re.fullmatch(r"[0-9a-f]{12}", row["sentence"]), row
        assert row["polarity"] in POLARITIES, row
        assert 1 <= len(row["topics"].split()) <= 3, row
        assert set(row["topics"].split()) <= set(CODES), row


def test_their_words_come_from_the_reports(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sentences = sentences_of([("barset/2019.pdf", report("Visits are not often late.", "good"))])
    listed = f"""report,sentence,polarity,topics
barset/2019.pdf,{key_of(letters_of("Visits are not often late."))},strength,care-planning other
barset/2019.pdf,{key_of("anothersentence")},weakness,health
barset/2020.pdf,{key_of(letters_of("Visits are not often late."))},weakness,health
"""
    path = tmp_path / "listed.csv"
    path.write_text(listed, encoding="utf-8")
    monkeypatch.setattr("cusp.findings.training.labels.READ_SENTENCES", path)
    (label,) = read_by_us(sentences)
    assert (label.text, label.polarity) == ("Visits are not often late.", "strength")
    assert (label.topics, label.given) == (("care-planning", "other"), False)


def test_a_label_of_a_report_that_is_not_there_stops_no_training() -> None:
    label = Label("elsewhere/2019.pdf", "Visits are late.", "weakness", ("other",))
    there = {"barset/2019.pdf": report("Visits are late.", "good")}
    assert train_findings._framework(label, there) == "report not found"
    near = msgspec.structs.replace(label, file="x/barset/2019.pdf")
    assert train_findings._framework(near, there) == "ILACS"


@pytest.mark.corpus
def test_every_sentence_read_by_us_is_in_the_reports(shared: Path) -> None:
    listed = READ_SENTENCES.read_text(encoding="utf-8")
    rows = list(csv.DictReader(listed.splitlines()))
    some = sorted({row["report"] for row in rows})[::40]
    reports = [(name, read_report(shared / "corpus" / name)) for name in some]
    found = read_by_us(sentences_of(reports))
    assert len(found) == sum(row["report"] in some for row in rows)


def test_an_authority_is_always_of_the_same_part() -> None:
    assert part_of("Wexcombe", 5, salt="fold") == part_of("Wexcombe", 5, salt="fold")
    parts = [part_of(f"council {i}", 5, salt="fold") for i in range(500)]
    assert all(60 < parts.count(part) < 140 for part in range(5))


def test_scores_count_as_the_measures_are_defined() -> None:
    read, labelled = np.array([0, 0, 1, 3]), np.array([0, 1, 1, 2])
    found = score(read, labelled, np.array([True, False, True, True]))
    assert (found.sentences, found.accuracy, found.topic) == (4, 0.5, 0.75)
    assert (found.strength, found.weakness, found.mixed, found.context) == (0.6667, 0.6667, 0, 0)
    certainty = sureness(np.array([0.95, 0.55], dtype=np.float32), np.array([True, False]))
    assert (certainty[0].share, certainty[0].right) == (1.0, 0.5)
    assert (certainty[-1].share, certainty[-1].right) == (0.5, 1.0)


def test_a_better_model_is_kept_unless_told_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cusp.findings.findings_model import FOLDER
    from cusp.findings.training.findings_card import Card

    there = msgspec.json.decode((FOLDER / CARD).read_bytes(), type=Card)
    (tmp_path / CARD).write_bytes((FOLDER / CARD).read_bytes())
    worse = msgspec.structs.replace(
        there, cross_validated=msgspec.structs.replace(there.cross_validated, accuracy=0.5)
    )
    monkeypatch.setattr(train_findings, "reports_of", lambda *_, **__: {})
    monkeypatch.setattr(train_findings, "sentences_of", lambda _: [])
    monkeypatch.setattr(train_findings, "read_labels", lambda _: [])
    monkeypatch.setattr(train_findings, "read_by_us", lambda _: [])
    monkeypatch.setattr(learning, "material_of", lambda *_: None)
    monkeypatch.setattr(train_findings, "cross_validated", lambda _: None)
    monkeypatch.setattr(train_findings, "_card", lambda *_: worse)
    with pytest.raises(KeptBetter, match="--force"):
        train_findings.train(tmp_path, tmp_path, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [CARD]


@pytest.mark.corpus
@pytest.mark.slow
def test_labels_alone_teach_to_read_authorities_never_seen(shared: Path) -> None:
    """A quick cross-validation without the sentences we labelled, which add 2 percentage points."""
    path = shared / "labels" / "findings.jsonl"
    if not path.is_file():
        pytest.skip("labelled sentences not found: put them in ../shared/labels")
    labels = read_labels(path)
    texts, authorities = [x.text for x in labels], [x.authority for x in labels]
    spoken = SentenceSet(texts, authorities)
    known = learn_vocabularies(spoken, spoken)
    words = Vocabulary.of([word_terms(text) for text in texts], authorities, least=3)
    seen = see(texts, replace(known, words=words))
    polarity, topic = learning.wanted_polarity(labels), learning.wanted_topic(labels, CODES)
    fold = learning.parts_of(np.array(authorities), 5, salt="fold")
    by_polarity, by_topic = np.zeros_like(polarity), np.zeros_like(topic)
    for part in range(5):
        others, these = fold != part, fold == part
        given = np.ones(int(others.sum()), dtype=bool)
        first = learning.fit_polarity(seen.polarity()[others], polarity[others], given)
        by_polarity[these] = fitting.applied(first, seen.polarity()[these])
        second = learning.fit_topics(seen.topic()[others], topic[others])
        by_topic[these] = fitting.applied(second, seen.topic()[these])
    best = by_topic.argmax(axis=1)
    right = topic[np.arange(len(best)), best] > 0
    found = score(by_polarity.argmax(axis=1), polarity.argmax(axis=1), right)
    assert 0.15 < np.mean([is_set_aside(a) for a in authorities]) < 0.25
    assert found.accuracy >= FLOOR["accuracy"], found
    assert found.strength >= FLOOR["strength"], found
    assert found.weakness >= FLOOR["weakness"], found
    assert found.rarer >= FLOOR["rarer"], found
    assert found.topic >= FLOOR["topic"], found
