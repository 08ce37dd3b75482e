"""A page of the site as a page of a copy: links between files, and nothing that needs a server."""

import pytest

from cusp.web.public.copy import addresses, markup
from cusp.web.public.copy.rewriting import Pages, Rewriter, moved_page, script_or_style

HERE = "/authorities/wexcombe/"
REPORT = f"{HERE}inspections/2024-01-29/report/"
# The report is on two pages: the second begins with paragraph 9.
LONG = Pages(
    REPORT,
    ("", "at=paragraph-9"),
    (frozenset({"section-1", "paragraph-1"}), frozenset({"section-2", "paragraph-9"})),
)


def rewriter(path: str = HERE, site: str = "") -> Rewriter:
    return Rewriter(
        path=path,
        file=addresses.file_of(path),
        lists=lambda path: LONG if path == REPORT else None,
        site=site,
    )


def page(text: str, path: str = HERE) -> str:
    return rewriter(path).page(text).content.decode()


@pytest.mark.parametrize(
    ("path", "number", "file"),
    [
        ("/", 1, "index.html"),
        ("/topics/", 1, "topics/index.html"),
        ("/topics.csv", 1, "topics.csv"),
        ("/topics/", 2, "topics/page-2/index.html"),
        (REPORT, 3, REPORT[1:] + "page-3/index.html"),
    ],
)
def test_each_address_has_a_file(path: str, number: int, file: str) -> None:
    assert addresses.file_of(path, number) == file


@pytest.mark.parametrize(
    ("target", "seen_from", "link"),
    [
        ("index.html", "index.html", "./"),
        ("index.html", "topics/index.html", "../"),
        ("topics/index.html", "index.html", "topics/"),
        ("topics/index.html", "topics/index.html", "./"),
        ("topics.csv", "topics/index.html", "../topics.csv"),
        ("topics/adoption/index.html", "authorities/wexcombe/index.html", "../../topics/adoption/"),
        ("authorities/wexcombe/index.html", "authorities.csv", "authorities/wexcombe/"),
    ],
)
def test_links_between_files_and_back(target: str, seen_from: str, link: str) -> None:
    assert addresses.relative(target, seen_from=seen_from) == link
    assert addresses.file_of_link(link, seen_from=seen_from) == target


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a class="x" href="/">Cusp</a>', '<a class="x" href="../../">Cusp</a>'),
        ('<a href="/topics/#all">T</a>', '<a href="../../topics/#all">T</a>'),
        ('<a href="#neighbours">N</a>', '<a href="#neighbours">N</a>'),
        (f'<a href="{HERE}#top">N</a>', '<a href="#top">N</a>'),
        ('<a href="https://www.gov.uk/?a=b">G</a>', '<a href="https://www.gov.uk/?a=b">G</a>'),
        ('<a href="mailto:a@b.example">M</a>', '<a href="mailto:a@b.example">M</a>'),
        ('<img src="/static/a.svg" alt="">', '<img src="../../static/a.svg" alt="">'),
        ('<use xlink:href="/static/a.svg#b"/>', '<use xlink:href="../../static/a.svg#b"/>'),
        ('<a href="/search/">S</a>', '<a href="../../search/">S</a>'),
    ],
)
def test_links_lead_from_file_to_file(before: str, after: str) -> None:
    assert page(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<th><a href="?sort=name"> Name </a></th>', "<th> Name </th>"),
        ('See <a href="/account/login/"><b>here</b></a>.', "See <b>here</b>."),
        ('An officer can <a href="/measures/add/">load it</a>.', "An officer can load it."),
        ('<a href="/api/docs">API</a> <a href="/">x</a>', 'API <a href="../../">x</a>'),
        ('<a href="/learn/?from=x">Who</a>', "Who"),
        ('<a href="/country/?region=London">London</a>', "London"),
        (f'<img src="{HERE}inspections/2024-01-29/pages/1.png?mark=a" alt="">', ""),
    ],
)
def test_links_that_need_a_server_become_text(before: str, after: str) -> None:
    assert page(before) == after


def test_marked_elements_are_left_out_with_everything_in_them() -> None:
    marked = '<p>a</p><div data-live-only><div>b</div><br><p title="</div>">c</p></div><p>d</p>'
    assert page(marked) == "<p>a</p><p>d</p>"


def test_forms_are_left_out_unless_marked_with_where_they_lead() -> None:
    assert page('a<form action="/x/"><input name="q"></form>b') == "ab"
    kept = page('<form method="get" action="/authorities/" data-in-copy="/search/">q</form>')
    assert kept == '<form method="get" action="../../search/">q</form>'


def test_a_link_can_lead_elsewhere_in_a_copy() -> None:
    pdf = f"{HERE}report.pdf#page=3"
    assert (
        page(f'<a href="?at=x#x" data-in-copy="{pdf}">3</a>') == '<a href="report.pdf#page=3">3</a>'
    )


@pytest.mark.parametrize(
    ("link", "file"),
    [
        (f"{REPORT}?at=paragraph-9", "page-2/"),
        (f"{REPORT}?at=paragraph-9#paragraph-9", "page-2/#paragraph-9"),
        (f"{REPORT}?at=paragraph-9#section-2", "page-2/#section-2"),
        (f"{REPORT}?at=paragraph-1", "./"),
        (f"{REPORT}?page=2", "page-2/"),
        (f"{REPORT}?at=paragraph-1#section-1", "#section-1"),
    ],
)
def test_links_into_a_long_report_lead_to_the_page_with_the_part(link: str, file: str) -> None:
    assert page(f'<a href="{link}">x</a>', REPORT) == f'<a href="{file}">x</a>'


def test_text_scripts_and_comments_stay_as_they_are() -> None:
    same = '<script>if (a < b) x = "<a href=/x>"</script><!-- <a href="/y"> --><p>1 &lt; 2</p>'
    assert page(same) == same


def test_everything_linked_is_named_once_without_query_or_part() -> None:
    found = rewriter().page(f'<a href="/topics/#a"></a><a href="{HERE}?s=x"></a><img src="/a.svg">')
    assert found.targets == {"/topics/", HERE, "/a.svg"}


def test_whole_addresses_in_data_become_links_from_the_file() -> None:
    text = f"a,https://{addresses.HOST}{HERE},b\n"
    assert rewriter("/authorities.csv").data(text).content == b"a,authorities/wexcombe/,b\n"


def test_whole_addresses_become_the_copys_if_it_has_one() -> None:
    text = f'{{"address":"http://{addresses.HOST}{HERE}#a"}}'
    found = rewriter("/authorities.json", site="https://x.example/cusp/").data(text)
    assert found.content == b'{"address":"https://x.example/cusp/authorities/wexcombe/#a"}'


def test_a_quotation_names_no_address_if_the_copy_has_none() -> None:
    said = f"<p>(Ofsted, page 3; http://{addresses.HOST}{HERE}improvement-1/)</p>"
    assert page(said) == "<p>(Ofsted, page 3)</p>"


def test_files_loaded_by_style_sheets_and_scripts() -> None:
    assert script_or_style('a{b:url("../x.woff2")}c{d:url(data:abc)}', "/static/cusp/a.css") == {
        "/static/x.woff2"
    }
    assert script_or_style("import { a } from './b.js'\nimport './c.js'", "/static/cusp/a.js") == {
        "/static/cusp/b.js",
        "/static/cusp/c.js",
    }


def test_a_moved_page_leads_to_the_new_address() -> None:
    assert b'<a href="../2/">' in moved_page("../2/")


def test_ids_and_tags() -> None:
    text = '<p id="a">x<br id="b"></p><svg viewBox="0 0 1 1"><path d="M0"/></svg>'
    assert markup.ids(text) == {"a", "b"}
    assert [tag.name for tag in markup.start_tags(text)] == ["p", "br", "svg", "path"]
