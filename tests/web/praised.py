"""Made-up praise and weaknesses for two councils, for tests of learning from others."""

from datetime import date

from cusp.web.record.models import Authority, Inspection, Judgement, Passage, ReportSentence
from tests.web.passages import count_topics

WEAK = "Supervision of social workers is irregular and not recorded."
PRAISE = (
    "Social workers receive regular supervision that is reflective and recorded.",
    "Managers give good supervision and challenge drift.",
    "Managers have strong oversight of all decisions.",
)


def put_in_praise() -> Inspection:
    """Give Leeds a report that praises supervision, and Kent a weak one; returns Leeds's."""
    Judgement.objects.all().delete()
    Inspection.objects.all().delete()
    rows = {}
    for slug in ("leeds", "kent"):
        rows[slug] = Inspection.objects.create(
            authority=Authority.objects.get(slug=slug),
            start=date(2019, 3, 4),
            end=date(2019, 3, 8),
            framework="ILACS",
        )
        Judgement.objects.create(inspection=rows[slug], area="overall", grade="good")
    for n, text in enumerate(PRAISE, 1):
        ReportSentence.objects.create(
            inspection=rows["leeds"],
            address=f"paragraph-{n}",
            page=n,
            sentence=1,
            polarity="strength",
            sure=0.95,
            clear=True,
            topic="management-oversight",
            topics=[["management-oversight", 0.9]],
            text=text,
        )
    count_topics()
    Passage.objects.create(
        inspection=rows["kent"], kind="item", address="improvement-1", number=1, page=2, text=WEAK
    )
    return rows["leeds"]


def graded(slug: str, start: date, grade: str) -> Inspection:
    """An inspection with an overall grade."""
    row = Inspection.objects.create(
        authority=Authority.objects.get(slug=slug), start=start, end=start, framework="ILACS"
    )
    Judgement.objects.create(inspection=row, area="overall", grade=grade)
    return row
