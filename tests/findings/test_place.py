"""The place of each judgement, from a report in our own words to the line of output."""

import json
import shutil
import time
from pathlib import Path

import msgspec
import numpy as np
import pytest

from cusp.findings.place import Place, Places, places_of, to_json
from cusp.findings.place.model import (
    BLIND,
    CARD,
    FOLDER,
    WEIGHTS,
    NoModel,
    digest,
    load,
    load_blind,
)
from cusp.findings.place.ordinal import area_under_curve, grade_at, grade_number, kappa, touching
from cusp.findings.place.terms import Vocabulary, piece_terms, weighted, word_terms
from cusp.findings.place.text import reading_of
from cusp.findings.training import train_place
from cusp.findings.training.place_card import Card, score
from cusp.findings.training.place_fit import Counted, fold_of
from cusp.findings.training.train_findings import reports_of
from cusp.findings.training.train_place import (
    FOLDS,
    KeptBetter,
    examples_of,
    labelled_of,
    of_fold,
    set_aside,
    train,
)
from cusp.reports.batch import Outcome
from cusp.reports.reader import read_report
from cusp.reports.record import (
    AreaCode,
    Authority,
    Cite,
    FrameworkCode,
    GradeCode,
    Judgement,
    Paragraph,
    Report,
    Section,
    Source,
)

CITE = Cite(3, (50.0, 100.0, 500.0, 140.0))
STRONG = (
    "Leaders are ambitious for children and their vision is realised with exceptional skill.",
    "Social workers know children extremely well and their direct work is highly creative.",
    "Relentless focus on children's experiences leads to sustained and significant improvement.",
    "Partnerships are mature and highly effective, so that children receive excellent support.",
    "Assessments are thorough and timely, and lead to plans that make a real difference.",
    "Supervision is regular and reflective, and managers' oversight is consistently strong.",
)
WEAK = (
    "There are widespread and serious failures that leave children at risk of significant harm.",
    "Children wait too long for a social worker and risks to them are not recognised.",
    "Managers' oversight is ineffective and drift and delay are not challenged.",
    "Assessments are poor, out of date and do not consider children's history.",
    "Leaders do not know the quality of practice and have failed to act on serious weaknesses.",
    "Caseloads are too high, and too many children experience changes of social worker.",
)


def section(
    area: AreaCode, sentences: tuple[str, ...], *, heading: str = "A part", times: int = 3
) -> Section:
    paragraphs = tuple(
        Paragraph(i, " ".join(sentences), (CITE,)) for i in range(1, times + 1)
    )  # repeated, to be long enough
    return Section(area, heading, paragraphs)


def report_of(
    *sections: Section,
    grades: dict[AreaCode, GradeCode] | None = None,
    framework: FrameworkCode = "ILACS",
    overall_given: bool = True,
) -> Report:
    return Report(
        source=Source("wexcombe.pdf", "0" * 64, 1, 1),
        authority=None,
        framework=framework,
        kind="standard",
        reinspection=False,
        inspected=None,
        published=None,
        lead_inspector=None,
        judgements=tuple(Judgement(a, g, g, CITE) for a, g in (grades or {}).items()),
        improvement_heading=None,
        improvements=(),
        sections=sections,
        overall_given=overall_given,
    )


def place(places: Places, area: AreaCode) -> Place:
    return next(place for place in places.places if place.area == area)


def position(places: Places, area: AreaCode) -> float:
    found = place(places, area).position
    assert found is not None
    return found


def test_praise_stands_high_and_serious_failings_stand_low() -> None:
    high = places_of(report_of(section("leaders", STRONG)))
    low = places_of(report_of(section("leaders", WEAK)))
    assert position(high, "leaders") > 2.5 > position(low, "leaders")
    assert place(low, "leaders").printed is None


def test_position_range_and_grade_belong_together() -> None:
    found = place(places_of(report_of(section("leaders", STRONG[:3] + WEAK[:3]))), "leaders")
    assert found.position is not None
    assert found.range is not None
    assert 0.5 <= found.range[0] <= found.position <= found.range[1] <= 4.5
    assert found.reads_as == grade_at(found.position)


def test_a_printed_grade_changes_nothing_but_is_told() -> None:
    sections = (section("leaders", WEAK), section("help_and_protection", WEAK))
    plain = places_of(report_of(*sections))
    graded = report_of(
        section("leaders", WEAK, heading="The impact of leaders: outstanding"),
        section("help_and_protection", ("Services are outstanding.", *WEAK)),
        grades={"leaders": "outstanding", "help_and_protection": "outstanding"},
    )
    shown = places_of(graded)
    for area in ("leaders", "help_and_protection"):
        assert position(shown, area) == position(plain, area)
        assert place(shown, area).printed == "outstanding"
        assert place(shown, area).reads_as != "outstanding"


def test_pulls_are_sentences_of_the_section_cited_both_ways() -> None:
    found = place(places_of(report_of(section("leaders", STRONG + WEAK, times=1))), "leaders")
    assert found.reads_as is not None
    number = grade_number(found.reads_as)
    up = [p for p in found.pulls if p.weight > 0]
    down = [p for p in found.pulls if p.weight < 0]
    assert {p.text for p in up} <= set(STRONG)
    assert {p.text for p in down} <= set(WEAK)
    assert up
    assert down
    assert all(p.cite == CITE and p.paragraph == 1 for p in found.pulls)
    assert all(grade_number(p.towards) == min(number + 1, 4) for p in up)
    assert all(grade_number(p.towards) == max(number - 1, 1) for p in down)


def test_topics_are_named_by_whoever_is_asked() -> None:
    report = report_of(section("leaders", STRONG))
    found = places_of(report, topics=lambda text: text.split()[0].lower())
    pulls = found.places[0].pulls
    assert pulls
    assert [p.topic for p in pulls] == [p.text.split()[0].lower() for p in pulls]


def test_too_few_words_cannot_be_placed() -> None:
    found = place(places_of(report_of(section("leaders", STRONG[:1], times=1))), "leaders")
    assert (found.position, found.range, found.reads_as, found.pulls) == (None, None, None, ())
    assert found.cannot_say is not None
    assert "at least 80" in found.cannot_say


@pytest.mark.parametrize(
    "sentence",
    [
        "Mae arweinwyr yn gwybod beth sydd angen ei wella ar gyfer plant a phobl ifanc yma.",
        "Les dirigeants connaissent bien la situation des enfants et veillent sur eux partout.",
        "Uif mfbefst lopx uif tfswjdft xfmm boe bdu rvjdlmz xifo uijoht hp xspoh gps uifn.",
    ],
)
def test_other_languages_and_garbled_text_cannot_be_placed(sentence: str) -> None:
    found = place(places_of(report_of(section("leaders", (sentence,) * 10))), "leaders")
    assert found.position is None
    assert "not in English" in (found.cannot_say or "")


def test_inspections_before_the_single_framework_cannot_be_placed() -> None:
    report = report_of(
        section("leaders", STRONG), grades={"leaders": "adequate"}, framework="pre-SIF"
    )
    found = places_of(report).places[0]
    assert found.printed == "adequate"
    assert "before the single framework" in (found.cannot_say or "")


def test_without_an_overall_grade_there_is_no_overall_place() -> None:
    report = report_of(
        section("overall", STRONG),
        section("leaders", STRONG),
        grades={"leaders": "good"},
        overall_given=False,
    )
    assert [p.area for p in places_of(report).places] == ["leaders"]


def test_a_judgement_without_words_of_its_own_says_so() -> None:
    report = report_of(section("leaders", STRONG), grades={"leaders": "good", "adoption": "good"})
    assert "no part of the report" in (place(places_of(report), "adoption").cannot_say or "")


def test_what_grades_mean_is_read_in_no_report() -> None:
    meaning = section("leaders", WEAK, heading="What the inspection judgements mean")
    (part,) = reading_of(report_of(section("leaders", STRONG), meaning)).parts
    assert {line.text for line in part.lines} == set(STRONG)


def test_a_heading_that_states_a_judgement_has_words_below_it() -> None:
    heading = "The graded judgement about the experience and progress of care leavers is good"
    (part,) = reading_of(report_of(section("care_leavers", STRONG, heading=heading))).parts
    assert len(part.lines) == 3 * len(STRONG)


def test_json_is_that_of_the_design() -> None:
    written = json.loads(to_json(places_of(report_of(section("leaders", STRONG)))))
    assert list(written)[:3] == ["schema", "file", "places"]
    assert written["schema"] == "cusp.place/1"
    assert {"area", "printed", "position", "range", "reads_as", "pulls"} <= set(
        written["places"][0]
    )
    assert {"towards", "topic", "cite"} <= set(written["places"][0]["pulls"][0])


def test_a_missing_or_changed_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoModel, match="no trained place model"):
        load(tmp_path / "none")
    changed = tmp_path / "changed"
    shutil.copytree(FOLDER, changed)
    with (changed / WEIGHTS).open("ab") as file:
        file.write(b"\0")
    with pytest.raises(NoModel, match="not the file that its card describes"):
        load(changed)
    (changed / CARD).write_text("{}")
    with pytest.raises(NoModel, match="cannot be read"):
        load(changed)


def test_reports_of_a_known_authority_are_read_by_a_model_blind_to_it() -> None:
    card = msgspec.json.decode((FOLDER / CARD).read_bytes(), type=Card)
    assert len(card.blind) == FOLDS
    codes = [code for blind in card.blind for code in blind.authorities]
    assert len(codes) == len(set(codes)) == card.authorities
    assert len({id(load_blind(blind.authorities[0])) for blind in card.blind}) == FOLDS
    for number, blind in enumerate(card.blind, 1):
        assert digest(FOLDER / BLIND.format(number)) == blind.sha256
        assert load_blind(blind.authorities[0]) is load_blind(blind.authorities[-1])
        assert load_blind(blind.authorities[0]) is not load()
    assert load_blind("E99999999") is load_blind(None) is load()


def test_which_model_reads_depends_on_the_authority_alone() -> None:
    card = msgspec.json.decode((FOLDER / CARD).read_bytes(), type=Card)
    known = card.blind[0].authorities[0]
    plain = report_of(section("leaders", STRONG + WEAK))
    about = msgspec.structs.replace(plain, authority=Authority("Known", "Known", known))
    assert places_of(about) == places_of(plain, model=load_blind(known))
    assert places_of(plain) == places_of(plain, model=load())


def test_a_changed_blind_model_is_named(tmp_path: Path) -> None:
    changed = tmp_path / "changed"
    shutil.copytree(FOLDER, changed)
    with (changed / BLIND.format(1)).open("ab") as file:
        file.write(b"\0")
    card = msgspec.json.decode((changed / CARD).read_bytes(), type=Card)
    with pytest.raises(NoModel, match=r"blind-1\.npz is not the file that its card describes"):
        load_blind(card.blind[0].authorities[0], changed)
    load_blind(None, changed)  # the full model is unchanged


def test_a_better_model_is_kept_unless_told_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "place"
    shutil.copytree(FOLDER, out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    there = msgspec.json.decode(before[CARD], type=Card)
    worse = msgspec.structs.replace(there.cross_validated, kappa=0.5)
    card = msgspec.structs.replace(there, cross_validated=worse)
    model = load()
    monkeypatch.setattr(train_place, "reports_of", lambda *_, **__: {})
    monkeypatch.setattr(train_place, "labelled_of", lambda *_: [])
    monkeypatch.setattr(train_place, "evaluated", lambda *_: card)
    monkeypatch.setattr(train_place, "fit", lambda *_, **__: model)
    with pytest.raises(KeptBetter, match="--force"):
        train(tmp_path, tmp_path / "labels", out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert train(tmp_path, tmp_path / "labels", out, True).cross_validated.kappa == 0.5
    report = report_of(section("leaders", WEAK))
    assert places_of(report, model=load(out)) == places_of(report)


def test_folds_keep_an_authority_together_and_hold_still() -> None:
    names = ["a", "b", "a", "c", "d", "b"]
    folds = fold_of(names, 2, 5)
    assert folds[0] == folds[2]
    assert folds[1] == folds[5]
    assert sorted(np.bincount(folds[[0, 1, 3, 4]]).tolist()) == [2, 2]
    assert folds.tolist() == fold_of(names, 2, 5).tolist()


def test_numbers_are_no_terms_and_a_text_weighs_one() -> None:
    assert set(word_terms("In 2019 12 children waited")) == {
        "in",
        "children",
        "waited",
        "in children",
        "children waited",
    }
    assert {" wa", "wai", "aite", "ted "} <= set(piece_terms(["waited"]))
    vocabulary = Vocabulary(["children", "waited"], np.array([1.0, 2.0], np.float32))
    ids, values = vocabulary.vector(word_terms("children waited; children"))
    assert sorted(ids.tolist()) == [0, 1]
    assert float(values @ values) == pytest.approx(1)
    assert len(weighted(np.zeros(0, np.int64), np.zeros(0, np.float32), vocabulary.idf)) == 0


def test_the_card_holds_the_bars_on_authorities_not_seen() -> None:
    card = msgspec.json.decode((FOLDER / CARD).read_bytes())
    score = card["cross_validated"]
    assert score["kappa"] >= 0.89
    assert all(value >= bar for value, bar in zip(score["apart"], (0.91, 0.97, 0.95), strict=True))
    assert 0.78 <= score["touches"] <= 0.92
    assert score["width"] <= 1.0
    assert card["length_and_framework"]["kappa"] < 0.5
    assert sum(path.stat().st_size for path in FOLDER.glob("*.npz")) <= 15_000_000


@pytest.mark.corpus
def test_real_reports_are_placed_as_the_card_says(real_outcomes: dict[str, Outcome]) -> None:
    """Only a sample; each report is read by a model that had not seen its authority."""
    load()
    grades, positions, ranges, seconds = [], [], [], []
    for outcome in list(real_outcomes.values())[::8]:
        if outcome.report is None:
            continue
        began = time.process_time()
        found = places_of(outcome.report)
        seconds.append(time.process_time() - began)
        for place in found.places:
            if place.position is not None and place.printed and place.range:
                grades.append(grade_number(place.printed))
                positions.append(place.position)
                ranges.append(place.range)
    predicted = [grade_number(grade_at(p)) for p in positions]
    y = np.array(grades)
    assert len(grades) > 120
    assert kappa(grades, predicted) >= 0.87
    assert area_under_curve(y, np.array(positions), 2) >= 0.94
    assert touching(np.array(ranges), y) >= 0.78
    assert np.mean(seconds) <= 0.25


@pytest.mark.corpus
def test_southend_stands_within_requires_improvement_in_2019(corpus: Path) -> None:
    """Step 4 of the story: each judgement has a place in its grade, with findings."""
    path = corpus / "southend-on-sea" / "2019-08-27.pdf"
    if not path.is_file():
        pytest.skip("the report of the story is not in the corpus")
    found = places_of(read_report(path))
    assert len(found.places) == 4
    for place in found.places:
        assert place.range is not None
        assert place.range[0] < 2.5
        assert place.range[1] > 1.5
        assert place.pulls


@pytest.mark.corpus
@pytest.mark.slow
def test_one_fold_is_read_as_the_card_says(corpus: Path, shared: Path) -> None:
    """If trained again without a fifth of the authorities, the first fold scores as on the card."""
    card = msgspec.json.decode((FOLDER / CARD).read_bytes(), type=Card)
    reports = reports_of(corpus, jobs=2)
    examples = [e for e in examples_of(reports) if not set_aside(e.authority)]
    if len(examples) < 200:
        pytest.skip("the corpus is not the one that the model learned from")
    labelled = labelled_of(shared / "labels" / "findings.jsonl", reports)
    found = score(of_fold([Counted(e) for e in examples], labelled, 0))
    assert found.sections == card.folds[0].sections
    assert found.kappa == pytest.approx(card.folds[0].kappa, abs=0.01)
    assert found.touches == pytest.approx(card.folds[0].touches, abs=0.03)
