"""The sentences of findings: what was found, and what to do about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from cusp.packs.record import Finding, Kind
from cusp.wording import listed

_LONGEST, _MOST = 80, 5
_CONFIRM = "or confirm that they may be published"
_HIDDEN = {
    "under": "words under a filled box or picture",
    "pale": "words in the colour of their background",
    "unseen": "invisible words",
    "field": "fields of a form that are filled in but not shown, with words",
    "outside": "words outside the visible page",
}


def on_pages(pages: Iterable[int]) -> str:
    """ "Page 3" or "Pages 1 and 4 to 6"."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    said = []
    for first, last in runs:
        if last == first + 1:
            said += [str(first), str(last)]
        else:
            said.append(str(first) if first == last else f"{first} to {last}")
    if len(said) > _MOST * 2:
        said = [*said[: _MOST * 2], f"{len(said) - _MOST * 2} more"]
    word = "Page" if len(said) == 1 and "to" not in said[0] else "Pages"
    return f"{word} {listed(said)}"


def quoted(texts: Sequence[str]) -> str:
    """The first few texts in quotation marks, cut if they are long."""
    short = [
        f"“{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}”"
        for text in (" ".join(text.split()) for text in texts[:_MOST])
    ]
    if len(texts) > _MOST:
        short.append(f"{len(texts) - _MOST} more")
    return listed(short)


def hidden_words(found: Sequence[tuple[int, str, tuple[str, ...]]]) -> list[Finding]:
    """A question for each reason: page, reason and words of each place where it was found."""
    by_reason: dict[str, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
    for page, why, words in found:
        by_reason[why].append((page, words))
    findings = []
    for why, places in by_reason.items():
        pages = tuple(page for page, _ in places)
        words = tuple(word for _, each in places for word in each)
        has = "has" if len(set(pages)) == 1 else "have"
        text = (
            f"{on_pages(pages)} {has} {_HIDDEN[why]} that anyone can copy: {quoted(words)}. "
            f"Remove the words from the document itself, {_CONFIRM}."
        )
        findings.append(Finding("hidden words", "asks", text, pages, words))
    return findings


def stop(kind: Kind, text: str) -> tuple[Finding, ...]:
    """Why a file cannot be a paper at all."""
    return (Finding(kind, "stops", text),)
