"""Charts: always well formed, in proportion, with a link for each part."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cusp.history.country import OUTCOMES, country_on
from cusp.history.measures import Value
from cusp.history.sequence import Outcome
from cusp.history.tiles import tiles_on
from cusp.reports.authorities import known_authorities
from cusp.web.common.charts import flow_picture, readings_line, shares_bar, sparkline, tile_map
from cusp.web.common.charts.map import short_name

SVG = "{http://www.w3.org/2000/svg}"
TODAY = date(2026, 11, 24)
counts = st.fixed_dictionaries({grade: st.integers(0, 200) for grade in OUTCOMES})
moves = st.dictionaries(
    st.tuples(st.sampled_from(OUTCOMES), st.sampled_from(OUTCOMES)), st.integers(1, 90)
)


@given(counts)
def test_a_bar_is_in_proportion_and_whole(given_counts: dict[Outcome, int]) -> None:
    tree = ElementTree.fromstring(shares_bar(given_counts, title="Bar"))
    total = sum(given_counts.values())
    widths = {
        rect.get("class", "").split()[0]: float(rect.get("width", "").rstrip("%"))
        for rect in tree.iter(f"{SVG}rect")
    }
    for grade, n in given_counts.items():
        width = widths.get(f"cusp-fill--{grade.replace(' ', '-')}", 0.0)
        assert width == pytest.approx(100 * n / total if total else 0, abs=0.01)


@given(moves)
def test_a_band_for_each_pair_as_thick_as_its_count(
    given_moves: dict[tuple[Outcome, Outcome], int],
) -> None:
    drawn = flow_picture(
        given_moves,
        title="Moves",
        before="1 May 2020",
        after="1 May 2023",
        address=lambda before, after: f"#{before}-{after}",
    )
    tree = ElementTree.fromstring(drawn)
    thick = {}
    for band in tree.findall(f"{SVG}a"):
        path = band.find(f"{SVG}path")
        assert path is not None
        numbers = re.match(r"M\d+,([\d.]+) .*? V", path.get("d", ""))
        low = re.search(r" ([\d.]+),([\d.]+) Z$", path.get("d", ""))
        assert numbers
        assert low
        thick[band.get("href")] = float(low[2]) - float(numbers[1])
    assert set(thick) == {f"#{before}-{after}" for before, after in given_moves}
    total = sum(thick.values())
    for (before, after), n in given_moves.items():
        share = n / sum(given_moves.values())
        assert thick[f"#{before}-{after}"] == pytest.approx(share * total, abs=0.5)


@pytest.mark.parametrize("day", [date(2016, 1, 1), date(2019, 4, 1), TODAY])
def test_tiles_are_apart_and_large_enough_to_touch(day: date) -> None:
    councils = {one.code: one for one in country_on((), day).councils}
    drawn = tile_map(tiles_on(day), councils, title="Map", address=str, say=lambda one: one.name)
    rects = [
        tuple(float(rect.get(side, "")) for side in ("x", "y", "width", "height"))
        for rect in ElementTree.fromstring(drawn).iter(f"{SVG}rect")
    ]
    assert len(rects) == len(councils)
    assert len({rect[:2] for rect in rects}) == len(rects)
    assert all(width >= 24 and height >= 24 for _, _, width, height in rects)


def test_short_names_fit_and_are_told_apart() -> None:
    names = [short_name(one.name) for one in known_authorities() if one.existed(TODAY)]
    assert max(map(len, names)) <= 9
    assert len(set(names)) == len(names)


def test_words_are_escaped() -> None:
    odd = 'A & B <script> "quoted"'
    drawn = shares_bar(dict.fromkeys(OUTCOMES, 1), title=odd)
    assert "<script>" not in drawn
    assert ElementTree.fromstring(drawn).findtext(f"{SVG}title") == odd


def series(*figures: float | None) -> list[Value]:
    return [Value("M", "X", str(2016 + n), 2016 + n, f, None, True) for n, f in enumerate(figures)]


def lines(own: list[Value], england: list[Value]) -> list[str]:
    drawn = sparkline(own, england, title="Years", name="spark")
    return [line.get("class", "") for line in ElementTree.fromstring(drawn).iter(f"{SVG}polyline")]


def test_a_line_breaks_where_no_figure_is_published() -> None:
    assert lines(series(1, 2, None, 3), series(2, 2, 2, 2)) == [
        "cusp-line--england",
        "cusp-line--own",
        "cusp-line--own",
    ]


def test_a_measure_without_a_figure_has_no_line() -> None:
    assert lines(series(None, None), series(1, 2)) == []


def test_a_total_of_all_councils_does_not_press_the_line_flat() -> None:
    assert lines(series(90, 100), series(50_000, 60_000)) == ["cusp-line--own"]
    assert lines(series(0.0, 0.0), series(0.0, 0.0)).count("cusp-line--own") == 1


days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
values = st.floats(-1e9, 1e9)


@given(st.dictionaries(days, values, min_size=1, max_size=20), st.none() | values)
def test_a_line_of_readings_keeps_every_reading_and_the_target_in_the_picture(
    readings: dict[date, float], target: float | None
) -> None:
    drawn = readings_line(
        sorted(readings.items()), target=target, in_words=str, title="<Visits>", name="M1"
    )
    tree = ElementTree.fromstring(drawn)
    _, _, wide, high = map(float, tree.get("viewBox", "").split())
    dots = list(tree.iter(f"{SVG}circle"))
    assert len(dots) == len(readings)
    assert len(list(tree.iter(f"{SVG}line"))) == (target is not None)
    for node in [*dots, *tree.iter(f"{SVG}text")]:
        x, y = (float(node.get(name) or node.get(f"c{name}") or "") for name in ("x", "y"))
        assert 0 <= x <= wide
        assert 0 < y < high


def test_a_higher_reading_is_further_up_and_a_later_one_further_right() -> None:
    tree = ElementTree.fromstring(
        readings_line(
            [(date(2024, 1, 1), 70.0), (date(2024, 2, 1), 90.0), (date(2024, 3, 1), 80.0)],
            target=95.0, in_words="{:g}%".format, title="Visits",
        )
    )  # fmt: skip
    first, second, third = tree.iter(f"{SVG}circle")
    assert float(first.get("cx", "")) < float(second.get("cx", "")) < float(third.get("cx", ""))
    assert float(second.get("cy", "")) < float(third.get("cy", "")) < float(first.get("cy", ""))
    assert "Target 95%" in [text.text for text in tree.iter(f"{SVG}text")]
