"""Read and compare published measures of councils from a user's own LAIT download.

``lait_download`` reads the files, and ``apart`` does so in a separate process. ``series`` gives the
figures in the form in which they are stored. ``forms`` puts periods into words and says which
measures can be compared. ``published`` compares a council's figures with England, its region and
its statistical neighbours.
"""

from cusp.history.measures.apart import Contents, contents_of
from cusp.history.measures.lait_download import (
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
