"""The overall place: read from the whole report, and kept with the parts it is made from."""

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cusp.findings.place import places_of
from cusp.findings.place.features import POLARITY
from cusp.findings.place.model import load
from cusp.findings.place.text import reading_of
from cusp.findings.place.together import REACH, held_together
from cusp.findings.training.place_fit import Counted, Example
from cusp.reports.record import Report
from tests.findings.test_place import STRONG, WEAK, place, position, report_of, section

AREAS = ("overall", "leaders", "help_and_protection")


def held(
    positions: list[float], ranges: list[tuple[float, float]], areas: tuple[str, ...] = AREAS
) -> tuple[list[float], list[list[float]]]:
    found, ends = held_together(areas, np.array(positions), np.array(ranges))
    return found.round(4).tolist(), ends.round(4).tolist()


def test_an_overall_place_below_all_its_parts_moves_up_to_them() -> None:
    """Southend in 2019, in numbers."""
    ranges = [(1.53, 1.87), (1.65, 2.15), (1.79, 2.29)]
    positions, ends = held([1.57, 1.88, 2.05], ranges)
    assert positions == [1.83, 1.88, 2.05]
    assert ends == [[1.53, 2.13], [1.65, 2.15], [1.79, 2.29]]


def test_an_overall_place_above_all_its_parts_moves_down_to_them() -> None:
    positions, ends = held([3.0, 2.0, 2.2], [(2.8, 3.3), (1.8, 2.2), (2.0, 2.4)])
    assert positions == [2.25, 2.0, 2.2]
    assert ends[0] == [2.05, 3.3]


def test_an_overall_place_among_its_parts_stays() -> None:
    ranges = [(1.8, 2.2), (1.6, 2.0), (2.0, 2.4)]
    assert held([2.0, 1.8, 2.2], ranges) == ([2.0, 1.8, 2.2], [list(r) for r in ranges])
    assert held([2.25, 1.8, 2.2], ranges)[0] == [2.25, 1.8, 2.2]


def test_the_boards_review_is_not_a_part() -> None:
    ranges = [(1.8, 2.2), (0.8, 1.2)]
    assert held([2.0, 1.0], ranges, ("overall", "lscb"))[0] == [2.0, 1.0]
    assert held([2.0, 1.0], ranges, ("leaders", "in_care"))[0] == [2.0, 1.0]


@given(st.lists(st.floats(0.5, 4.5), min_size=3, max_size=3))
def test_the_overall_place_is_never_far_from_its_parts_and_lies_in_its_range(
    positions: list[float],
) -> None:
    ranges = [(max(p - 0.2, 0.5), min(p + 0.2, 4.5)) for p in positions]
    found, ends = held_together(AREAS, np.array(positions), np.array(ranges))
    lowest, highest = min(positions[1:]), max(positions[1:])
    assert lowest - REACH - 1e-9 <= found[0] <= highest + REACH + 1e-9
    assert found[1:].tolist() == positions[1:]
    assert 0.5 <= ends[0][0] <= found[0] <= ends[0][1] <= 4.5
    assert ends[0][1] - ends[0][0] >= ranges[0][1] - ranges[0][0] - 1e-9


def mixed_report() -> Report:
    return report_of(
        section("overall", STRONG),
        section("leaders", WEAK),
        section("help_and_protection", WEAK),
        section("lscb", STRONG[:2], times=8),
        grades={"overall": "good", "leaders": "inadequate", "help_and_protection": "inadequate"},
    )


def test_the_whole_report_is_the_summary_and_every_part_but_the_boards() -> None:
    whole = [line.text for line in reading_of(mixed_report()).whole]
    assert whole == [*STRONG * 3, *WEAK * 3, *WEAK * 3]


def test_what_pulls_the_overall_place_comes_from_the_whole_report() -> None:
    found = place(places_of(mixed_report()), "overall")
    pulled = [pull.text for pull in found.pulls]
    assert {text for text in pulled if text in WEAK}
    assert {text for text in pulled if text in STRONG}
    assert len(pulled) == len(set(pulled))


def test_the_parts_change_the_overall_place() -> None:
    summary = section("overall", STRONG[:3] + WEAK[:3])
    high = report_of(summary, section("leaders", STRONG), grades={"overall": "good"})
    low = report_of(summary, section("leaders", WEAK), grades={"overall": "good"})
    assert position(places_of(high), "overall") > position(places_of(low), "overall") + 0.5


def test_an_overall_place_is_shown_no_further_from_its_parts_than_it_may_be() -> None:
    found = places_of(mixed_report())
    parts = [position(found, area) for area in ("leaders", "help_and_protection")]
    assert position(found, "overall") <= max(parts) + REACH + 0.011


def test_polarity_from_another_model_takes_the_place_of_the_fifth_column() -> None:
    seen: list[list[str]] = []

    def praise(sentences: object) -> list[float]:
        assert isinstance(sentences, list)
        seen.append(sentences)
        return [0.25] * len(sentences)

    report = report_of(section("leaders", ("The council's services are outstanding.", *STRONG)))
    reading = reading_of(report, praise)
    assert all("outstanding" not in sentence for found in seen for sentence in found)
    (signs,) = load().signs(reading)
    (plain,) = load().signs(reading_of(report))
    assert signs.sentences[:, POLARITY] == pytest.approx(0.25)
    assert signs.sentences[:, :POLARITY] == pytest.approx(plain.sentences[:, :POLARITY])
    assert plain.sentences[:, POLARITY].std() > 0
    # Training keeps the score with the sentence.
    (part,) = Counted(Example("wexcombe", reading, (3,))).example.reading.parts
    assert {line.polarity for line in part.lines} == {0.25}
    assert msgspec.structs.asdict(reading_of(report).parts[0].lines[0])["polarity"] is None
