"""Working days, clear days and deadlines, by dated rules that name their source.

Nothing here reads the clock or uses the network. Bank holidays are those of England and Wales; for
years that the list does not cover there is no date, and the answer says why.
"""

from cusp.calendar.deadlines import Deadlines, PlanForVisit, deadlines, plan_for_visit
from cusp.calendar.due import Basis, Due, LeftOut, Moved, add_months, due_by
from cusp.calendar.holidays import Holiday, added
from cusp.calendar.notice import KINDS, Counting, Kind, Notice, notice
from cusp.calendar.rules import Meaning, Rule, RuleBook, Status, Unit, read_rules, rule_book
from cusp.calendar.working_days import Calendar, OutsideCalendar, england_and_wales

__all__ = [
    "KINDS",
    "Basis",
    "Calendar",
    "Counting",
    "Deadlines",
    "Due",
    "Holiday",
    "Kind",
    "LeftOut",
    "Meaning",
    "Moved",
    "Notice",
    "OutsideCalendar",
    "PlanForVisit",
    "Rule",
    "RuleBook",
    "Status",
    "Unit",
    "add_months",
    "added",
    "deadlines",
    "due_by",
    "england_and_wales",
    "notice",
    "plan_for_visit",
    "read_rules",
    "rule_book",
]
