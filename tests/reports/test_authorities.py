"""Printed names and the councils they refer to."""

import csv
import itertools
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from cusp.reports.authorities import (
    join_keys,
    match_authority,
)
from cusp.reports.names import plain_name
from tests.reports.councils import BY_CODE, EVERY, NAMES, NOW, OTHERS, code_of

# The table


def test_there_are_153_councils_with_children_s_services() -> None:
    assert Counter(a.kind for a in NOW) == {
        "unitary authority": 63,  # including the Isles of Scilly, which are a separate kind in law
        "metropolitan district": 36,
        "London borough": 32,
        "county": 21,
        "City of London": 1,
    }
    assert len(NOW) == 153


def test_every_region_has_its_councils() -> None:
    assert Counter(a.region for a in NOW) == {
        "East Midlands": 10,
        "East of England": 11,
        "London": 33,
        "North East": 12,
        "North West": 24,
        "South East": 19,
        "South West": 15,
        "West Midlands": 14,
        "Yorkshire and the Humber": 15,
    }


def test_codes_addresses_and_numbers_are_used_once() -> None:
    codes = [c for a in EVERY for c in (a.code, *a.former_codes)]
    urns = [a.ofsted_urn for a in EVERY if a.ofsted_urn]
    for used in (codes, urns, [a.slug for a in EVERY]):
        assert len(used) == len(set(used))
    kinds = {"E06": {"unitary authority"}, "E08": {"metropolitan district"}, "E10": {"county"}}
    assert [a for a in EVERY if a.kind not in kinds.get(a.code[:3], {a.kind})] == []


def test_every_council_of_today_has_its_keys() -> None:
    codes = [a.la_code for a in NOW]
    assert all(a.ofsted_urn and a.ofsted_urn.isdigit() for a in NOW)
    assert all(code and len(code) == 3 and code.isdigit() for code in codes)
    assert len(set(codes)) == len(codes) == 153
    assert [a.name for a in EVERY if a.ended and (a.ofsted_urn or a.la_code)] == []


@pytest.mark.parametrize(
    ("code", "urn", "number"),
    [
        ("E06000033", "80559", "882"),  # Southend-on-Sea
        ("E06000028", None, None),  # Bournemouth, abolished in 2019
        ("E99999999", None, None),
        (None, None, None),
    ],
)
def test_join_keys_of_a_code(code: str | None, urn: str | None, number: str | None) -> None:
    assert join_keys(code) == {"ofsted_urn": urn, "la_code": number}


def test_an_address_is_made_from_the_name() -> None:
    odd = [a.slug for a in EVERY if a.slug != plain_name(a.name).replace(" ", "-")]
    assert odd == ["dorset-county"]  # the new Dorset has the plain slug


def test_councils_that_are_gone_name_those_that_followed_the_next_day() -> None:
    for gone in (a for a in EVERY if a.ended):
        assert gone.ended
        assert gone.successors
        for code in gone.successors:
            assert BY_CODE[code].began == gone.ended + timedelta(days=1)
            assert gone.code in BY_CODE[code].predecessors
    assert BY_CODE["E06000058"].predecessors == ("E06000028", "E10000009", "E06000029")


def test_no_two_councils_of_one_time_share_a_name() -> None:
    for name in NAMES:
        bearers = [a for a in EVERY if name in map(plain_name, (a.name, *a.other_names))]
        bearers.sort(key=lambda a: a.ended or date.max)
        for earlier, other in itertools.pairwise(bearers):
            assert earlier.ended
            assert other.began
            assert earlier.ended < other.began


# Names


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("Southend-on-Sea Borough Council", "E06000033"),
        ("Southend-on-Sea city council", "E06000033"),
        ("Southendon-Sea", "E06000033"),
        ("London Borough of Barking and Dagenham", "E09000002"),
        ("The Royal Borough of Windsor & Maidenhead", "E06000040"),
        ("the council of the London Borough of Brent", "E09000005"),
        ("City of Bradford Metropolitan District Council", "E08000032"),
        ("Metropolitan Borough of Solihull", "E08000029"),
        ("Tameside metropolitan borough", "E08000008"),
        ("Dudley MBC", "E08000027"),
        ("Council of the Isles of Scilly", "E06000053"),
        ("Kingston Upon Hull City Council", "E06000010"),
        ("Kingston Upon Hull, City of", "E06000010"),
        ("Hull", "E06000010"),
        ("Royal Borough of Kingston", "E09000021"),
        ("East Riding", "E06000011"),
        ("Cheshire East Unitary Authority", "E06000049"),
        ("York City Council", "E06000014"),
        ("Derby City", "E06000015"),
        ("Derbyshire County Council", "E10000007"),
        ("Derby-\nshire County Council", "E10000007"),
        ("Leicester City Council", "E06000016"),
        ("Bedford Borough", "E06000055"),
        ("Central Bedfordshire", "E06000056"),
        ("Kent County Council local authority children’s services", "E10000016"),
        ("Inspection of Kent children s services", "E10000016"),
        ("City of London", "E09000001"),
        ("City of London Corporation", "E09000001"),
        ("St. Helens Council", "E08000013"),
        ("St Helen's", "E08000013"),
        ("St Helen´s", "E08000013"),
        ("Stockton on Tees", "E06000004"),
        ("Telford & Wrekin", "E06000020"),
        ("Bath & North East Somerset Council", "E06000022"),
        ("County Durham", "E06000047"),
        ("Durham County Council", "E06000047"),
        ("Surrey Safeguarding Children Board", "E10000030"),
        ("Bristol City Council", "E06000023"),
        ("Herefordshire, County of", "E06000019"),
        ("BCP Council", "E06000058"),
        ("Newcastle", "E08000021"),
        ("Newcastle City Council", "E08000021"),
        ("Newcastle-upon-Tyne", "E08000021"),
        ("Kingston", "E09000021"),
        ("Richmond", "E09000027"),
        ("London Borough of Richmond", "E09000027"),
        ("Bristol", "E06000023"),
        ("Brighton", "E06000043"),
        ("Telford", "E06000020"),
        ("Southend", "E06000033"),
        ("Herefordshire Council", "E06000019"),
        ("Stoke", "E06000021"),
        ("Durham", "E06000047"),
        ("St. Helens", "E08000013"),
        ("Hull City Council", "E06000010"),
        ("RBWM", "E06000040"),
        ("BOURNEMOUTH,\u00a0CHRISTCHURCH\u2009AND POOLE", "E06000058"),
        ("Stoke\u2011on\u2011Trent", "E06000021"),
        ("Hart\u00adle\u200bpool", "E06000001"),
        ("\ufb01Sheffield"[1:].replace("ffi", "\ufb03"), "E08000039"),
    ],
)
def test_a_printed_name_means_its_council(printed: str, code: str) -> None:
    assert code_of(printed) == code


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("Middlesborough Council", "E06000002"),
        ("Wolverhamton City Council", "E08000031"),
        ("Leeds City Councl", "E08000035"),
        ("Notingham City Council", "E06000018"),
        ("Lecestershire", "E10000018"),
        ("Kirkless Metropolitan Borogh Council", "E08000034"),
        ("Buckinghamshire Conty Counicl", "E06000060"),
        ("Bournmouth, Christchurch and Pool", "E06000058"),
        ("North Tynside", "E08000022"),
    ],
)
def test_a_misprint_means_the_one_council_it_is_close_to(printed: str, code: str) -> None:
    assert code_of(printed) == code


@pytest.mark.parametrize(
    "printed",
    [
        "Hertforshire",  # Hertfordshire and Herefordshire are one letter apart
        "Northamptonshir East",
        "North West Lincolnshire",
        "Derby County Council",  # Derby, or Derbyshire?
        "Leicester Conty Council",
        "Nottinghamshire City Council",
        "Kingston City Council",  # Kingston upon Hull is a city, Kingston upon Thames is not
        "Newcastle Borough Council",  # Newcastle-under-Lyme
        "Sloug",  # too short to distinguish from another name
    ],
)
def test_a_name_that_may_be_either_of_two_is_not_guessed(printed: str) -> None:
    assert match_authority(printed) is None


@pytest.mark.parametrize("form", ["{}", "{} Council", "{} Borough Council", "{} City Council"])
def test_councils_without_children_s_services_and_areas_mean_none(form: str) -> None:
    others = [name for line in OTHERS.split("\n") if line for name in line.split("|")]
    assert {name: c for name in others if (c := code_of(form.format(name)))} == {}


@pytest.mark.parametrize(
    "printed",
    [
        "",
        " ",
        "council",
        "the",
        "Inspection of",
        "City of",
        "-",
        "’",
        "North",
        "Yorkshire and the Humber",
        "local authority children’s services",
        "the " * 100_000,
        "Leeds " + "council " * 100_000,
    ],
    ids=lambda p: p[:30],
)
def test_what_is_no_name_means_none(printed: str) -> None:
    assert match_authority(printed) is None


# Time


def test_the_day_decides_between_councils_of_one_name() -> None:
    last, first = date(2019, 3, 31), date(2019, 4, 1)
    assert code_of("Dorset", last) == "E10000009"
    assert code_of("Dorset", first) == "E06000059"
    assert code_of("Dorset") == "E06000059"


def test_a_council_that_is_gone_is_known_in_its_time_and_without_one() -> None:
    printed = "Northamptonshire County Council"
    assert code_of(printed, date(2016, 2, 1)) == code_of(printed) == "E10000021"
    assert code_of(printed, date(2021, 4, 1)) is None
    assert code_of("Cumberland", date(2022, 11, 1)) is None


def test_a_new_code_is_no_new_council() -> None:
    assert code_of("Buckinghamshire County Council", date(2018, 1, 1)) == "E06000060"
    assert BY_CODE["E06000060"].former_codes == ("E10000002",)


# Real reports


@pytest.mark.corpus
def test_every_council_of_the_real_reports_is_known_by_name_and_number(corpus: Path) -> None:
    with (corpus / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        for name in (row["name"], row["authority"], Path(row["file"]).parent.name):
            found = match_authority(name, on=date.fromisoformat(row["published"]))
            assert found is not None, row
            assert found.ofsted_urn == row["ofsted_urn"], row
