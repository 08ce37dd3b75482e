"""Pages on Ofsted's site, and the stand-in compared with the site's known structure."""

from __future__ import annotations

import re
from datetime import date

import httpx
import pytest

from cusp.reports.acquire.ofsted_site import (
    NotFound,
    Provider,
    SiteChanged,
    authority_of,
    find_provider,
    hosts_of,
    list_address,
    providers,
    publications,
)
from tests.reports.fake_ofsted import SOUTHEND, FakeOfsted, File
from tests.reports.fetching import (
    ADDRESS,
    LABEL,
    web,
)

# --- the stand-in, compared with what is known about the site ---------------------------------


def test_the_stand_in_s_list_has_the_site_s_shape(site: FakeOfsted) -> None:
    shown = [httpx.get(list_address(site.address, start)).text for start in (0, 100)]
    hrefs = [re.findall(r'href="(/provider/[^"]*/\d+)"', page) for page in shown]
    assert len(hrefs[0]) == 100
    assert 0 < len(hrefs[1]) < 100
    assert not set(hrefs[0]) & set(hrefs[1])
    assert len(re.findall("/provider/", httpx.get(list_address(site.address, 300)).text)) == 0
    unlike = list_address(site.address, 0).replace("level_1_types=3", "level_1_types=1")
    assert "/provider/" not in httpx.get(unlike).text


def test_the_stand_in_s_provider_page_has_the_site_s_shape(site: FakeOfsted) -> None:
    site.add(File(LABEL))
    page = httpx.get(f"{site.address}provider/44/{SOUTHEND}").text
    link = (
        r'<a class="publication-link" href="[^"]+"[^>]*>[^<]*<span class="nonvisual">([^<]+)</span>'
    )
    label = re.findall(link, page)[0].replace("&#x27;", "'")
    assert re.search(r"children's services inspection.*\d{1,2} \w+ \d{4}", label, re.I)
    assert re.search(r"\bpdf\b", label)


# --- pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "title", "kind", "published"),
    [
        (LABEL, "Children's services inspection", "inspection", date(2019, 8, 27)),
        (
            "children's services inspection - 07 july 2014, pdf",
            "children's services inspection",
            "inspection",
            date(2014, 7, 7),
        ),
        (
            "Inspection of local authority children’s services - 1st May 2024, PDF",
            "Inspection of local authority children’s services",
            "inspection",
            date(2024, 5, 1),
        ),
        (
            "Children's services focused visit, pdf - 01 August 2024",
            "Children's services focused visit",
            "visit",
            date(2024, 8, 1),
        ),
        ("Monitoring visit - 3 May 2017, pdf", "Monitoring visit", "visit", date(2017, 5, 3)),
        (
            "Joint area child protection inspection, pdf - 06 January 2023",
            "Joint area child protection inspection",
            "joint",
            date(2023, 1, 6),
        ),
        (
            "Area SEND full inspection, pdf - 15 July 2024",
            "Area SEND full inspection",
            "send",
            date(2024, 7, 15),
        ),
        (
            "Children's services inspection, pdf",
            "Children's services inspection",
            "inspection",
            None,
        ),
        (
            "Children's services inspection, pdf - 31 February 2019",
            "Children's services inspection, pdf - 31 February 2019".replace(", pdf", ""),
            "inspection",
            None,
        ),
    ],
)
def test_label(label: str, title: str, kind: str, published: date | None) -> None:
    page = (
        f'<a class="big publication-link" href="/f">x <span class="nonvisual">{label}</span> y</a>'
    )
    [found] = publications(page, ADDRESS)
    assert (found.title, found.kind, found.published) == (title, kind, published)
    assert found.address == "https://reports.ofsted.gov.uk/f"


def test_a_page_without_documents_says_so() -> None:
    with pytest.raises(SiteChanged, match="may have changed"):
        publications("<h1>Sorry</h1><a href='/provider/44/1'>x</a>", ADDRESS)


def test_a_document_linked_twice_is_one() -> None:
    link = f'<a class="publication-link" href="/f"><span class="nonvisual">{LABEL}</span></a>'
    assert len(publications(link * 2, ADDRESS)) == 1


def test_a_label_cannot_command_the_terminal() -> None:
    page = (
        '<a class="publication-link" href="/f"><span class="nonvisual">A\x1b[31m\u202e&#27; visit'
        ", pdf - 1 May 2020</span></a>"
    )
    assert publications(page, ADDRESS)[0].title == "A [31m visit"


def test_providers_once_each_with_their_names() -> None:
    page = """<a href="/provider/44/80559"><img></a>
    <a href='/provider/44/80559/'>Southend&amp;Sea</a>
    <a href="/provider/44/80487?x=1">Barnet<a href="/providers/new">x</a><a>none</a>"""
    assert [(provider.urn, provider.name) for provider in providers(page, ADDRESS)] == [
        ("80559", "Southend&Sea"),
        ("80487", "Barnet"),
    ]


def test_documents_may_come_from_ofsted_s_own_hosts_only() -> None:
    own = hosts_of("https://reports.ofsted.gov.uk/")
    assert own == {f"{name}.ofsted.gov.uk" for name in ("reports", "files", "files.api")}
    assert hosts_of("http://127.0.0.1:80/") == {"127.0.0.1:80"}


# --- finding the authority --------------------------------------------------------------------


def found(site: FakeOfsted, name: str | None, urn: str | None = None) -> Provider:
    with web(site) as client:
        return find_provider(client.page, site=site.address, name=name, urn=urn)


@pytest.mark.parametrize("name", ["Southend-on-Sea", "southend", "Southend-on-Sea City Council"])
def test_found_by_name(site: FakeOfsted, name: str) -> None:
    assert found(site, name).urn == SOUTHEND


def test_found_on_the_second_page(site: FakeOfsted) -> None:
    assert list(site.councils.values()).index("York") >= 100
    assert found(site, "City of York Council").name == "York"
    assert len(site.requests_for("/search")) == 2


def test_found_where_the_site_gives_fewer_rows_than_asked_for(site: FakeOfsted) -> None:
    site.most_rows = 40
    assert found(site, "York").name == "York"


def test_found_by_name_where_the_number_is_another(site: FakeOfsted) -> None:
    name = site.councils.pop(SOUTHEND)
    site.councils["1234567"] = f"{name} City Council"
    assert found(site, "Southend").urn == "1234567"


def test_found_by_number(site: FakeOfsted) -> None:
    assert found(site, None, "80487").name == "Barnet"


def test_number_of_another_council_is_refused(site: FakeOfsted) -> None:
    with pytest.raises(NotFound, match="URN 80487 is Barnet on the site, not Southend"):
        found(site, "Southend", "80487")


def test_not_found_offers_close_names(site: FakeOfsted) -> None:
    with pytest.raises(NotFound, match=r"did you mean .*Southend-on-Sea") as error:
        found(site, "Sowthen on See")
    assert "\n" not in str(error.value)
    assert len(site.requests_for("/search")) == 2


def test_two_of_one_name_are_told_apart_by_number(site: FakeOfsted) -> None:
    name = site.councils.pop(SOUTHEND)
    site.councils |= {"1234567": f"{name} Council", "1234568": f"{name} Borough Council"}
    with pytest.raises(NotFound, match=r"1234567.*1234568.*--urn"):
        found(site, "Southend-on-Sea")


def test_an_empty_list_says_that_the_site_changed(site: FakeOfsted) -> None:
    site.councils.clear()
    with pytest.raises(SiteChanged, match="no councils"):
        found(site, "Barnet")


@pytest.mark.parametrize("name", ["../../etc", "a/b\\c", "..", "/", "Ünïcødé\x00", "CON: aux?"])
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    slug = authority_of(Provider("123", name, ADDRESS))[1]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
