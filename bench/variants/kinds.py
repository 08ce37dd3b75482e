"""The kinds of variant: how each is made from a report, and what is required of its reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from bench.variants import damage, making, mocks, scanning, writing
from bench.variants.choosing import Original
from bench.variants.facts import Facts
from bench.variants.judging import Demand


@dataclass(frozen=True)
class Beside:
    """Reports to merge with: one on the same council and one on another."""

    same: bytes | None
    other: bytes | None


Made = bytes | None
Maker = Callable[[Original, Beside], Made]


@dataclass(frozen=True)
class Variant:
    """A way to alter a report. ``make`` returns ``None`` if there is nothing to alter.

    ``truth`` turns the original's facts into those of the altered report.
    """

    kind: str
    name: str
    make: Maker
    demand: Demand
    truth: Callable[[Original, Facts], Facts] | None = None


# What names each kind of fault. Problems about anything else do not count.
CONTROL = Demand("nothing can name it")
CUT = Demand(
    r"missing|lack|\bcut\b|incomplete|not whole|n't whole|follow|jump|gap|no section|"
    r"(no|without) paragraphs|(ends?|stops?) (at|before|with|on)|last page|page numbers"
)
FIRST_CUT = Demand(r"first page|title|begin|missing|cut", refused=True)
DOUBLED = Demand(
    r"twice|doubl|repeat|again|same (page|text|report)|duplicat|cop(y|ies)", always=True
)
SWAPPED = Demand(
    r"order|swap|follow|wrong place|page numbers|before page|after page",
    always=True,
    excuses=frozenset({"absent", "altered", "order", "extra"}),
)
MERGED = Demand(
    r"(two|second|another|other|more than one|several|further|next|new|different) "
    r"(inspection |whole )?(report|document|inspection)|reports|begins on page|merged|"
    r"after (the|its) end|"
    r"not (part )?of (the|this) report|belong",
    always=True,
)
COVERED = Demand(r"first page|title|begin|cover|another document|page 2", always=False)
TURNED = Demand(r"\bturn|rotat|sideways|upside|on (its|their) side")
SHRUNK = Demand(r"small|shr[ui]nk|scale|several pages|two (or more )?pages|to a sheet|printed size")
STAMPED = Demand(r"stamp|watermark|overprint", may_refuse=False)
# A report marked "DRAFT" on every page may be a draft, so it may be refused.
DRAFTED = Demand(r"draft|stamp|watermark|overprint")
SCANNED = Demand(
    r"scan|recogni|text layer|uneven|(print|type) sizes",
    # Small print is recognised by its size, so in a scan it may be read as text.
    excuses=frozenset({"absent", "altered", "extra"}),
)
MOCK = Demand(
    r"mock|practice|peer|joint|response|self-assess|not (an? |by |made by )?(inspection |report )?"
    r"(of |by )?ofsted|not Ofsted",
    refused=True,
)
_DAMAGE = r"damag|checksum|corrupt|broken|cut off|compress|stream|cannot be (read|opened)"
DAMAGED = Demand(_DAMAGE)
SHORTENED = Demand(_DAMAGE + r"|missing|not whole|incomplete")

_COVER = (
    "This paper asks members to note the report that follows and what the council means to do.",
    "The report was received in the spring. Officers have met with staff and partners about it.",
    "Members are asked to agree that a plan comes to the next meeting.",
)


def variants() -> list[Variant]:
    """All variants, in the order of their kinds."""
    makers = (
        _control,
        _cut,
        _doubled,
        _merged,
        _turned,
        _shrunk,
        _stamped,
        _mock,
        _scanned,
        _damaged,
    )
    return [variant for make in makers for variant in make()]


def _simple(make: Callable[[bytes, int], Made]) -> Maker:
    """A maker that only needs the bytes and the number of pages."""

    def made(original: Original, _: Beside) -> Made:
        return make(original.data, original.report.source.pages)

    return made


def _picked(pick: Callable[[int], Sequence[int] | None]) -> Maker:
    def make(data: bytes, pages: int) -> Made:
        indexes = pick(pages)
        return making.chosen(data, indexes) if indexes else None

    return _simple(make)


def _on(pages: Callable[[int], Sequence[int]], change: Callable[[Any], object]) -> Maker:
    return _simple(lambda data, n: making.changed(data, pages(n), change))


def _all(n: int) -> Sequence[int]:
    return range(n)


def _first(_: int) -> Sequence[int]:
    return (0,)


def _middle(n: int) -> Sequence[int]:
    return (n // 2,)


def _every_other(n: int) -> Sequence[int]:
    return range(1, n, 2)


def _control() -> Iterator[Variant]:
    yield Variant("control", "pages copied into a new file", _picked(_all), CONTROL)
    yield Variant("control", "contents rewritten", _on(_all, writing.keep), CONTROL)


def _cut() -> Iterator[Variant]:
    def cut(name: str, pick: Callable[[int], Sequence[int] | None]) -> Variant:
        return Variant("cut", name, _picked(pick), CUT)

    yield cut("first three pages only", lambda _: range(3))
    yield cut("first half only", lambda n: range(n // 2))
    yield cut("last page missing", lambda n: range(n - 1))
    yield cut("last two pages missing", lambda n: range(n - 2))
    yield cut("last four pages missing", lambda n: range(n - 4) if n > 6 else None)
    yield cut("second page missing", lambda n: _without(n, 1))
    yield cut("middle page missing", lambda n: _without(n, n // 2))
    yield cut("third last page missing", lambda n: _without(n, n - 3))
    yield cut("two middle pages missing", lambda n: _without(n, n // 2, n // 2 + 1))
    yield cut("two separate pages missing", lambda n: _without(n, 2, n - 3) if n > 6 else None)
    yield Variant("cut", "first page missing", _picked(lambda n: range(1, n)), FIRST_CUT)


def _without(n: int, *missing: int) -> list[int]:
    return [i for i in range(n) if i not in missing]


def _doubled() -> Iterator[Variant]:
    def pages(name: str, pick: Callable[[int], Sequence[int]], demand: Demand) -> Variant:
        return Variant("doubled", name, _picked(pick), demand)

    yield pages("middle page twice", lambda n: sorted([*range(n), n // 2]), DOUBLED)
    yield pages("second page twice", lambda n: sorted([*range(n), 1]), DOUBLED)
    yield pages("first page twice", lambda n: sorted([*range(n), 0]), DOUBLED)
    yield pages("a page again at the end", lambda n: [*range(n), n // 2], DOUBLED)
    yield pages("every page twice", lambda n: sorted([*range(n), *range(n)]), DOUBLED)
    yield pages("the whole report twice", lambda n: [*range(n), *range(n)], DOUBLED)
    yield pages("two pages swapped", lambda n: _swapped(n, n // 2, n // 2 + 1), SWAPPED)
    yield pages("two separate pages swapped", lambda n: _swapped(n, 2, n - 3), SWAPPED)


def _swapped(n: int, a: int, b: int) -> list[int]:
    order = list(range(n))
    order[a], order[b] = order[b], order[a]
    return order


def _merged() -> Iterator[Variant]:
    def after(data: bytes | None) -> Callable[[Original], Made]:
        return lambda original: _in_a_row(original.data, data) if data else None

    def same_council(original: Original, beside: Beside) -> Made:
        return after(beside.same)(original)

    def other_council(original: Original, beside: Beside) -> Made:
        return after(beside.other)(original)

    yield Variant("merged", "another report on the council after it", same_council, MERGED)
    yield Variant("merged", "a report on another council after it", other_council, MERGED)
    paper = writing.text_pages("Report of the director to cabinet", _COVER)
    yield Variant("merged", "a paper after it", lambda o, _: _in_a_row(o.data, paper), MERGED)
    cover = writing.text_pages("Report of the director to cabinet", _COVER, pages=1)
    yield Variant("merged", "a cover before it", lambda o, _: _in_a_row(cover, o.data), COVERED)


def _in_a_row(*files: bytes) -> bytes:
    return making.joined(*((data, range(making.count(data))) for data in files))


def _turned() -> Iterator[Variant]:
    def turned(name: str, pages: Callable[[int], Sequence[int]], change: Any) -> Variant:
        return Variant("turned", name, _on(pages, change), TURNED)

    for degrees in (90, 180, 270):
        yield turned(f"a page by {degrees}°", _middle, making.rotated(degrees))
        yield turned(f"all pages by {degrees}°", _all, making.rotated(degrees))
        content = partial(making.turned_content, degrees)
        yield turned(f"a page’s content by {degrees}°", _middle, content())
        yield turned(f"all pages’ content by {degrees}°", _all, content())
        yield turned(f"a page by {degrees}° and back", _middle, content(counter=True))
        yield turned(f"all pages by {degrees}° and back", _all, content(counter=True))
    yield turned("first page by 90°", _first, making.rotated(90))
    yield turned("the first page’s content by 90°", _first, making.turned_content(90))


def _shrunk() -> Iterator[Variant]:
    def shrunk(name: str, pages: Callable[[int], Sequence[int]], change: Any) -> Variant:
        return Variant("shrunk", name, _on(pages, change), SHRUNK)

    yield shrunk("all pages to 90%", _all, making.shrunk(0.9))
    yield shrunk("all pages to 70%", _all, making.shrunk(0.7))
    yield shrunk("all pages to 70% in a corner", _all, making.shrunk(0.7, corner=True))
    yield shrunk("all pages to 50%", _all, making.shrunk(0.5))
    yield shrunk("a page to 70%", _middle, making.shrunk(0.7))
    yield shrunk("first page to 70%", _first, making.shrunk(0.7))
    yield shrunk("every other page to 70%", _every_other, making.shrunk(0.7))
    yield shrunk("every other page to 90%", _every_other, making.shrunk(0.9))
    yield shrunk("A5 pages", _all, making.resized(0.707))
    yield shrunk("A3 pages", _all, making.resized(1.414))
    yield shrunk("an A5 page", _middle, making.resized(0.707))
    for name, across, down in (("two", 2, 1), ("four", 2, 2)):
        make = partial(_several, across=across, down=down)
        yield Variant("shrunk", f"{name} pages to a sheet", make, SHRUNK)


def _several(original: Original, _: Beside, *, across: int, down: int) -> bytes:
    return making.several_to_a_sheet(original.data, across, down)


_STAMPS = (
    ("APPENDIX 1", "top right", None),
    ("Appendix A", "top left", None),
    ("OFFICIAL", "top centre", None),
    ("OFFICIAL", "bottom centre", None),
    ("Agenda Item 7", "top right", None),
    ("Page", "bottom centre", 23),
    ("", "bottom left", 23),
)
_SIZES = {"first page": (10, 14, 18, 24), "all pages": (10, 24)}


def _stamped() -> Iterator[Variant]:
    for text, where, number in _STAMPS:
        words = f"{text} {number}".strip() if number else text
        for whose, pages in (("first page", _first), ("all pages", _all)):
            for size in _SIZES[whose]:
                name = f"“{words}” {where}, {size} points, {whose}"
                make = _stamp(text, where, size, number, pages)
                yield Variant("stamped", name, make, STAMPED)
    for whose, pages in (("first page", _first), ("all pages", _all)):
        change = writing.watermark("DRAFT")
        yield Variant("stamped", f"“DRAFT” across, {whose}", _on(pages, change), DRAFTED)


def _stamp(
    text: str, where: str, size: int, number: int | None, pages: Callable[[int], Sequence[int]]
) -> Maker:
    def make(data: bytes, n: int) -> bytes:
        return making.changed(data, pages(n), writing.Stamp(text, where, size, number))

    return _simple(make)


def _mock() -> Iterator[Variant]:
    for name, change in mocks.CHANGES.items():
        yield Variant("mock", name, _simple(partial(_mocked, change)), MOCK)


def _mocked(change: Callable[[Any], bool], data: bytes, _: int) -> Made:
    done = []
    out = making.changed(data, (0,), lambda page: done.append(change(page)))
    return out if all(done) else None


def _scanned() -> Iterator[Variant]:
    for name, uneven in (
        ("one size, nothing bold", scanning.Unevenness(0.0)),
        ("sizes off by 5%, line by line", scanning.Unevenness(0.05)),
        ("sizes off by 15%, line by line", scanning.Unevenness(0.15)),
        ("sizes off by 15%, word by word", scanning.Unevenness(0.15, by_word=True)),
        ("sizes and baselines off", scanning.Unevenness(0.1, 1.5, by_word=True)),
    ):
        yield Variant("scanned", name, _simple(partial(_scan, uneven)), SCANNED)


def _scan(uneven: scanning.Unevenness, data: bytes, _: int) -> bytes:
    return scanning.scanned(data, uneven)


_HURTS = {
    "one bit": damage.one_bit,
    "one byte": damage.one_byte,
    "8 bytes zeroed": damage.zeros(8),
    "64 bytes zeroed": damage.zeros(64),
    "bytes swapped": damage.swapped,
}


def _damaged() -> Iterator[Variant]:
    for what, seeds in (("content", 3), ("letters", 2), ("structure", 2), ("other", 1)):
        for how, change in _HURTS.items():
            for seed in range(seeds):
                name = f"{what}: {how}, {seed + 1}"
                make = partial(_hurt, what, seed, change)
                yield Variant("damaged", name, _simple(make), DAMAGED)
    for share in (0.5, 0.8, 0.95, 0.995):
        name = f"first {share:.1%} with an end marker"
        yield Variant("damaged", name, _simple(partial(_shortened, share)), SHORTENED)
    for length in (1, 200, 5000):
        name = f"{length} bytes lost in the middle"
        yield Variant("damaged", name, _simple(partial(_without_middle, length)), SHORTENED)


def _hurt(what: str, seed: int, change: Any, data: bytes, _: int) -> Made:
    return damage.hurt(data, what, seed, change)


def _shortened(share: float, data: bytes, _: int) -> bytes:
    return damage.short(data, share)


def _without_middle(length: int, data: bytes, _: int) -> bytes:
    return damage.without_middle(data, 0.5, length)
