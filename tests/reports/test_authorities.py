"""Names in print and the councils they mean."""

import csv
import itertools
import string
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from cusp.reports.authorities import (
    KnownAuthority,
    join_keys,
    known_authorities,
    match_authority,
)
from cusp.reports.names import plain_name
from cusp.reports.trusts import known_trusts

EVERY = known_authorities()
NOW = [a for a in EVERY if a.ended is None]
BY_CODE = {a.code: a for a in EVERY}
NAMES = {plain_name(name) for a in EVERY for name in (a.name, *a.other_names)}

# Councils that never had children's services (districts, with those gone since 2009), those of
# Scotland, Wales and Northern Ireland, and areas that are no council.
OTHERS = """
Adur|Allerdale|Amber Valley|Arun|Ashfield|Ashford|Aylesbury Vale|Babergh|Barrow-in-Furness|Basildon
Basingstoke and Deane|Bassetlaw|Blaby|Bolsover|Boston|Braintree|Breckland|Brentwood|Broadland
Bromsgrove|Broxbourne|Broxtowe|Burnley|Cambridge|Cannock Chase|Canterbury|Carlisle|Castle Point
Charnwood|Chelmsford|Cheltenham|Cherwell|Chesterfield|Chichester|Chiltern|Chorley|Christchurch
Colchester|Copeland|Corby|Cotswold|Craven|Crawley|Dacorum|Dartford|Daventry|Derbyshire Dales|Dover
East Cambridgeshire|East Devon|East Dorset|East Hampshire|East Hertfordshire|East Lindsey
East Northamptonshire|East Staffordshire|East Suffolk|Eastbourne|Eastleigh|Eden|Elmbridge
Epping Forest|Epsom and Ewell|Erewash|Exeter|Fareham|Fenland|Folkestone and Hythe|Forest Heath
Forest of Dean|Fylde|Gedling|Gloucester|Gosport|Gravesham|Great Yarmouth|Guildford|Hambleton
Harborough|Harlow|Harrogate|Hart|Hastings|Havant|Hertsmere|High Peak|Hinckley and Bosworth|Horsham
Huntingdonshire|Hyndburn|Ipswich|Kettering|King's Lynn and West Norfolk|Lancaster|Lewes|Lichfield
Lincoln|Maidstone|Maldon|Malvern Hills|Mansfield|Melton|Mendip|Mid Devon|Mid Suffolk|Mid Sussex
Mole Valley|New Forest|Newark and Sherwood|Newcastle-under-Lyme|North Devon|North Dorset
North East Derbyshire|North Hertfordshire|North Kesteven|North Norfolk|North Warwickshire
North West Leicestershire|Northampton|Norwich|Nuneaton and Bedworth|Oadby and Wigston|Oxford|Pendle
Preston|Purbeck|Redditch|Reigate and Banstead|Ribble Valley|Richmondshire|Rochford|Rossendale|Rother
Rugby|Runnymede|Rushcliffe|Rushmoor|Ryedale|Scarborough|Sedgemoor|Selby|Sevenoaks|Shepway
Somerset West and Taunton|South Bucks|South Cambridgeshire|South Derbyshire|South Hams
South Holland|South Kesteven|South Lakeland|South Norfolk|South Northamptonshire|South Oxfordshire
South Ribble|South Somerset|South Staffordshire|Spelthorne|St Albans|St Edmundsbury|Stafford
Staffordshire Moorlands|Stevenage|Stratford-on-Avon|Stroud|Suffolk Coastal|Surrey Heath|Swale
Tamworth|Tandridge|Taunton Deane|Teignbridge|Tendring|Test Valley|Tewkesbury|Thanet|Three Rivers
Tonbridge and Malling|Torridge|Tunbridge Wells|Uttlesford|Vale of White Horse|Warwick|Watford
Waveney|Waverley|Wealden|Wellingborough|Welwyn Hatfield|West Devon|West Dorset|West Lancashire
West Lindsey|West Oxfordshire|West Somerset|West Suffolk|Weymouth and Portland|Winchester|Woking
Worcester|Worthing|Wychavon|Wycombe|Wyre|Wyre Forest
Aberdeen|Aberdeenshire|Angus|Argyll and Bute|Clackmannanshire|Dumfries and Galloway|Dundee
East Ayrshire|East Dunbartonshire|East Lothian|East Renfrewshire|Edinburgh|Falkirk|Fife|Glasgow
Highland|Inverclyde|Midlothian|Moray|North Ayrshire|North Lanarkshire|Orkney Islands
Perth and Kinross|Renfrewshire|Scottish Borders|Shetland Islands|South Ayrshire|South Lanarkshire
Stirling|West Dunbartonshire|West Lothian
Blaenau Gwent|Bridgend|Caerphilly|Cardiff|Carmarthenshire|Ceredigion|Conwy|Denbighshire|Flintshire
Gwynedd|Isle of Anglesey|Merthyr Tydfil|Monmouthshire|Neath Port Talbot|Newport|Pembrokeshire|Powys
Rhondda Cynon Taf|Swansea|Torfaen|Vale of Glamorgan|Wrexham
Antrim and Newtownabbey|Belfast|Derry City and Strabane|Fermanagh and Omagh|Mid Ulster
Isle of Man|Avon|Berkshire|Cleveland|East Surrey|East Yorkshire|Greater London|Greater Manchester
Humberside|London|Merseyside|Middlesex|South Yorkshire|Sussex|Tyne and Wear|West Midlands
West Surrey|West Yorkshire|Yorkshire|Cornwall and Isles of Scilly|Westminster Abbey|Wexcombe
"""


def code_of(printed: str, on: date | None = None) -> str | None:
    found = match_authority(printed, on=on)
    return found.code if found else None


# The table


def test_there_are_153_councils_with_children_s_services() -> None:
    assert Counter(a.kind for a in NOW) == {
        "unitary authority": 63,  # the Isles of Scilly, a kind of its own in law, among them
        "metropolitan district": 36,
        "London borough": 32,
        "county": 21,
        "City of London": 1,
    }
    assert len(NOW) == 153


def test_every_region_has_its_councils() -> None:
    assert Counter(a.region for a in NOW) == {
        "East Midlands": 10, "East of England": 11, "London": 33, "North East": 12,
        "North West": 24, "South East": 19, "South West": 15, "West Midlands": 14,
        "Yorkshire and the Humber": 15,
    }  # fmt: skip


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
    assert odd == ["dorset-county"]  # the new Dorset has the plain one


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
        for one, other in itertools.pairwise(bearers):
            assert one.ended
            assert other.began
            assert one.ended < other.began


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
        "Kingston City Council",  # Kingston upon Hull is a city, Kingston upon Thames is none
        "Newcastle Borough Council",  # Newcastle-under-Lyme
        "Sloug",  # too short to tell from another name
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
    ["", " ", "council", "the", "Inspection of", "City of", "-", "’", "North",
     "Yorkshire and the Humber", "local authority children’s services", "the " * 100_000,
     "Leeds " + "council " * 100_000],
    ids=lambda p: p[:30],
)  # fmt: skip
def test_what_is_no_name_means_none(printed: str) -> None:
    assert match_authority(printed) is None


# Trusts


@pytest.mark.parametrize(
    ("printed", "on", "code"),
    [
        ("Birmingham Children’s Trust", date(2023, 2, 20), "E08000025"),
        ("Bradford Children & Families Trust", date(2025, 9, 1), "E08000032"),
        ("Bradford Children and Families Trust", date(2022, 11, 21), None),  # before its first day
        ("Doncaster Children's Services Trust", date(2017, 11, 1), "E08000017"),
        ("Doncaster Children’s Services Trust", date(2024, 1, 8), None),  # back with the council
        ("Northamptonshire Children’s Trust", date(2020, 12, 1), "E10000021"),
        ("Northamptonshire Children’s Trust", date(2022, 10, 3), None),  # which of the two?
        ("Northamptonshire Children’s Trust, West Northamptonshire Council", date(2022, 10, 3),
         "E06000062"),
        ("North Northamptonshire (Northamptonshire Children’s Trust)", date(2022, 10, 3),
         "E06000061"),
        ("Sandwell Children's Trust", date(2022, 5, 9), "E08000028"),
        ("Slough Children’s Services Trust", date(2019, 1, 21), "E06000039"),
        ("Slough Children First", date(2023, 1, 23), "E06000039"),
        ("Worcestershire Children First", date(2023, 5, 15), "E10000034"),
        ("Together for Children Sunderland", date(2021, 6, 7), "E08000024"),
        ("Together for Children on behalf of Sunderland City Council", date(2021, 6, 7),
         "E08000024"),
        ("Together for Children on behalf of Leeds City Council", date(2021, 6, 7), None),
        ("Brighter Futures for Children", date(2024, 4, 22), "E06000038"),
        ("Reading Borough Council: Brighter Futures for Children", date(2024, 4, 22), "E06000038"),
        ("Achieving for Children", date(2019, 11, 4), None),
        ("Achieving for Children, Royal Borough of Kingston upon Thames", date(2019, 11, 4),
         "E09000021"),
        ("Achieving for Children (Richmond upon Thames)", date(2022, 1, 31), "E09000027"),
        ("Achieving for Children on behalf of the Royal Borough of Windsor and Maidenhead",
         date(2020, 1, 13), "E06000040"),
        ("Achieving for Children, Windsor and Maidenhead", date(2015, 3, 1), None),
    ],
)  # fmt: skip
def test_a_trust_means_the_council_that_it_then_served(
    printed: str, on: date, code: str | None
) -> None:
    assert code_of(printed, on) == code


def test_every_council_that_a_trust_serves_is_known() -> None:
    codes = {code for spell in known_trusts() for code in spell.councils}
    assert codes <= set(BY_CODE)
    assert all(one.ended is None or one.began < one.ended for one in known_trusts())


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


# Names made up at random

kinds_before = st.sampled_from(
    ["", "The ", "London Borough of ", "City of ", "Royal Borough of ", "Council of the ",
     "Metropolitan Borough of ", "County of ", "Inspection of "]
)  # fmt: skip
kinds_after = st.sampled_from(
    ["", " Council", " City Council", " Metropolitan Borough Council", " County Council",
     " Metropolitan District Council", " Unitary Authority", " London Borough Council", ", City of",
     " local authority children’s services", " Local Authority children's social care services"]
)  # fmt: skip
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
    # "City of Derbyshire" and "Kingston City Council" are refused; never taken for another
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
    # Herefordshire with a t is Hertfordshire and nobody can tell.
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
