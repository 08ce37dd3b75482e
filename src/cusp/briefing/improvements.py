"""Sentences on areas for improvement: how many, now and before, carried over or new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cusp.briefing.facts import Carried, Facts, Inspected, Item, Source
from cusp.briefing.grades import previous
from cusp.briefing.sentences import Draft, needed
from cusp.briefing.wording import capital, counted, listed, quoted

FRAMEWORKS = Source("How Cusp compares inspections", "docs/history.md")
METHOD = Source("How Cusp compares areas for improvement", "docs/carried-over.md")
# The list takes up about this many words, shared between its items.
_WORDS, _FEWEST, _MOST = 130, 8, 30
# A longer list is followed by one sentence on what was carried over, instead of one on each line.
_SHORT_LIST = 6


def drafts(facts: Facts) -> Iterator[Draft]:
    """The sentences, in order."""
    items, before = facts.latest.items, previous(facts)
    if items is None:
        return
    yield from _counts(facts.latest, before)
    compared = before if before and before.items and facts.carried is not None else None
    yield from _listed(items, compared, facts.carried or ())
    if compared and facts.carried is not None:
        yield from _carried_over(items, compared, facts.carried)


def _counts(latest: Inspected, before: Inspected | None) -> Iterator[Draft]:
    items = latest.items or ()
    if items:
        priority = sum(item.priority for item in items)
        more = f", {priority} of them for priority and immediate action" if priority else ""
        number = counted(len(items), "area", "areas")
        text = f"The report lists {number} for improvement{more}."
        yield Draft("areas now", text, _sources(items))
    if before and before.items:
        year = before.inspection.start.year
        number = counted(len(before.items), "area", "areas")
        text = f"The {year} report listed {number}."
        yield Draft("areas before", text, needed(before.days, _sources(before.items)))
        if before.inspection.framework != latest.inspection.framework:
            text = "It followed an earlier framework, so the numbers alone say little."
            yield Draft("caution on numbers", text, needed(before.days, latest.days, [FRAMEWORKS]))


def _listed(
    items: Sequence[Item], before: Inspected | None, carried: Sequence[Carried]
) -> Iterator[Draft]:
    """A line for each area; in a short list, also what it follows on from."""
    words = min(max(_WORDS // max(len(items), 1), _FEWEST), _MOST)
    for line, item in enumerate(items, 1):
        urgent = " (priority)" if item.priority else ""
        text = f"{item.number}{urgent}: {quoted(item.text, words)}"
        yield Draft("area", text, needed(item.sources), line)
        if before and len(items) <= _SHORT_LIST:
            yield _origin(item, before, carried, line)


def _origin(item: Item, before: Inspected, carried: Sequence[Carried], line: int) -> Draft:
    year = before.inspection.start.year
    links = [link for link in carried if link.later == item.number]
    sure = [link for link in links if link.sure]
    if not links:
        text = f"New: Cusp found nothing like it in the {year} list."
        return Draft(
            "new", text, needed(item.sources, before.days, _sources(before.items or ())), line
        )
    named = _numbers([link.earlier for link in sure or links])
    if not sure:
        text = f"It may follow on from {named} in {year}."
        return Draft("perhaps", text, _both([item], before, links), line)
    whole = any(link.kind == "same" for link in sure)
    text = f"Carried over from {named} in {year}{'' if whole else ', in part'}."
    return Draft("carried over", text, _both([item], before, sure), line)


def _carried_over(
    items: Sequence[Item], before: Inspected, carried: Sequence[Carried]
) -> Iterator[Draft]:
    """What was carried over, in a long list, and how Cusp knows."""
    year = before.inspection.start.year
    sure = [link for link in carried if link.sure]
    if len(items) > _SHORT_LIST:
        later = sorted({link.later for link in sure})
        if later:
            pairs = [_pair(number, sure) for number in later]
            own = [item for item in items if item.number in later]
            text = f"Carried over from the {year} list: {listed(pairs)}."
            yield Draft("carried over", text, _both(own, before, sure))
        linked = {link.later for link in carried}
        new = [item for item in items if item.number not in linked]
        if new:
            named = capital(_numbers([item.number for item in new]))
            verb = "is" if len(new) == 1 else "are"
            text = f"{named} {verb} new: Cusp found nothing like {_it(new)} in the {year} list."
            found = needed(_sources(new), before.days, _sources(before.items or ()))
            yield Draft("new", text, found)
    text = "Cusp compared the wording of the two lists. Ofsted does not say what was carried over."
    if any(link.confirmed for link in carried):
        text = (
            "Cusp compared the wording of the two lists, and officers checked some of the links. "
            "Ofsted does not say what was carried over."
        )
    yield Draft("caution on carried over", text, (METHOD,))


def _it(items: Sequence[Item]) -> str:
    return "it" if len(items) == 1 else "them"


def _pair(number: int, links: Sequence[Carried]) -> str:
    earlier = [str(link.earlier) for link in links if link.later == number]
    return f"{number} (from {' and '.join(earlier)})"


def _numbers(numbers: Sequence[int]) -> str:
    """Area 1; areas 1 and 2."""
    plain = [str(number) for number in dict.fromkeys(numbers)]
    return f"area{'' if len(plain) == 1 else 's'} {listed(plain)}"


def _both(
    items: Sequence[Item], before: Inspected, links: Sequence[Carried]
) -> tuple[Source | None, ...]:
    """The sources of both ends of some links."""
    wanted = {link.earlier for link in links}
    earlier = [item for item in before.items or () if item.number in wanted]
    return needed(_sources(items), before.days, _sources(earlier))


def _sources(items: Sequence[Item]) -> tuple[Source | None, ...]:
    return needed(*(item.sources for item in items))
