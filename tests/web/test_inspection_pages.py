"""The four pages of an inspection: their content, the links between them, and old addresses."""

import re
from collections import Counter
from html import unescape

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from cusp.web.record.archive.passages import Part, parts_of
from cusp.web.record.findings import clearest as clearest_module
from cusp.web.record.findings import praise_and_criticism, topic_lists
from cusp.web.record.findings.clearest import clearest
from cusp.web.record.findings.counted_topics import TOPIC_WORDS, UNSURE_TOPIC
from cusp.web.record.findings.praise_and_criticism import Sentence, TopicFindings, TopicSentences
from cusp.web.record.inspections import report_pages
from cusp.web.record.inspections.report_pages import Section
from cusp.web.record.models import Inspection
from tests.web.test_pages import heading, text_of

PAGES = ("", "findings/", "place/", "report/")
FACTS_ONLY = "/authorities/southend-on-sea/inspections/2019-07-15/"


ADOPTION = "Too many children wait too long for adopters, at serious risk of harm."
ADOPTION_AGAIN = "Adopters are not told what a child has lived through."
HEALTH = "Health assessments are late for many children."
NO_TOPIC = "Children are left in unsafe situations."


def sentence(text: str, *, sure: float = 0.95, polarity: str = "weakness") -> Sentence:
    return Sentence(
        text=text,
        address="paragraph-1",
        page=1,
        area="leaders",
        polarity=polarity,
        sure=sure,
        clear=sure > 0.5,
        weight=sure,
    )


def section(number: int, *lengths: int) -> Section:
    passages = tuple(
        Part(address=f"paragraph-{number}-{place}", kind="paragraph", text="x" * length, cites=())
        for place, length in enumerate(lengths)
    )
    return Section(f"section-{number}", f"Section {number}", "", passages)


def address_of(inspection: Inspection, kind: str) -> str:
    """The address of the first part of a given kind."""
    assert inspection.document is not None
    parts = parts_of(inspection.document.report).values()
    return next(part.address for part in parts if part.kind == kind)


def without_frame(client: Client, address: str) -> str:
    """The main part of a page, as HTML."""
    page = client.get(address).content.decode()
    return page[page.index("<main") : page.index("</main>")]


@pytest.mark.parametrize("page", PAGES)
def test_each_page_leads_to_the_others_and_has_its_data(
    client: Client, wexcombe: list[Inspection], page: str
) -> None:
    here = wexcombe[-2].get_absolute_url()
    html = client.get(f"{here}{page}").content.decode()
    navigation = re.search(r'<nav class="cusp-sub-navigation.*?</nav>', html, re.DOTALL)
    assert navigation
    assert html.count("cusp-sub-navigation") == 1
    for other in PAGES:
        assert f'href="{here}{other}"' in navigation[0]
    assert re.findall(r'href="([^"]+)"\s+aria-current="page"', navigation[0]) == [f"{here}{page}"]
    assert html.count("<h1") == 1
    for form in ("json", "csv"):
        data = f"{here}{page}".rstrip("/") + f".{form}"
        assert f'href="{data}"' in html
        assert client.get(data).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_kept_for_visitors(
    client: Client,
    wexcombe: list[Inspection],
    page: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    address = f"{wexcombe[-2].get_absolute_url()}{page}"
    first = client.get(address).content
    with django_assert_max_num_queries(2):
        assert client.get(address).content == first


@pytest.mark.parametrize("page", PAGES)
def test_no_sentence_stands_twice_on_a_page(
    client: Client, wexcombe: list[Inspection], page: str
) -> None:
    for one in wexcombe:
        html = without_frame(client, f"{one.get_absolute_url()}{page}")
        words = " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
        said = Counter(row.text for row in one.sentences.all() if len(row.text) > 60)
        for text, times in said.items():
            assert words.count(" ".join(text.split())) <= times, (page, text)


def test_the_summary_has_judgements_areas_for_improvement_and_the_clearest_sentences(
    client: Client, wexcombe: list[Inspection]
) -> None:
    one = wexcombe[-2]
    assert one.document is not None
    html = without_frame(client, one.get_absolute_url())
    for judgement in one.judgements.all():
        assert f'id="judgement-{judgement.area.replace("_", "-")}"' in html
    for item in one.document.report.improvements:
        assert f'id="improvement-{item.number}"' in html
    strengths, weaknesses = (
        html[html.index(f'id="{name}"') :].partition("</ul>")[0]
        for name in ("praised", "criticised")
    )
    for listed in (strengths, weaknesses):
        assert 1 <= listed.count("<li>") <= clearest_module.NUMBER
        assert listed.count("<li>") == listed.count(" report, page ")
    assert 'id="paragraph-1"' not in html


def test_old_anchors_still_stand_on_the_summary_and_lead_on(
    client: Client, wexcombe: list[Inspection]
) -> None:
    here = wexcombe[-2].get_absolute_url()
    html = without_frame(client, here)
    for anchor in ("praised-and-criticised", "praised", "criticised", "how-well", "improvements"):
        assert f'id="{anchor}"' in html
    after = html[html.index('id="praised-and-criticised"') :]
    assert f'href="{here}findings/"' in after


@pytest.mark.parametrize(
    ("kind", "asked", "leads_to"),
    [
        ("paragraph", "", "report/"),
        ("lscb-item", "", "report/"),
        ("item", "report/", ""),
        ("judgement", "report/", ""),
    ],
)
def test_an_address_of_a_passage_leads_to_the_page_that_holds_it(
    client: Client, wexcombe: list[Inspection], kind: str, asked: str, leads_to: str
) -> None:
    one = next(i for i in wexcombe if i.start.year == 2016)
    address = address_of(one, kind)
    response = client.get(f"{one.get_absolute_url()}{asked}?at={address}")
    assert response.status_code == 301
    assert response["Location"] == f"{one.get_absolute_url()}{leads_to}?at={address}"
    assert f'id="{address}"' in client.get(response["Location"]).content.decode()


def test_an_unknown_passage_shows_the_first_page(
    client: Client, wexcombe: list[Inspection]
) -> None:
    here = wexcombe[-2].get_absolute_url()
    for page in ("", "report/"):
        plain = without_frame(client, f"{here}{page}")
        assert without_frame(client, f"{here}{page}?at=paragraph-999") == plain
    words = text_of(client, f"{here}findings/")
    assert text_of(client, f"{here}findings/?topic=none") == words


def test_the_whole_report_ends_with_what_is_asked_of_the_board(
    client: Client, wexcombe: list[Inspection]
) -> None:
    one = next(i for i in wexcombe if i.start.year == 2016)
    address = address_of(one, "lscb-item")
    html = without_frame(client, f"{one.get_absolute_url()}report/?at={address}")
    assert 'id="board-improvements"' in html
    assert "Areas for improvement for the Local Safeguarding Children Board" in html


def test_the_findings_page_answers_first_and_orders_topics_by_criticism(
    client: Client, wexcombe: list[Inspection]
) -> None:
    one = wexcombe[-2]
    address = f"{one.get_absolute_url()}findings/"
    assert heading(client, address).startswith("Criticised most for ")
    weak = praise_and_criticism.criticised(
        one.sentences.all(), [j.area for j in one.judgements.all() if j.area != "overall"]
    )
    order = re.findall(r'<h2[^>]* id="topic-([^"]+)"', client.get(address).content.decode())
    codes = [topic.code for topic in weak if topic.code != UNSURE_TOPIC]
    assert order[:3] == codes[:3]


def test_the_place_page_counts_the_judgements_that_read_as_graded(
    client: Client, wexcombe: list[Inspection]
) -> None:
    said = heading(client, f"{wexcombe[-2].get_absolute_url()}place/")
    assert re.match(
        r"The wording matches the grade Ofsted gave in (all \d|\d of \d) judgements", said
    )


@pytest.mark.parametrize("page", PAGES)
def test_facts_alone_say_what_to_do_next(client: Client, db: None, page: str) -> None:
    words = text_of(client, f"{FACTS_ONLY}{page}")
    assert "The report itself has not been added" in words


# Rules


def test_a_long_section_is_cut_between_passages() -> None:
    pages = report_pages.pages_of([section(1, *[2_000] * 10)], room=7_000)
    assert [len(page.passages) for page in pages] == [3, 3, 3, 1]
    assert [part.continued for page in pages for part in page.sections] == [False, True, True, True]
    assert pages[1].name == "Section 1 (continued)"
    assert pages[1].first == "paragraph-1-3"


def test_short_sections_share_a_page_and_one_that_fits_is_not_cut() -> None:
    sections = [section(1, 500), section(2, 500), section(3, *[1_000] * 5), section(4, 3_000)]
    pages = report_pages.pages_of(sections, room=8_000)
    assert [[part.section.id for part in page.sections] for page in pages] == [
        ["section-1", "section-2", "section-3"],
        ["section-4"],
    ]
    assert not any(part.continued for page in pages for part in page.sections)


def test_a_section_too_long_for_any_page_goes_on_where_the_one_before_ends() -> None:
    pages = report_pages.pages_of([section(1, 3_000), section(2, *[2_000] * 4)], room=7_000)
    assert [[part.section.id for part in page.sections] for page in pages] == [
        ["section-1", "section-2"],
        ["section-2"],
    ]


def test_a_passage_longer_than_a_page_has_a_page_of_its_own() -> None:
    pages = report_pages.pages_of([section(1, 100, 20_000, 100)], room=7_000)
    assert [len(page.passages) for page in pages] == [1, 1, 1]


def test_a_very_long_list_of_areas_for_improvement_is_split() -> None:
    items = section(1, *[880] * 10).passages
    shown, more = report_pages.split_items(items, room=7_000)
    assert (len(shown), len(more)) == (7, 3)
    assert report_pages.split_items(items[:7], room=7_000) == (list(items[:7]), [])
    assert len(report_pages.split_items(section(1, 9_000).passages)[0]) == 1


def test_every_passage_is_on_exactly_one_page(wexcombe: list[Inspection]) -> None:
    for one in wexcombe:
        assert one.document is not None
        parts = parts_of(one.document.report)
        sections = report_pages.sections_of(one.document.report, parts)
        pages = report_pages.pages_of(sections, room=900)
        shown = [passage.address for page in pages for passage in page.passages]
        held = [p.address for p in parts.values() if p.kind in ("paragraph", "lscb-item")]
        assert sorted(shown) == sorted(held)
        for page in pages:
            assert report_pages.page_with(pages, page.first) == page


def test_a_report_without_words_has_no_page() -> None:
    assert report_pages.pages_of([]) == []
    assert report_pages.page_with([], "paragraph-1") is None


def test_the_clearest_sentences_are_of_different_topics_first() -> None:
    topics = [
        TopicSentences("adoption", (sentence(ADOPTION), sentence(ADOPTION_AGAIN))),
        TopicSentences("health", (sentence(HEALTH), sentence(ADOPTION.upper()))),
        TopicSentences("neglect", (sentence("Neglect leaves children at risk.", sure=0.4),)),
        TopicSentences("lscb", (sentence("The board fails children at risk."),)),
        TopicSentences("other", (sentence(NO_TOPIC),)),
    ]
    found = clearest(topics, praise=False)
    # Nothing unclear or about the board; sentences without a topic only after all others.
    assert [one.sentence.text for one in found] == [ADOPTION, HEALTH, ADOPTION_AGAIN, NO_TOPIC]
    assert len(clearest(topics, praise=False, number=2)) == 2
    assert found[1].words == TOPIC_WORDS["health"]


def test_a_weakness_that_is_also_an_area_for_improvement_is_marked() -> None:
    topics = [TopicSentences("workforce", (sentence("Caseloads of social workers are too high."),))]
    items = {
        "improvement-1": "The recruitment of foster carers.",
        "improvement-2": "The caseloads of social workers.",
    }
    (found,) = clearest(topics, praise=False, items=items)
    assert found.item == "improvement-2"
    (found,) = clearest(topics, praise=False, items={"improvement-1": items["improvement-1"]})
    assert found.item == ""


def test_the_mark_leads_to_the_area_for_improvement(
    client: Client, wexcombe: list[Inspection], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = wexcombe[-2]
    monkeypatch.setattr(clearest_module, "_item_for", lambda *_: "improvement-1")
    shown = client.get(one.get_absolute_url()).content.decode()
    first = shown[shown.index('id="criticised"') :]
    assert f'href="{one.get_absolute_url()}improvement-1/">Also an area for improvement' in first
    assert "Also an area" not in shown[shown.index('id="praised"') : shown.index('id="criticised"')]


def test_a_sentence_about_two_topics_is_listed_under_the_first() -> None:
    both, own = sentence("Both."), sentence("Own.")
    first, second = topic_lists.listed(
        [TopicFindings("adoption", criticised=(both,)), TopicFindings("health", (both, own))]
    )
    assert first.criticised.first == (both,)
    assert second.criticised.first == (own,)
    assert second.criticised.words == "2 sentences"
    (other,) = second.criticised.elsewhere
    assert (other.code, other.count) == ("adoption", 1)


def test_topics_come_in_the_order_of_their_criticism_and_the_unsure_ones_last() -> None:
    weak = [TopicSentences("health", ()), TopicSentences("other", ())]
    strong = [TopicSentences("adoption", ()), TopicSentences("health", ())]
    order = [topic.code for topic in praise_and_criticism.together(weak, strong)]
    assert order == ["health", "adoption", "other"]
