"""Shares of reports as bars across, each under its words, so that a phone has room for both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from django.utils.safestring import SafeString

from cusp.web.common.charts.svg import add, html, link, picture

_ROW, _BAR = 46, 16


class Share(Protocol):
    """How many of some reports praise and criticise; ``of`` says which, as a topic or a year."""

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

    With ``address`` each bar leads to the page of what it stands for.
    """
    root = picture(
        name, title=title, about="The table below has the figures.", links=address is not None,
        class_="cusp-strip", width="100%", height=_ROW * len(shares),
    )  # fmt: skip
    for place, share in enumerate(shares):
        y = place * _ROW
        per_cent, n = getattr(share, f"{part}_share"), getattr(share, part)
        # The share first: on a phone the longest name has no room for more after it.
        said = f"{per_cent}% {share.name}" + (", few" if share.few else "")
        counted = f"{n} of {share.reports} reports"
        row = (
            link(root, address(share.of), counted, class_="cusp-tile", shown=said)
            if address
            else add(root, "g")
        )
        if not address:
            add(row, "title", f"{said}: {counted}")
        add(row, "text", said, x=0, y=y + 17, font_size=16, class_="cusp-ink")
        add(
            row, "rect", x=0, y=y + 23, height=_BAR, width=f"{max(per_cent, 0.4):.1f}%",
            class_="cusp-dot",
        )  # fmt: skip
    return html(root)
