"""The elements of a chart, built as a tree so that the output is always well formed."""

from __future__ import annotations

from xml.etree import ElementTree

from django.utils.safestring import SafeString, mark_safe

from cusp.history.sequence import NOT_GIVEN

Node = ElementTree.Element
_LETTERS = {
    "outstanding": "O",
    "good": "G",
    "requires improvement": "RI",
    "adequate": "A",
    "inadequate": "I",
    NOT_GIVEN: "NG",
}


def picture(
    name: str, *, title: str, about: str = "", links: bool = False, **attributes: object
) -> Node:
    """The root of a chart; ``name`` is its id on the page.

    A chart with links is a group, because the parts of an image are hidden from screen readers.
    """
    root = ElementTree.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "id": name})
    root.set("role", "group" if links else "img")
    root.set("aria-labelledby", f"{name}-title {name}-about" if about else f"{name}-title")
    _set(root, attributes)
    add(root, "title", title, id=f"{name}-title")
    if about:
        add(root, "desc", about, id=f"{name}-about")
    return root


def add(parent: Node, tag: str, text: str | None = None, **attributes: object) -> Node:
    """Add an element; ``class_`` and ``stroke_width`` become ``class`` and ``stroke-width``."""
    node = ElementTree.SubElement(parent, tag)
    node.text = text
    _set(node, attributes)
    return node


def link(parent: Node, address: str, title: str, *, class_: str, shown: str = "") -> Node:
    """A link in a chart, with a title for people who hover over it or use a screen reader.

    ``shown`` is the visible text. The link's name starts with it so that voice control works.
    """
    name = f"{shown}, {title}" if shown else title
    node = add(parent, "a", href=address, class_=class_, aria_label=name)
    add(node, "title", title)
    return node


def html(root: Node) -> SafeString:
    """The chart as HTML; the tree has escaped its text."""
    return mark_safe(ElementTree.tostring(root, encoding="unicode"))


def letter(grade: str | None) -> str:
    """A grade as one or two letters, so that colour is never the only sign."""
    return _LETTERS.get(grade or "", "–")


def colour(grade: str | None) -> str:
    """A grade as used in CSS class names."""
    return grade.replace(" ", "-") if grade else "none"


def _set(node: Node, attributes: dict[str, object]) -> None:
    for key, value in attributes.items():
        said = f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
        name = key if key in {"viewBox", "preserveAspectRatio"} else key.rstrip("_")
        node.set(name.replace("_", "-"), said)
