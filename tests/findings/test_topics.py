"""Topics of sentences: the list, how they are read, and the model file."""

from pathlib import Path

import msgspec
import numpy as np
import pytest

from cusp.findings import findings_model
from cusp.findings.features_topics import topic_features
from cusp.findings.findings_model import CARD, FOLDER, WEIGHTS, NoModel, load
from cusp.findings.topics import CODES, TOPICS, main_topic, topic_scores, topics_of
from cusp.findings.training.findings_card import Card


def test_topics_are_forty_each_said_in_words_of_its_own() -> None:
    assert len(CODES) == len(set(CODES)) == 40
    assert len({topic.words for topic in TOPICS}) == 40
    assert all(topic.what for topic in TOPICS)


def test_every_topic_has_terms() -> None:
    from cusp.findings.lexicon import load_lexicon

    assert {kind.replace("_", "-") for kind in load_lexicon("topic_words.toml").kinds} == set(CODES)


@pytest.mark.parametrize(
    ("sentence", "topic"),
    [
        ("Adopters are assessed quickly and matched well.", "adoption"),
        ("Return home interviews are late for children who go missing.", "exploitation-missing"),
        ("Caseloads are too high and turnover of social workers continues.", "workforce"),
        ("Privately fostered children are visited on time.", "private-fostering"),
        ("Thresholds are understood and referrals to the MASH are screened well.", "front-door"),
        ("The virtual school tracks personal education plans with care.", "education"),
        ("Care leavers have good pathway plans and know their personal advisers.", "pathway-plans"),
        ("Strategy discussions are held too late.", "child-protection-enquiries"),
    ],
)
def test_plain_sentences_have_the_topic_anybody_would_name(sentence: str, topic: str) -> None:
    assert main_topic(sentence) == topic


def test_one_to_three_topics_are_named_the_likeliest_first() -> None:
    likely = np.zeros(len(CODES), dtype=np.float32)
    likely[[3, 5, 7, 9]] = 0.5, 0.9, 0.7, 0.6
    assert [t.topic for t in topics_of(likely)] == [CODES[5], CODES[7], CODES[9]]
    assert [t.topic for t in topics_of(likely * 0.1)] == [CODES[5]]


def test_scores_have_a_row_a_sentence_and_a_column_a_topic() -> None:
    assert topic_scores(["Plans are clear.", ""]).shape == (2, len(CODES))
    assert topic_scores([]).shape == (0, len(CODES))


def test_the_foot_of_a_page_within_a_sentence_is_not_read() -> None:
    foot = "Inspection of Anytown local authority children’s services 4 to 15 May 2021 7"
    whole, broken = "Plans are well written.", f"Plans are {foot} well written."
    assert topic_features(whole)[0] == topic_features(broken)[0]


def a_model(folder: Path) -> Path:
    for name in (WEIGHTS, CARD):
        (folder / name).write_bytes((FOLDER / name).read_bytes())
    return folder


def test_an_empty_folder_holds_no_model(tmp_path: Path) -> None:
    with pytest.raises(NoModel, match="no trained findings model") as caught:
        load(tmp_path)
    assert str(caught.value).count(". ") == 0


def test_a_model_changed_on_disk_is_not_used(tmp_path: Path) -> None:
    path = a_model(tmp_path) / WEIGHTS
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(NoModel, match="not the file that its card describes"):
        load(tmp_path)


def test_a_model_of_other_lists_of_words_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings_model, "lists_digest", lambda: "other")
    with pytest.raises(NoModel, match="word lists have changed"):
        load(a_model(tmp_path))


@pytest.mark.parametrize("card", [b"", b"[]", b"{}", b"\xff\xfe", b'{"sha256": 1}'])
def test_a_broken_card_is_no_card(tmp_path: Path, card: bytes) -> None:
    (a_model(tmp_path) / CARD).write_bytes(card)
    with pytest.raises(NoModel):
        load(tmp_path)


def test_the_card_tells_all_and_the_model_is_small() -> None:
    card = msgspec.json.decode((FOLDER / CARD).read_bytes(), type=Card)
    assert card.bytes == (FOLDER / WEIGHTS).stat().st_size < 10_000_000
    assert card.set_aside.sentences > 500
    assert card.length_only.accuracy < card.cross_validated.accuracy - 0.15
    names = abs(card.set_aside_without_names.accuracy - card.set_aside.accuracy)
    assert names < 0.02
    assert set(card.topics) == set(CODES)


def test_no_run_of_words_in_the_model_is_longer_than_three() -> None:
    assert max(len(term.split()) for term in load().known.words.columns) <= 3
