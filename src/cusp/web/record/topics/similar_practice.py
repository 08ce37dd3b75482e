"""Learn from others: find councils praised for what another council was criticised for.

The model that reads the reports' sentences also decides what a text is about. Of the sentences that
praise the same topic, the best are those that are clearly about it, use the same words or words
with a similar meaning, praise plainly, and are not contradicted by the next sentence. Among those
nearly as good as the best, councils that turned weakness into strength come first, then councils
with better grades. Councils with weak grades today come last. No more than two sentences from a
council are shown.
"""

from __future__ import annotations

import math
import re
import sys
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain

import msgspec

from cusp.findings import SURE_TOPIC, TOPICS, findings_of_sentences, topic_scores
from cusp.findings.sentences import split
from cusp.history.meaning import nearness
from cusp.web.record.archive.revision import kept_until_changed
from cusp.web.record.archive.words import words_of
from cusp.web.record.findings.counted_topics import topics_of
from cusp.web.record.models import ReportSentence
from cusp.web.record.topics.shares import NAMES
from cusp.web.record.topics.statistics import ReadReport

__all__ = [
    "SURE_TOPIC",
    "About",
    "Candidate",
    "Example",
    "about",
    "candidates",
    "plainness",
    "rank",
    "sentences_of",
    "similarity",
    "stems",
]

# A sentence shown as praise must have at least this likelihood of being praise.
SURE_PRAISE = 0.8
MOST_OF_A_COUNCIL = 2
SHOWN = 20
# A text's second topic is used if it is at least this likely.
_ALSO = 0.5
_MOST_TOPICS = 3
# How much a report's grade counts: of two similar sentences, the one with the better grade comes
# first.
_GRADE = {
    "outstanding": 1.0,
    "good": 0.95,
    "requires improvement": 0.7,
    "adequate": 0.7,
    "inadequate": 0.5,
}
_GRADE_UNKNOWN = 0.8
_BEST_GRADES = ("outstanding", "good")
# How much the council counts: one that turned weakness into strength shows how it is done, and one
# with a weak grade today is not the first to follow.
_TURNED, _WEAK_TODAY = 1.25, 0.7
# Examples at least this good, compared with the best, are close to it.
_CLOSE = 0.65
# How much closeness in meaning counts, compared with words in common.
_MEANING = 0.45
# How much a sentence counts if it is not about the text's main topic.
_BESIDE = 0.6
# Praise that the next sentence in the same paragraph partly contradicts.
_TAKEN_BACK = 0.6
# Praise for only a part, or for intentions, shows less about how to do something well.
_IN_PART = re.compile(
    r"\b(some|a few|a minority|small number|in places|at times|stronger|better (assess|plans|"
    r"exam|quality)\w*|encouraging|beginning to|starting to|not all|intends?|plans? to|will)\b",
    re.IGNORECASE,
)
# Numbers alone, and what people say about themselves, show less than what inspectors found.
_COUNTED = re.compile(
    r"\d\s?%|\bper ?cent\b|^\W*\d|\bno (children|young people|care leavers)\b", re.I
)
_CLAIMED = re.compile(
    r"\b(reports? that|reported that|told inspectors|received? assurances?|believes?|is said to|"
    r"leaders say)\b",
    re.IGNORECASE,
)
# A sentence that begins like this depends on the previous one and says little on its own.
_LEANS = re.compile(r"(this|these|they|it|such|those|he|she|similarly|also)\b", re.IGNORECASE)
# How far to correct for sentence length: with a full correction, the shortest would always win.
_LENGTH = 0.6
# Words used about any weakness; they say nothing about its topic.
_COMMON = frozenset(
    words_of(
        "the a an and or of to in for on by with from at as is are was were be been being it its "
        "this that these those their they them there we our us not no too many much few do does "
        "don t s did have has had when where who which what how so but than then before after "
        "into out up more most some all any very can will would should must need needs enough "
        "late slow poor weak long without always often get gets go child children young people "
        "person council authority local know knows further mean means"
    )
)
# Words that name the topic count this much: everything found is already about it.
_KNOWN = 0.7
# Two sentences that share this many of their words say the same thing.
_SAME = 0.75
_STEM = 6  # letters: "supervision" and "supervised" begin alike


class About(msgspec.Struct, frozen=True):
    """What a text is about: topics with their likelihood, most likely first."""

    topics: tuple[tuple[str, float], ...]

    @property
    def main(self) -> str:
        """The most likely topic; empty if there is none."""
        return self.topics[0][0] if self.topics else ""


class Candidate(msgspec.Struct, frozen=True):
    """A sentence that praises, with what the ranking needs."""

    pk: int
    inspection: int
    area: str
    sure: float
    topics: tuple[tuple[str, float], ...]
    text: str
    taken_back: bool = False


class Example(msgspec.Struct, frozen=True):
    """A sentence that was found, and how well it matches."""

    candidate: Candidate
    worth: float


def about(text: str) -> About:
    """What a text is about, from each of its sentences; praise counts less.

    Raises :class:`cusp.findings.NoModel`.
    """
    sentences = [sentence.text for sentence in split(text)][:30] or [text]
    found = findings_of_sentences(sentences)
    likely = topic_scores(sentences)
    weight = [0.3 if finding.polarity in ("strength", "context") else 1.0 for finding in found]
    heavy = sum(weight)
    scores = {
        topic.code: sum(w * float(row[i]) for w, row in zip(weight, likely, strict=True)) / heavy
        for i, topic in enumerate(TOPICS)
        if topic.code != "other"
    }
    order = sorted(scores, key=lambda code: -scores[code])[:_MOST_TOPICS]
    named = [code for n, code in enumerate(order) if n == 0 or scores[code] >= _ALSO]
    return About(tuple((code, round(scores[code], 3)) for code in named))


def candidates(subject: About) -> list[Candidate]:
    """All sentences that clearly praise one of the topics."""
    return [candidate for code, _ in subject.topics for candidate in _praise(code)]


@kept_until_changed(at_most=len(TOPICS))
def _praise(code: str) -> tuple[Candidate, ...]:
    rows = ReportSentence.objects.order_by().filter(
        topic=code, polarity="strength", clear=True, sure__gte=SURE_PRAISE
    )
    return tuple(
        Candidate(
            pk=row.pk,
            inspection=row.inspection_id,
            area=row.area,
            sure=row.sure,
            topics=tuple((also, likely) for also, likely in row.topics),
            text=row.text,
            taken_back=row.taken_back,
        )
        for row in rows
        if code in topics_of(row)
    )


def rank(
    text: str,
    subject: About,
    found: Sequence[Candidate],
    reports: Mapping[int, ReadReport],
    *,
    turned: Container[int] = (),
    weak: Container[str] = (),
    at_most: int = SHOWN,
) -> list[Example]:
    """The examples in the order in which to show them.

    ``turned`` has the keys of reports on councils that had turned weakness into strength by then;
    ``weak`` has the slugs of councils with weak grades today.
    """
    scored = _scored(text, subject, found, reports)

    def choice(example: Example) -> tuple[float, int]:
        report = reports[example.candidate.inspection]
        worth = example.worth * (_TURNED if report.pk in turned else 1.0)
        return -worth * (_WEAK_TODAY if report.slug in weak else 1.0), example.candidate.pk

    shown = _varied(sorted(scored, key=choice), reports, at_most)
    least = _CLOSE * max((example.worth for example in shown), default=0.0)

    def order(example: Example) -> tuple[bool, bool, bool, int, float]:
        report = reports[example.candidate.inspection]
        close = example.worth >= least
        grade = _grade_of(example.candidate, report)
        tier = _BEST_GRADES.index(grade) if grade in _BEST_GRADES else len(_BEST_GRADES)
        return (
            report.slug in weak,
            not close,
            close and report.pk not in turned,
            tier if close else 0,
            -example.worth,
        )

    return sorted(shown, key=order)


def _scored(
    text: str, subject: About, found: Sequence[Candidate], reports: Mapping[int, ReadReport]
) -> list[Example]:
    named = {word for code, _ in subject.topics[:1] for word in stems(NAMES[code])}
    texts = [candidate.text for candidate in found]
    shared = similarity(text, texts, known=named)
    alike = [
        words + _MEANING * near for words, near in zip(shared, nearness(text, texts), strict=True)
    ]
    return [
        Example(candidate, _worth(candidate, alike[n], subject, reports[candidate.inspection]))
        for n, candidate in enumerate(found)
        if candidate.inspection in reports
    ]


def _grade_of(candidate: Candidate, report: ReadReport) -> str:
    """The grade of the section that a sentence is in, or else the overall grade."""
    return report.area_grades.get(candidate.area) or report.grade


def _varied(
    scored: Sequence[Example], reports: Mapping[int, ReadReport], at_most: int
) -> list[Example]:
    """The first examples, with only a few from each council and nothing said twice."""
    shown: list[Example] = []
    of_council: Counter[str] = Counter()
    said: list[frozenset[str]] = []
    for example in scored:
        slug = reports[example.candidate.inspection].slug
        words = stems(example.candidate.text)
        if of_council[slug] >= MOST_OF_A_COUNCIL or any(_same(words, others) for others in said):
            continue
        of_council[slug] += 1
        said.append(words)
        shown.append(example)
        if len(shown) == at_most:
            break
    return shown


def _same(words: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two sentences say the same in much the same words, as successive reports do."""
    return len(words & others) >= _SAME * max(len(words | others), 1)


def _worth(candidate: Candidate, alike: float, subject: About, report: ReadReport) -> float:
    wanted = dict(subject.topics)
    top = wanted.get(subject.main) or 1.0
    topic = sum(wanted.get(code, 0.0) / top * sure for code, sure in candidate.topics)
    if subject.main not in dict(candidate.topics):
        topic *= _BESIDE
    graded = _GRADE.get(_grade_of(candidate, report), _GRADE_UNKNOWN)
    plain = plainness(candidate.text) * (_TAKEN_BACK if candidate.taken_back else 1.0)
    return min(topic, 1.2) * (0.15 + alike) * graded * candidate.sure**2 * plain


def similarity(text: str, texts: Sequence[str], *, known: Iterable[str] = ()) -> list[float]:
    """How similar each text is to one text: roughly the cosine of their word weights.

    Words in many of the texts have little weight, so that what is special counts. So do words
    ``known`` to be in all of them, such as those that name their topic.
    """
    cut = [stems(text) for text in texts]
    in_how_many = Counter(chain.from_iterable(cut))
    rare = {word: math.log(1 + len(cut) / n) for word, n in in_how_many.items()}
    wanted = {word: rare[word] for word in stems(text) if word in rare}
    wanted |= {word: _KNOWN * wanted[word] for word in known if word in wanted}
    length = math.sqrt(sum(v * v for v in wanted.values()))
    if not length:
        return [0.0] * len(texts)
    squares = {word: v * v for word, v in rare.items()}
    lengths = [math.sqrt(sum(map(squares.__getitem__, words))) for words in cut]
    usual = sum(lengths) / len(lengths)
    return [
        sum(wanted[word] * rare[word] for word in wanted.keys() & words)
        / (length * ((1 - _LENGTH) * usual + _LENGTH * own))
        for words, own in zip(cut, lengths, strict=True)
    ]


@lru_cache(maxsize=30_000)
def stems(text: str) -> frozenset[str]:
    """The words that say what a text is about, cut to their first letters."""
    words = (word for word in words_of(text) if word not in _COMMON and len(word) > 1)
    return frozenset(sys.intern(_stem(word)) for word in words)


def _stem(word: str) -> str:
    plain = word[:-1] if len(word) > 3 and word.endswith("s") else word
    return plain[:_STEM]


def plainness(text: str) -> float:
    """How plainly a sentence praises, 0 to 1.

    It is lower if the sentence praises only in part, depends on another sentence, gives only
    numbers or repeats a claim.
    """
    found = 1.0
    for sign, less in ((_IN_PART, 0.6), (_COUNTED, 0.6), (_CLAIMED, 0.6)):
        found *= less if sign.search(text) else 1.0
    return found * (0.85 if _LEANS.match(text) else 1.0)


def sentences_of(pks: Iterable[int]) -> dict[int, ReportSentence]:
    """Sentences with their inspection and council, in one query."""
    return ReportSentence.objects.select_related("inspection__authority").in_bulk(list(pks))
