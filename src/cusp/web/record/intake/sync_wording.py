"""Messages of ``cusp sync``."""

from __future__ import annotations

from datetime import date

from cusp.history import sequence
from cusp.history.inspections import Inspection as Facts
from cusp.web.common.wording import say_date
from cusp.web.record.archive.library_records import all_facts
from cusp.web.record.models import Inspection

_PARTS = {"looked-after": "looked-after services", "lscb-review": "safeguarding board"}


def report_of(day: date, inspection: Inspection | None = None) -> str:
    """A report by its inspection or, if unknown, by its publication date on Ofsted's page."""
    if inspection:
        return f"report on the inspection of {say_date(inspection.start)}"
    return f"report published on {say_date(day)}"


def now_and_before(inspection: Inspection) -> tuple[Facts, Facts | None]:
    """An inspection, and the previous inspection of the whole service if there is one."""
    rows = inspection.authority.inspections.filter(start__lte=inspection.start)
    facts = sequence.in_order(all_facts(rows))
    earlier = [inspection for inspection in facts[:-1] if inspection.whole_service]
    return facts[-1], earlier[-1] if earlier else None


def added(now: Facts, before: Facts | None, *, problems: int) -> str:
    """ "inspection of 15 July 2019 added: requires improvement (was requires improvement)" """
    said = f"inspection of {say_date(now.start)} added: {_graded(now)}"
    if now.whole_service:
        said += f" ({_was(now, before)})"
    if problems:
        values = "1 value" if problems == 1 else f"{problems} values"
        said += f". {values} could not be read reliably: see the inspection’s page"
    return said


def _graded(now: Facts) -> str:
    if not now.whole_service:
        return f"{_PARTS.get(now.kind or '', 'part of the services')} only; {_areas(now)}"
    grade = now.grades.get("overall")
    if grade:
        return grade
    if now.overall_given:
        return f"the overall grade could not be read; {_areas(now)}"
    return f"no overall grade is given; {_areas(now)}"


def _areas(now: Facts) -> str:
    grades = [f"{sequence.AREA_WORDS[area]} {grade}" for area, grade in now.grades.items()]
    return ", ".join(grades) or "no grades"


def _was(now: Facts, before: Facts | None) -> str:
    if before is None:
        return "earliest inspection in the record"
    grade = before.grades.get("overall")
    if grade is None:
        return "no overall grade before" if not before.overall_given else "previous grade not read"
    return f"was {grade}" if "overall" in now.grades else f"previous overall grade: {grade}"
