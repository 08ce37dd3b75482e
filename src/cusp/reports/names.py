"""Normalise names so that they can be compared however they are printed."""

from __future__ import annotations

import re
import unicodedata


def plain_name(text: str) -> str:
    """A normalised name: lower case, "and" for "&", no accents, no punctuation."""
    text = re.sub("['’‘‛`´ʼ′]", "", text.replace("&", " and "))
    text = unicodedata.normalize("NFKD", text).casefold()
    # Cf: soft hyphens, zero-width characters and marks for writing direction
    text = "".join(ch for ch in text if not unicodedata.combining(ch) and not _invisible(ch))
    return " ".join(re.sub(r"[\W_]+", " ", text).split())


def _invisible(ch: str) -> bool:
    return unicodedata.category(ch) == "Cf"
