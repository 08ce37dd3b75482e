"""Shares of reports as horizontal bars under their labels, so both fit on a phone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from django.utils.safestring import SafeString

from cusp.web.common.charts.svg import Node, add, html, link, picture

_ROW, _BAR = 46, 16


class Share(Protocol):
    """How many reports in a group praise and criticise; ``of`` is the topic or year."""

    @property
    def of(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def reports(self) -> int: ...  # noqa: D102
    @property
    def few(self) -> bool: ...  # noqa: D102


def share_bars(
    shares: Sequence[Share],
    *,
    title: str,
    part: str,
    name: str = "shares",
    address: Callable[[str], str] | None = None,
) -> SafeString:
    """A bar for the share of reports that criticise (``part`` "criticised") or praise.

    With ``address``, each bar links to its own page.
    """
    root = picture(
        name,
        title=title,
        about="The table below has the figures.",
        links=address is not None,
        class_="cusp-strip",
        width="100%",
        height=_ROW * len(shares),
    )
    for place, share in enumerate(shares):
        _bar(root, share, part=part, top=place * _ROW, address=address)
    return html(root)


def _bar(
    root: Node, share: Share, *, part: str, top: int, address: Callable[[str], str] | None
) -> None:
    per_cent, number = getattr(share, f"{part}_share"), getattr(share, part)
    # The share first: on a phone the longest name has no room for more after it.
    said = f"{per_cent}% {share.name}" + (", few" if share.few else "")
    counted = f"{number} of {share.reports} reports"
    if address:
        row = link(root, address(share.of), counted, class_="cusp-tile", shown=said)
    else:
        row = add(root, "g")
        add(row, "title", f"{said}: {counted}")
    width = f"{max(per_cent, 0.4):.1f}%"
    add(row, "text", said, x=0, y=top + 17, font_size=16, class_="cusp-ink")
    add(row, "rect", x=0, y=top + 23, height=_BAR, width=width, class_="cusp-dot")
