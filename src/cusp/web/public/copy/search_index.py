"""The copy's own search: a page, and an index that the browser searches.

The index is in small files. ``words-a.json`` has the words that begin with *a*, each with the
entries that mention it; ``entries-0.json`` has the first entries. A browser loads only those it
needs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import msgspec
from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch
from django.shortcuts import render
from django.test import RequestFactory
from django.urls import reverse

from cusp.findings import TOPICS
from cusp.history.sequence import NOT_GIVEN
from cusp.web.common.wording import say_date
from cusp.web.public.copy import addresses
from cusp.web.public.copy.crawl import Fetched, Maker
from cusp.web.record.archive.words import words_of
from cusp.web.record.choices import PassageKind
from cusp.web.record.models import Authority, Inspection, Passage

ENTRIES_A_FILE = 300
_OTHER = "0"


class Entry(msgspec.Struct, array_like=True, frozen=True):
    """Something to find: its heading, what it is, its text, and the file that it leads to."""

    name: str
    about: str
    text: str
    file: str


def pages(maker: Maker) -> Fetched:
    """Make the search page and its index."""
    files = dict(index(list(entries())))
    fetched = Fetched({addresses.SEARCH})
    for name, value in files.items():
        file = f"search/{name}"
        fetched.files[file] = maker.keep(file, msgspec.json.encode(value))
    file = addresses.file_of(addresses.SEARCH)
    request = RequestFactory().get(addresses.SEARCH, SERVER_NAME=addresses.HOST)
    request.user = AnonymousUser()
    page = render(request, "public/copy_search.html", {"trail": [("Search", "")]})
    made = maker.rewriter(addresses.SEARCH, file, lambda _path: None).page(page.content.decode())
    fetched.files[file] = maker.keep(file, made.content)
    fetched.targets = dict.fromkeys(made.targets, file)
    return fetched


def entries() -> Iterator[Entry]:
    """Councils, topics, inspections and areas for improvement, the newest first within each."""
    for council in Authority.objects.order_by("name"):
        about = f"Council, {council.region}" if council.region else "Council"
        yield Entry(council.name, about, "", _file(council.get_absolute_url()))
    for topic in TOPICS:
        yield Entry(topic.words, "Topic", topic.what, _file(reverse("topic", args=[topic.code])))
    items = Passage.objects.filter(kind=PassageKind.ITEM).order_by("pk")
    inspections = (
        Inspection.objects.select_related("authority")
        .prefetch_related("judgements", Prefetch("passages", items))
        .order_by("-start", "authority__name")
    )
    found = list(inspections)
    yield from map(_of_inspection, found)
    for inspection in found:
        yield from (_of_item(inspection, item) for item in inspection.passages.all())


def index(found: list[Entry]) -> Iterator[tuple[str, object]]:
    """Each file of the index with its content."""
    files = range(0, len(found), ENTRIES_A_FILE)
    for number, start in enumerate(files):
        yield f"entries-{number}.json", found[start : start + ENTRIES_A_FILE]
    by_letter: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, entry in enumerate(found):
        for word in sorted({*words_of(f"{entry.name} {entry.text}")}):
            by_letter[_letter(word)][word].append(number)
    for letter, words in sorted(by_letter.items()):
        yield f"words-{letter}.json", words
    yield (
        "index.json",
        {"entries": len(found), "a_file": ENTRIES_A_FILE, "letters": sorted(by_letter)},
    )


def _letter(word: str) -> str:
    return word[0] if "a" <= word[0] <= "z" else _OTHER


def _of_inspection(inspection: Inspection) -> Entry:
    grades = {judgement.area: judgement.grade for judgement in inspection.judgements.all()}
    grade = grades.get("overall") or ("" if inspection.overall_given else NOT_GIVEN)
    return Entry(
        f"{inspection.authority}, inspection of {say_date(inspection.start)}",
        "Inspection",
        grade.capitalize(),
        _file(inspection.get_absolute_url()),
    )


def _of_item(inspection: Inspection, item: Passage) -> Entry:
    days = [inspection.authority.slug, inspection.start.isoformat(), item.address]
    return Entry(
        f"{inspection.authority}, {say_date(inspection.start)}",
        f"Area for improvement{f' {item.number}' if item.number else ''}",
        item.text,
        _file(reverse("passage", args=days)),
    )


def _file(path: str) -> str:
    return addresses.file_of(path).removesuffix("index.html")
