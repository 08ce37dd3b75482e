"""The place of each judgement in its grade, estimated from the report's wording.

``text`` groups a report's words by judgement, ``hidden`` hides printed grades, ``terms`` and
``features`` count the words, ``model`` scores them, ``ordinal`` puts the score on the scale of
grades, ``pulls`` finds the sentences that matter most, and ``places`` combines the results.
"""

from cusp.findings.place.model import NoModel, load
from cusp.findings.place.places import Place, Places, Pull, places_of, to_json

__all__ = ["NoModel", "Place", "Places", "Pull", "load", "places_of", "to_json"]
