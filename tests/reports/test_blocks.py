"""Lines are joined into headings, numbered paragraphs, bullets and plain paragraphs."""

from cusp.reports.blocks import Block, blocks_of, flowed
from cusp.reports.pages import Page, Run
from cusp.reports.tidy import body_of
from tests.reports.paper import page, run

PITCH = 14.5
FULL = "words enough to fill the whole of a line up to its right margin and"


def blocks(*pages: Page) -> list[Block]:
    return blocks_of(body_of(pages))


def numbered(number: int, y: float, *texts: str) -> list[Run]:
    """A paragraph with its number in the margin and its text indented."""
    first = run(f"{number}.", 72, y)
    return [first, *(run(t, 100, y + i * PITCH) for i, t in enumerate(texts))]


def bulleted(glyph: str, x: float, y: float, *texts: str) -> list[Run]:
    return [run(glyph, x, y), *(run(t, x + 17, y + i * PITCH) for i, t in enumerate(texts))]


def test_soft_line_breaks_are_joined_and_hyphens_kept() -> None:
    assert flowed(["decision-", "making is"]) == "decision-making is"
    assert flowed(["long-", "and short-term"]) == "long- and short-term"
    assert flowed(["a dash –", "then more"]) == "a dash – then more"
    assert flowed([]) == ""


def test_a_numbered_paragraph_goes_on_while_its_lines_hang_in() -> None:
    found = blocks(page(*numbered(1, 100, FULL, "the rest."), *numbered(2, 150, "Next.")))
    assert [(b.kind, b.number, b.text) for b in found] == [
        ("number", 1, f"{FULL} the rest."),
        ("number", 2, "Next."),
    ]


def test_a_numbered_paragraph_goes_on_over_the_end_of_a_page() -> None:
    found = blocks(page(*numbered(1, 700, FULL)), page(run("the rest of it.", 100, 100), number=2))
    assert [b.text for b in found] == [f"{FULL} the rest of it."]
    assert [c.page for c in found[0].cites] == [1, 2]


def test_a_year_or_count_that_begins_a_line_is_not_a_paragraph_number() -> None:
    found = blocks(page(*numbered(1, 100, FULL, "12. Elm Street is not a number.")))
    assert [b.number for b in found] == [1]
    assert "12. Elm Street" in found[0].text


def test_numbers_are_kept_as_printed_after_a_jump_and_a_repeat() -> None:
    numbers = [4, 12, 13, 13, 9]
    drawn = [numbered(n, 100 + 50 * i, FULL, "the rest.") for i, n in enumerate(numbers)]
    found = blocks(page(*numbered(3, 50, "First."), *[run for part in drawn for run in part]))
    assert [b.number for b in found] == [3, *numbers]


def test_a_mark_too_many_after_a_number_is_no_text() -> None:
    for marks in ("..", ". .", "."):
        found = blocks(page(run(f"46{marks} Most leavers are well.", 72, 100)))
        assert [(b.number, b.text) for b in found] == [(46, "Most leavers are well.")]


def test_bullets_of_any_glyph_begin_items() -> None:
    for glyph in ("◼", "\uf06e", "\uf0b7", "•", "\uf0a7"):
        first = bulleted(glyph, 72, 100, "One", "more.")
        found = blocks(page(*first, *bulleted(glyph, 72, 150, "Two.")))
        assert [(b.kind, b.text) for b in found] == [("bullet", "One more."), ("bullet", "Two.")]


def test_a_dash_is_a_bullet_only_where_it_stands_apart() -> None:
    apart = blocks(page(run("–", 72, 100), run("an item.", 90, 100)))
    assert apart[0].kind == "bullet"
    inside = blocks(page(run("– a dash that begins a line of text.", 72, 100)))
    assert inside[0].kind == "text"


def test_a_heading_is_bold_or_large_and_may_wrap() -> None:
    found = blocks(
        page(
            run("The experiences of", 72, 100, size=14, bold=True),
            run("young people: good", 72, 117, size=14, bold=True),
            *numbered(1, 150, FULL),
        )
    )
    assert [(b.kind, b.text) for b in found] == [
        ("heading", "The experiences of young people: good"),
        ("number", FULL),
    ]


def test_a_grade_in_a_column_beside_a_heading_is_not_part_of_its_words() -> None:
    found = blocks(
        page(
            run("The experiences of", 72, 100, size=14, bold=True),
            run("Requires improvement", 361, 108, size=14, bold=True),
            run("young people", 72, 116, size=14, bold=True),
            run("Text.", 72, 160),
            run(FULL, 72, 190),
        )
    )
    assert found[0].text == "The experiences of young people"
    assert found[0].aside_text == "Requires improvement"


def test_space_above_a_line_parts_plain_paragraphs() -> None:
    found = blocks(page(run(FULL, 72, 100), run("ends.", 72, 114.5), run("Another.", 72, 143)))
    assert [b.text for b in found] == [f"{FULL} ends.", "Another."]


def test_cites_cover_the_text_without_its_marker() -> None:
    (item,) = blocks(page(*bulleted("◼", 72, 100, "One", "more.")))
    assert item.cites[0].box[0] == 89


def test_footers_page_numbers_and_footnotes_are_no_part_of_the_text() -> None:
    def one(number: int) -> Page:
        return page(
            *numbered(number, 100, f"{FULL} of page {number}."),
            run("3", 72, 740, size=6.5),
            run("A note in small print.", 80, 744, size=10),
            run("Inspection of Wexcombe", 72, 800, size=8),
            run(str(number), 515, 815, size=20),
            number=number,
        )

    found = blocks(one(1), one(2), one(3))
    assert [b.text for b in found] == [f"{FULL} of page {n}." for n in (1, 2, 3)]


def test_a_mark_before_a_comma_leaves_no_gap() -> None:
    mark = run("4", 146, 95, size=7)
    (found,) = blocks(page(run("after school", 72, 100), mark, run(", then home.", 152, 100)))
    assert found.text == "after school, then home."


def test_a_raised_mark_is_taken_out_of_the_line() -> None:
    mark = run("4", 146, 95, size=7)
    found = blocks(page(run("after school", 72, 100), mark, run("they go.", 152, 100)))
    assert found[0].text == "after school they go."
