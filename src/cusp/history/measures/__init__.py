"""Read and compare published measures of councils from a user's own download of LAIT.

``files`` reads the download, ``forms`` says how periods are written and which measures can be
compared, and ``published`` compares a council's figures with England, its region and its
statistical neighbours.
"""

from cusp.history.measures.files import (
    ENGLAND,
    Measure,
    NotMeasures,
    Polarity,
    Published,
    Value,
    read_measures,
    sort_key,
)
from cusp.history.measures.published import (
    FEWEST,
    MOSTLY,
    MOSTLY_NOT,
    Agreement,
    Place,
    Trend,
    UnknownMeasure,
    agreement,
    place,
    updated_to,
)

__all__ = [
    "ENGLAND",
    "FEWEST",
    "MOSTLY",
    "MOSTLY_NOT",
    "Agreement",
    "Measure",
    "NotMeasures",
    "Place",
    "Polarity",
    "Published",
    "Trend",
    "UnknownMeasure",
    "Value",
    "agreement",
    "place",
    "read_measures",
    "sort_key",
    "updated_to",
]
