"""Published council-level measures: a user's own download of LAIT, read and compared.

``files`` reads the download, ``apart`` does so in a process of its own, ``series`` gives its
figures as they are kept, ``forms`` says how periods are written and which can be compared,
``published`` puts a council's figures beside England, its region and its statistical neighbours.
"""

from cusp.history.measures.apart import Contents, contents_of
from cusp.history.measures.files import (
    ENGLAND,
    Measure,
    Polarity,
    Published,
    Value,
    read_measures,
    sort_key,
)
from cusp.history.measures.opening import NotMeasures
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
from cusp.history.measures.series import Series

__all__ = [
    "ENGLAND",
    "FEWEST",
    "MOSTLY",
    "MOSTLY_NOT",
    "Agreement",
    "Contents",
    "Measure",
    "NotMeasures",
    "Place",
    "Polarity",
    "Published",
    "Series",
    "Trend",
    "UnknownMeasure",
    "Value",
    "agreement",
    "contents_of",
    "place",
    "read_measures",
    "sort_key",
    "updated_to",
]
