"""Matching random names: with words around them, with misprints, and text that is not a name."""

import string
from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from cusp.reports.authorities import KnownAuthority, match_authority
from cusp.reports.names import plain_name
from tests.reports.councils import EVERY, NAMES, NOW

kinds_before = st.sampled_from(
    [
        "",
        "The ",
        "London Borough of ",
        "City of ",
        "Royal Borough of ",
        "Council of the ",
        "Metropolitan Borough of ",
        "County of ",
        "Inspection of ",
    ]
)
kinds_after = st.sampled_from(
    [
        "",
        " Council",
        " City Council",
        " Metropolitan Borough Council",
        " County Council",
        " Metropolitan District Council",
        " Unitary Authority",
        " London Borough Council",
        ", City of",
        " local authority children’s services",
        " Local Authority children's social care services",
    ]
)
prints = st.tuples(
    st.sampled_from([str, str.upper, str.lower, str.title]),
    st.sampled_from(["and", "&", "And"]),
    st.sampled_from([" ", "  ", "\n", "\u00a0", "\u2009", " \u200b"]),
    st.sampled_from(["-", " ", "\u2010", "\u2011", "\u2013", "- "]),
    st.sampled_from(["'", "’", "ʼ", ""]),
)


@given(st.sampled_from(EVERY), st.data(), kinds_before, kinds_after, prints)
def test_a_name_in_any_dress_and_print_means_the_same_council(
    council: KnownAuthority, data: st.DataObject, before: str, after: str, how: tuple[type, ...]
) -> None:
    name = data.draw(st.sampled_from([council.name, *council.other_names]))
    case, joined, space, hyphen, mark = how
    printed = case(f"{before}{name}{after}")
    printed = str(printed).replace("-", str(hyphen)).replace("’", str(mark))
    printed = printed.replace(" and ", f" {joined} ").replace(" ", str(space))
    day = council.ended or date(2026, 6, 1)
    found = match_authority(printed, on=day)
    # "City of Derbyshire" and "Kingston City Council" are refused, never mistaken for another
    if (namesake(name) or name in ("Kingston", "Newcastle")) and found is None:
        return
    assert found == council


def namesake(name: str) -> bool:
    plain = plain_name(name)
    return plain + "shire" in NAMES or plain.removesuffix("shire") in NAMES - {plain}


@given(
    st.sampled_from([a.name for a in EVERY]),
    st.integers(0, 60),
    st.sampled_from(string.ascii_lowercase),
    st.sampled_from(["leave out", "put in", "replace", "swap"]),
)
def test_one_wrong_letter_never_makes_another_council(
    name: str, place: int, letter: str, slip: str
) -> None:
    at = place % len(name)
    before, after = name[:at], name[at + 1 :]
    wrong = {
        "leave out": before + after,
        "put in": before + letter + name[at:],
        "replace": before + letter + after,
        "swap": before + after[:1] + name[at] + after[1:],
    }[slip]
    plain = plain_name(wrong)
    # Herefordshire misprinted with a t is Hertfordshire, so nobody can tell.
    assume(plain == plain_name(name) or plain not in NAMES)
    found = match_authority(wrong)
    assert found in (None, match_authority(name))


def test_most_names_with_one_letter_left_out_are_still_known() -> None:
    long = [a for a in NOW if len(a.name) >= 8]
    slips = [(a, a.name[:i] + a.name[i + 1 :]) for a in long for i in range(1, len(a.name))]
    found = sum(match_authority(slip) == a for a, slip in slips)
    assert found >= 0.9 * len(slips)


@given(st.text(max_size=60) | st.text(alphabet=string.ascii_lowercase + " ", max_size=40))
def test_text_that_is_far_from_every_name_means_no_council(text: str) -> None:
    found = match_authority(text)
    if found is not None:
        names = map(plain_name, (found.name, *found.other_names))
        assert max(fuzz.partial_ratio(plain_name(text), name) for name in names) >= 85
