"""The place of each judgement in its grade, read from the report's words.

``text`` sorts a report's words by judgement, ``hidden`` hides printed grades in them, ``terms`` and
``features`` count what is there, ``model`` weighs it, ``ordinal`` puts the result on the scale of
grades, ``pulls`` finds the sentences that matter most, ``places`` puts it all together.
"""

from cusp.findings.place.model import NoModel, load
from cusp.findings.place.places import Place, Places, Pull, places_of, to_json

__all__ = ["NoModel", "Place", "Places", "Pull", "load", "places_of", "to_json"]
