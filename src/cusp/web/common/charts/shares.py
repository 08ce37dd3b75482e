"""Shares of criticism as horizontal bars, each below its label so that both fit on a phone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from django.utils.safestring import SafeString

from cusp.web.common.charts.svg import Node, add, html, link, picture

_ROW, _BAR = 46, 16


class Share(Protocol):
    """What some reports say about a topic; ``of`` is the topic, or the group, such as a year."""

    @property
    def of(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def range_words(self) -> str: ...  # noqa: D102
    @property
    def sentences(self) -> int: ...  # noqa: D102
    @property
    def criticism_share(self) -> int | None: ...  # noqa: D102
    @property
    def few(self) -> bool: ...  # noqa: D102


def share_bars(
    shares: Sequence[Share],
    *,
    title: str,
    name: str = "shares",
    address: Callable[[str], str] | None = None,
) -> SafeString:
    """A bar for each share, showing the percentage of sentences that criticise.

    With ``address``, each bar links to a page on its subject.
    """
    root = picture(
        name,
        title=title,
        about="The table beside it has the figures.",
        links=address is not None,
        class_="cusp-strip",
        width="100%",
        height=_ROW * len(shares),
    )
    for number, share in enumerate(shares):
        _bar(root, share, number * _ROW, address(share.of) if address else None)
    return html(root)


def _bar(root: Node, share: Share, y: int, address: str | None) -> None:
    per_cent = share.criticism_share
    # The percentage comes first: on a phone the longest name leaves no room after it.
    words = f"{'–' if per_cent is None else f'{per_cent}%'} {share.name}"
    words += ", small number" if share.few else ""
    counted = f"{share.range_words or 'none'} of {share.sentences:,} sentences"
    if address:
        row = link(root, address, counted, class_="cusp-tile", shown=words)
    else:
        row = add(root, "g")
        add(row, "title", f"{words}: {counted}")
    add(row, "text", words, x=0, y=y + 17, font_size=16, class_="cusp-ink")
    width = f"{max(per_cent or 0, 0.4):.1f}%"
    add(row, "rect", x=0, y=y + 23, height=_BAR, width=width, class_="cusp-dot")
