"""Reads and changes the tags of our own pages without touching anything else.

Pages come from our templates, which quote attributes and escape text, so a parser that repairs
pages is not needed. It would also be slower, and there are tens of thousands of pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape, unescape

import msgspec

_TAG = re.compile(
    r"<!--.*?-->"
    r"|<(?P<raw>script|style)\b(?P<raw_attributes>(?:\"[^\"]*\"|'[^']*'|[^>\"'])*)>.*?</(?P=raw)\s*>"
    r"|<(?P<close>/?)(?P<name>[a-zA-Z][\w:-]*)(?P<attributes>(?:\"[^\"]*\"|'[^']*'|[^>\"'])*)>",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"([^\s=/\"'<>]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
_VALUED = frozenset(("href", "src", "action", "value", "alt"))
# Attributes that a decision can be about.
_MATTERS = re.compile(r"href|src|data-")
_ID = re.compile(r"\sid=\"([^\"]+)\"")


class Tag(msgspec.Struct):
    """A start tag: its name, its attributes, and where it is in the page."""

    name: str
    attributes: dict[str, str]
    start: int
    end: int
    alone: bool

    def written(self) -> str:
        """The tag as markup."""
        said = "".join(
            f' {name}="{escape(value)}"' if value or name in _VALUED else f" {name}"
            for name, value in self.attributes.items()
        )
        return f"<{self.name}{said}{'/' if self.alone and self.name not in _VOID else ''}>"


# What to do with a tag: keep it, drop its element, drop only the tags of a link, or new markup.
Decision = Callable[[Tag], str]
KEEP, DROP, UNWRAP = "keep", "drop", "unwrap"


def changed(page: str, decide: Decision) -> str:
    """The page with its tags handled as ``decide`` says: a constant above, or new markup.

    It is asked about forms, and tags with a link or a ``data-`` attribute.
    """
    return "".join(_pieces(page, decide))


def _pieces(page: str, decide: Decision) -> Iterator[str]:
    at, bare_link = 0, False
    for found in _TAG.finditer(page):
        name = (found["name"] or found["raw"] or "").lower()
        if not name or found.start() < at:
            continue
        if found["close"]:
            # Links are never inside links, so this ends the last one.
            if name == "a" and bare_link:
                yield page[at : found.start()]
                at, bare_link = found.end(), False
            continue
        if name != "form" and not _MATTERS.search(
            found["attributes"] or found["raw_attributes"] or ""
        ):
            continue
        tag = _tag(found, name)
        said = decide(tag)
        if said == KEEP:
            continue
        yield page[at : found.start()]
        at = tag.end
        if said == DROP:
            at = _after(page, found, tag)
        elif said == UNWRAP:
            bare_link = True
        else:
            yield said
    yield page[at:]


def _after(page: str, opened: re.Match[str], tag: Tag) -> int:
    """The end of an element."""
    if tag.alone or opened["raw"]:
        return opened.end()
    depth = 1
    for found in _TAG.finditer(page, opened.end()):
        if (found["name"] or "").lower() != tag.name:
            continue
        depth += -1 if found["close"] else 0 if _alone(found, tag.name) else 1
        if depth == 0:
            return found.end()
    return len(page)


def ids(page: str) -> frozenset[str]:
    """Every id in the page, which links can lead to."""
    return frozenset(unescape(found) for found in _ID.findall(page))


def start_tags(page: str) -> Iterator[Tag]:
    """Every start tag in the page."""
    for found in _TAG.finditer(page):
        name = (found["name"] or found["raw"] or "").lower()
        if name and not found["close"]:
            yield _tag(found, name)


def _tag(found: re.Match[str], name: str) -> Tag:
    attributes = _attributes_in(found)
    end = found.end() if not found["raw"] else found.end("raw_attributes") + 1
    return Tag(name, _attributes(attributes), found.start(), end, _alone(found, name))


def _attributes_in(found: re.Match[str]) -> str:
    return found["attributes"] or found["raw_attributes"] or ""


def _alone(found: re.Match[str], name: str) -> bool:
    return name in _VOID or (found["attributes"] or "").rstrip().endswith("/")


def _attributes(text: str) -> dict[str, str]:
    return {
        name: unescape(double or single or bare or "")
        for name, double, single, bare in _ATTRIBUTE.findall(text)
    }
