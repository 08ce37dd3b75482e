"""Made-up passages in the record, for search tests."""

from datetime import date

from cusp.web.record import search
from cusp.web.record.findings import counted_topics
from cusp.web.record.models import Authority, Inspection, Judgement, Passage, ReportSentence


def stored(
    texts: list[str], *, name: str = "Wexcombe", start: date = date(2019, 7, 15)
) -> Inspection:
    """An inspection with these paragraphs, which search can find."""
    authority, _ = Authority.objects.get_or_create(slug=name.lower(), defaults={"name": name})
    inspection = Inspection.objects.create(
        authority=authority, start=start, end=start, framework="ILACS"
    )
    rows = Passage.objects.bulk_create(
        Passage(
            inspection=inspection,
            kind="paragraph",
            address=f"paragraph-{n}",
            number=n,
            area="leaders",
            page=1,
            text=text,
        )
        for n, text in enumerate(texts, 1)
    )
    search.take_in(inspection, rows)
    return inspection


def count_topics() -> None:
    """Count the sentences of each report again, as is done when they are stored."""
    for inspection in Inspection.objects.filter(sentences__isnull=False).distinct():
        counted_topics.store(inspection, inspection.sentences.all())


def put_in_three() -> dict[str, Inspection]:
    """Three inspections that all mention "oversight" and differ in everything filters use."""
    old = stored(["Oversight is weak"], start=date(2016, 4, 25))
    new = stored(["Oversight is better", "Nothing"], start=date(2019, 7, 15))
    other = stored(["Oversight oversight oversight"], name="Elsewhere", start=date(2018, 1, 8))
    Inspection.objects.filter(pk=old.pk).update(framework="SIF")
    Authority.objects.filter(slug="elsewhere").update(region="London")
    Judgement.objects.create(inspection=old, area="overall", grade="inadequate")
    Judgement.objects.create(inspection=new, area="overall", grade="good")
    Judgement.objects.create(inspection=new, area="leaders", grade="outstanding")
    old.passages.update(kind="item", area="")
    sentence = {"page": 1, "area": "leaders", "sentence": 1, "topic": "leadership", "text": "…"}
    for inspection, polarity, sure in (
        (new, "strength", 0.9),
        (new, "weakness", 0.3),  # not clear enough to count
        (other, "mixed", 0.9),
    ):
        ReportSentence.objects.create(
            inspection=inspection,
            address="paragraph-1",
            polarity=polarity,
            sure=sure,
            clear=sure > 0.5,
            **sentence,
        )
    return {"old": old, "new": new, "other": other}
