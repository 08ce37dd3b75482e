"""What every page and download states about topics, to hold them to one another.

Run ``python -m tests.web.stated_counts`` to compare them all over the record of a data folder.
"""

from __future__ import annotations

import csv
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from io import StringIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from django.test import Client

SURE_TOPIC = 0.5
NOTHING = (0, 0, 0)
Counts = tuple[int, int, int]
"""Sentences of praise, of criticism, and of both."""


class Place(NamedTuple):
    """A topic in a report."""

    slug: str
    start: str
    topic: str


def reckoned(client: Client) -> dict[Place, Counts]:
    """The counts by the rule in docs/praise.md, from each sentence in the data of each report."""
    from cusp.web.record.models import Inspection

    found: dict[Place, Counter[str]] = defaultdict(Counter)
    read = Inspection.objects.filter(sentences__isnull=False).distinct()
    for one in read.select_related("authority"):
        slug, start = one.authority.slug, one.start.isoformat()
        rows = client.get(f"{one.get_absolute_url()}findings.json").json()["findings"]
        for row in rows:
            about = [t["topic"] for t in row["topics"] if t["sure"] >= SURE_TOPIC]
            if row["polarity"] == "context" or not row["polarity_is_sure"]:
                continue
            for topic in ["lscb"] if row["area"] == "lscb" else about:
                if topic != "other":
                    found[Place(slug, start, topic)][row["polarity"]] += 1
        found[Place(slug, start, "")][""] = 0  # so that a report without any is known as well
    return {
        place: (number["strength"], number["weakness"], number["mixed"])
        for place, number in found.items()
    }


def state_of(counts: Counts) -> str:
    """Praised, criticised, both or not mentioned, by the rule in docs/praise.md."""
    strengths, _, mixed = counts
    praise, every = strengths + mixed / 2, sum(counts)
    if not every:
        return "not mentioned"
    if praise >= every * 2 / 3:
        return "praised"
    return "criticised" if every - praise >= every * 2 / 3 else "both"


def differences(client: Client) -> Iterator[str]:
    """Every place where something states other counts than the sentences give."""
    truth = reckoned(client)
    reports: dict[str, list[str]] = defaultdict(list)
    for place in sorted(truth):
        if not place.topic:
            reports[place.slug].append(place.start)
    topics = sorted({place.topic for place in truth if place.topic})
    for slug, starts in reports.items():
        for where, place, stated in _of_authority(client, slug, starts):
            if stated != (right := _as(stated, truth.get(place, NOTHING))):
                yield f"{where}: {place} is {stated} instead of {right}"
        for start in starts:
            shown = _on_findings_page(client, slug, start)
            said = {p.topic: n for p, n in truth.items() if p[:2] == (slug, start) and any(n)}
            if {code: n for code, n in shown.items() if any(n) and code != "other"} != said:
                yield f"findings page of {slug} {start}: {shown} instead of {said}"
        yield from _turned_in_comparisons(client, slug, starts, topics, truth)
    yield from _by_topic(client, topics, truth)


def _as(stated: object, right: Counts) -> object:
    return right if isinstance(stated, tuple) else state_of(right)


def _of_authority(
    client: Client, slug: str, starts: list[str]
) -> Iterator[tuple[str, Place, Counts | str]]:
    """What an authority's page, its JSON and the API state: counts, and what they are called."""
    for where in (f"/authorities/{slug}.json", f"/api/v1/authorities/{slug}"):
        for line in client.get(where).json()["topics"]:
            for told in line["inspections"]:
                place = Place(slug, told["inspection"], line["topic"])
                yield where, place, (told["strengths"], told["weaknesses"], told["mixed"])
                yield where, place, told["state"]
    page = client.get(f"/authorities/{slug}/").content.decode()
    for code, cells in _rows(page[page.index('id="topics"') :], r'href="/topics/([a-z-]+)/"'):
        assert len(cells) == len(starts), (slug, code)
        for start, cell in zip(starts, cells, strict=True):
            number = {word: int(n) for n, word in re.findall(r"(\d+) (\w+)", cell)}
            counts = tuple(number.get(word, 0) for word in ("positive", "negative", "mixed"))
            yield f"/authorities/{slug}/", Place(slug, start, code), counts  # type: ignore[misc]
            state = re.match(r"Not mentioned|\w+", cell)
            assert state
            yield f"/authorities/{slug}/", Place(slug, start, code), state[0].lower()


def _on_findings_page(client: Client, slug: str, start: str) -> dict[str, Counts]:
    page = client.get(f"/authorities/{slug}/inspections/{start}/findings/").content.decode()
    found = {}
    for code, cells in _rows(page, r'href="\?topic=([a-z-]+)#'):
        weak, mixed, strong = map(int, cells)
        found[code] = (strong, weak, mixed)
    return found


def _turned_in_comparisons(
    client: Client, slug: str, starts: list[str], topics: list[str], truth: dict[Place, Counts]
) -> Iterator[str]:
    for before, after in pairwise(starts):
        states = {
            code: tuple(state_of(truth.get(Place(slug, s, code), NOTHING)) for s in (before, after))
            for code in topics
        }
        address = f"/authorities/{slug}/compare/{before}/{after}"
        page = client.get(f"{address}/").content.decode()
        for where in (f"{address}.json", f"/api/v1{address}"):
            stated = client.get(where).json()["topics_turned"]
            if stated is None:
                continue
            for way, turned in (("better", ("criticised", "praised")),
                                ("worse", ("praised", "criticised"))):  # fmt: skip
                right = {code for code in topics if states[code] == turned}
                if {row["topic"] for row in stated[way]} != right:
                    yield f"{where}: {way} are {stated[way]} instead of {right}"
                part = page[page.index('id="turned"') :]
                if not right <= {code for code, _ in _rows(part, r'href="/topics/([a-z-]+)/"')}:
                    yield f"{address}/: {right} are not all there"


def _by_topic(client: Client, topics: list[str], truth: dict[Place, Counts]) -> Iterator[str]:
    """The list of topics, and each topic's page and data."""
    listed = {row["topic"]: row for row in client.get("/topics.json").json()["topics"]}
    table = client.get("/topics.csv").content.decode("utf-8-sig")
    in_csv = {row["topic"]: row for row in csv.DictReader(StringIO(table))}
    page = client.get("/topics/").content.decode()
    on_page = dict(_rows(page[page.index('id="all-topics"') :], r'href="/topics/([a-z-]+)/"'))
    if set(topics) != listed.keys():
        yield f"/topics.json: {sorted(listed)} instead of {topics}"
    for code in topics:
        of_topic = {place: n for place, n in truth.items() if place.topic == code}
        data = client.get(f"/topics/{code}.json").json()
        states = Counter(state_of(n) for n in of_topic.values())
        right: Any = [sum(n) for n in zip(*of_topic.values(), strict=True)]
        right += [states[state] for state in ("praised", "criticised", "both")]
        names = ("sentences_of_praise", "sentences_of_criticism", "sentences_of_both", "praised",
                 "criticised", "both")  # fmt: skip
        years = [sum(year[name] for year in data["by_year"]) for name in names]
        for where, stated in (
            ("/topics.json", [listed[code][name] for name in names]),
            ("/topics.csv", [int(in_csv[code][name]) for name in names]),
            (f"/topics/{code}.json by year", years),
        ):
            if stated != right:
                yield f"{where}: {code} is {stated} instead of {right}"
        if int(on_page[code][1].replace(",", "")) != sum(right[:3]):
            yield f"/topics/: {code} has {on_page[code][1]} sentences instead of {sum(right[:3])}"
        for row in data["praised"]:
            start = row["inspection"]
            slug = re.search(r"/authorities/([^/]+)/", row["address"])
            assert slug
            numbers = of_topic[Place(slug[1], start, code)]
            if (row["praise"], row["criticism"], row["both"]) != numbers:
                yield f"/topics/{code}.json: {slug[1]} {start} is {row} instead of {numbers}"
        yield from _turned_of_topic(client, code, data, of_topic)
        if listed[code]["councils_turned"] != len({row["authority"] for row in data["turned"]}):
            yield f"/topics.json: {listed[code]['councils_turned']} councils turned for {code}"


def _turned_of_topic(
    client: Client, code: str, data: Any, of_topic: dict[Place, Counts]
) -> Iterator[str]:
    by_council: dict[str, list[Place]] = defaultdict(list)
    for place in sorted(of_topic):
        by_council[place.slug].append(place)
    right = {
        (before.slug, before.start, after.start)
        for places in by_council.values()
        for before, after in pairwise(places)
        if (state_of(of_topic[before]), state_of(of_topic[after])) == ("criticised", "praised")
    }
    stated = {
        tuple(re.findall(r"/authorities/([^/]+)/compare/([^/]+)/([^/]+)/", row["address"])[0])
        for row in data["turned"]
    }
    if stated != right:
        yield f"/topics/{code}.json: turned are {stated ^ right} different"
    page = client.get(f"/topics/{code}/").content.decode()
    number = re.search(r"(\d+) councils?</a>\s+turned weakness into strength", page)
    if not number or int(number[1]) != len({slug for slug, _, _ in right}):
        yield f"/topics/{code}/: {number and number[1]} councils turned"


def _rows(markup: str, code: str) -> Iterator[tuple[str, list[str]]]:
    """Rows of tables whose heading has a topic's code: the code, and the words of each cell."""
    from tests.web.markup import words

    for row in re.findall(r"<tr>.*?</tr>", markup, re.DOTALL):
        named = re.search(rf"<th[^>]*>.*?{code}.*?</th>", row, re.DOTALL)
        if named:
            yield named[1], [words(c) for c in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]


def main() -> int:
    """Print every difference; 1 if there are any."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cusp.web.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    found = list(differences(Client()))
    print(*found, f"{len(found)} differences", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
