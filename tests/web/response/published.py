"""Published figures of a plan's council, as if loaded from a file."""

from cusp.web.record.models import Measure, MeasureSeries, MeasuresFile
from cusp.web.response.models import Plan


def load_figures(plan: Plan, *, latest: float = 80.0, unit: str = "%") -> None:
    """A file with a measure for two years, and one year that is not published."""
    Measure.objects.all().delete()
    measure = Measure.objects.create(
        code="InTime", title="In time in full", topic="Child Protection", better="high",
        unit=unit, year_type="Financial Year", source="DfE",
    )  # fmt: skip
    values = [["2022", None, "c"], ["2023", 70, None], ["2024", latest, None, 3, 150, 1]]
    council = plan.inspection.authority  # Wexcombe is made up, so it has no code
    council.code = "E99999999"
    council.save(update_fields=["code"])
    MeasureSeries.objects.create(measure=measure, place=council.code, values=values)
    MeasuresFile.objects.create(name="figures.parquet", sha256=str(latest), measures=1, values=3)
