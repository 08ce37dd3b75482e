"""The children in need census as lists 3 to 7, every review conference of its year, and more."""

from __future__ import annotations

from datetime import date

from cusp.oversight.reshaping import EventQuery, ListQuery, Reshaped, reshape
from cusp.returns.cin import census_year
from cusp.returns.record import Return

_PERSON = "c.sex, c.ethnicity, c.birth_date, c.age, c.unborn, c.disability"
_VIEWS = (
    """CREATE VIEW people AS
    SELECT child_id, any_value(sex) AS sex, any_value(ethnicity) AS ethnicity,
      any_value(coalesce(birth_date, expected_birth_date)) AS birth_date,
      bool_or(birth_date IS NULL AND expected_birth_date IS NOT NULL) AS unborn,
      CASE WHEN unborn THEN -1 ELSE date_sub('year', any_value(birth_date), $as_at) END AS age,
      any_value(CASE WHEN disabilities IS NULL THEN NULL
        WHEN disabilities = 'NONE' THEN 'no' ELSE 'yes' END) AS disability
    FROM children GROUP BY child_id""",
)
_LISTS = (
    ListQuery(3, "referrals", f"""
    SELECT r.row, r.unread, r.child_id, {_PERSON}, r.referral_date, r.referral_source,
      r.no_further_action
    FROM referrals r LEFT JOIN people c USING (child_id)"""),
    ListQuery(4, "assessments", f"""
    SELECT a.row, a.unread, a.child_id, {_PERSON}, a.assessment_start, a.assessment_authorised,
      a.referral_date AS own_referral
    FROM assessments a LEFT JOIN people c USING (child_id)"""),
    ListQuery(5, "section_47", f"""
    SELECT s.row, s.unread, s.child_id, {_PERSON}, s.enquiry_start AS strategy_discussion,
      s.conference_unnecessary, s.conference_date
    FROM section_47 s LEFT JOIN people c USING (child_id)"""),
    ListQuery(6, "referrals", f"""
    SELECT r.row, r.unread, r.child_id, {_PERSON}, r.referral_date AS need_start, r.primary_need,
      r.need_end, r.closure_reason,
      CASE WHEN r.need_end <= $as_at THEN 'closed'
        WHEN EXISTS (FROM protection_plans p WHERE p.child_id = r.child_id
          AND p.plan_start <= $as_at AND (p.plan_end IS NULL OR p.plan_end > $as_at))
          THEN 'protection_plan'
        WHEN EXISTS (FROM need_plans p WHERE p.child_id = r.child_id
          AND p.start <= $as_at AND (p.end IS NULL OR p.end > $as_at)) THEN 'need_plan'
        ELSE 'open' END AS case_status
    FROM referrals r LEFT JOIN people c USING (child_id)
    WHERE r.no_further_action IS DISTINCT FROM 'yes'
    QUALIFY row_number() OVER (PARTITION BY r.child_id ORDER BY
      r.need_end IS NULL OR r.need_end > $as_at DESC, r.referral_date DESC, r.row DESC) = 1"""),
    ListQuery(7, "protection_plans", f"""
    SELECT p.row, p.unread, p.child_id, {_PERSON}, p.plan_start, p.plan_end, p.first_category,
      p.latest_category, p.previous_plans,
      (SELECT max(r.review_date) FROM reviews r WHERE r.child_id = p.child_id
        AND r.review_date > p.plan_start AND r.review_date <= coalesce(p.plan_end, $as_at)
        AND r.review_date <= $as_at) AS latest_review
    FROM protection_plans p LEFT JOIN people c USING (child_id)""", {"latest_review": "reviews"}),
)  # fmt: skip
_EVENTS = (
    EventQuery("plan_periods", ("protection_plans",), """
    SELECT child_id, row, NULL::VARCHAR AS team, NULL::VARCHAR AS worker, plan_start, plan_end,
      coalesce(list_contains(unread, 'plan_end'), false) AS unclear
    FROM protection_plans"""),
    EventQuery("plan_reviews", ("reviews",), """
    SELECT DISTINCT child_id, review_date AS held FROM reviews
    WHERE review_date <= $as_at OR list_contains(unread, 'review_date')"""),
    EventQuery("pre_proceedings_periods", ("pre_proceedings",), """
    SELECT child_id, row, NULL::VARCHAR AS team, NULL::VARCHAR AS worker, letter_sent,
      least(decision_date, application) AS ended,
      list_has_any(coalesce(unread, []), ['letter_sent', 'decision_date', 'application'])
        AS unclear
    FROM pre_proceedings
    WHERE start IS NOT NULL OR letter_sent IS NOT NULL OR unread IS NOT NULL"""),
)  # fmt: skip


def from_census(loaded: Return, as_at: date) -> Reshaped:
    """The census as lists and events. Its year is the one that its header gives."""
    year = int(loaded.edition) if loaded.edition else as_at.year + (as_at.month >= 4)
    since, last = census_year(year)
    return reshape(
        loaded, as_at, views=_VIEWS, lists=_LISTS, events=_EVENTS, since=since,
        until=min(last, as_at),
    )  # fmt: skip
