"""Published council-level measures: a user's own download of LAIT, read and compared.

``files`` reads the download, ``apart`` has a process of its own do so, ``forms`` says how periods are written and which can be compared,
``published`` puts a council's figures beside England, its region and its statistical neighbours.
"""

from cusp.history.measures.apart import read_measures_apart
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
    "read_measures_apart",
    "sort_key",
    "updated_to",
]
