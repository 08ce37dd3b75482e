"""The data sets described for programs: CSV on the Web for each file, and a catalogue (DCAT)."""

from __future__ import annotations

from datetime import date
from typing import Any

from cusp.web.public.contact import Contact
from cusp.web.public.open_data.datasets import (
    ATTRIBUTION,
    COLUMNS,
    DATA_SETS,
    LICENCE,
    DataSet,
)

_MEDIA = "https://www.iana.org/assignments/media-types/"
# The European Union's lists that DCAT-AP names; English data portals use them too.
_EU = "http://publications.europa.eu/resource/authority/"
_FORMS = (("csv", "CSV", "text/csv"), ("json", "JSON", "application/json"))
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def metadata_of(data_set: DataSet, *, updated: date | None) -> dict[str, Any]:
    """What CSV on the Web says about a CSV file, for its address plus ``-metadata.json``."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": data_set.address("csv").rpartition("/")[2],
        "dc:title": data_set.title,
        "dc:description": f"Each row is {data_set.rows}. {ATTRIBUTION}",
        "dc:license": {"@id": LICENCE},
        **({"dc:modified": {"@value": updated, "@type": "xsd:date"}} if updated else {}),
        "dialect": {"encoding": "utf-8", "header": True},
        "tableSchema": {
            "columns": [_column(name) for name in data_set.columns],
            "primaryKey": list(data_set.key),
        },
    }


def _column(name: str) -> dict[str, Any]:
    column = COLUMNS[name]
    kind: Any = column.type
    if kind == "boolean":
        kind = {"base": "boolean", "format": "True|False"}
    return {"name": name, "titles": name, "dc:description": column.about, "datatype": kind}


def catalogue(site: str, contact: Contact, *, updated: date | None) -> dict[str, Any]:
    """All data sets as a catalogue; ``site`` is the address that the visitor uses."""
    publisher = {"@type": "foaf:Agent", "foaf:name": contact.name_first}
    home = f"{site}/data/"
    return {
        "@context": _CONTEXT,
        "@id": home,
        "@type": "dcat:Catalog",
        "dct:title": _english("Inspections of children’s services in England"),
        "dct:description": _english(
            "Judgements and areas for improvement from Ofsted’s reports on English councils"
        ),
        "dct:publisher": publisher,
        "dct:language": {"@id": f"{_EU}language/ENG"},
        "dct:license": {"@id": LICENCE},
        **_modified(updated),
        "foaf:homepage": {"@id": f"{site}/"},
        "dcat:dataset": [
            _data_set(data_set, site, publisher, contact) | _modified(updated)
            for data_set in DATA_SETS
        ],
    }


def _data_set(
    data_set: DataSet, site: str, publisher: dict[str, str], contact: Contact
) -> dict[str, Any]:
    reach = {
        "@type": "vcard:Organization",
        "vcard:fn": contact.name_first,
        "vcard:hasEmail": {"@id": f"mailto:{contact.email}"},
    }
    return {
        "@id": f"{site}/data/#{data_set.name}",
        "@type": "dcat:Dataset",
        "dct:identifier": data_set.name,
        "dct:title": _english(data_set.title),
        "dct:description": _english(f"Each row is {data_set.rows}. {ATTRIBUTION}"),
        "dct:publisher": publisher,
        **({"dcat:contactPoint": reach} if contact.email else {}),
        "dcat:keyword": [_english(word) for word in data_set.keywords],
        "dcat:theme": {"@id": f"{_EU}data-theme/SOCI"},
        "dct:spatial": {"@id": "http://statistics.data.gov.uk/id/statistical-geography/E92000001"},
        "dct:accrualPeriodicity": {"@id": f"{_EU}frequency/IRREG"},
        "dct:accessRights": {"@id": f"{_EU}access-right/PUBLIC"},
        "dcat:distribution": [
            _distribution(data_set, site, form, name, kind) for form, name, kind in _FORMS
        ],
    }


def _distribution(data_set: DataSet, site: str, form: str, name: str, kind: str) -> dict[str, Any]:
    address = {"@id": f"{site}{data_set.address(form)}"}
    described = {"@id": f"{site}{data_set.address('csv')}-metadata.json"}
    return {
        "@type": "dcat:Distribution",
        "dct:title": _english(f"{data_set.title} ({name})"),
        "dcat:accessURL": {"@id": f"{site}/data/"},
        "dcat:downloadURL": address,
        "dcat:mediaType": {"@id": f"{_MEDIA}{kind}"},
        "dct:format": {"@id": f"{_EU}file-type/{name}"},
        "dct:license": {"@id": LICENCE},
        **({"foaf:page": described} if form == "csv" else {}),
    }


def _english(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "en"}


def _modified(day: date | None) -> dict[str, Any]:
    return {"dct:modified": {"@value": day, "@type": "xsd:date"}} if day else {}
