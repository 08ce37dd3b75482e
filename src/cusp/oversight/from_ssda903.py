"""The SSDA903 as list 8 and every review of its year."""

from __future__ import annotations

from datetime import date

from cusp.oversight.reshaping import EventQuery, ListQuery, Reshaped, reshape
from cusp.returns.record import Return

_VIEWS = (
    """CREATE VIEW people AS
    SELECT child_id, any_value(sex) AS sex, any_value(ethnicity) AS ethnicity,
      any_value(birth_date) AS birth_date, date_sub('year', any_value(birth_date), $as_at) AS age
    FROM header GROUP BY child_id""",
    """CREATE VIEW periods AS
    SELECT *, row_number() OVER (ORDER BY child_id, care_start) AS row FROM care
    WHERE care_start <= $as_at""",
)
_CARE = ListQuery(
    8,
    "episodes",
    """WITH latest AS (
      SELECT p.row, e.* EXCLUDE (row) FROM periods p JOIN episodes e ON e.child_id = p.child_id
        AND e.start BETWEEN p.care_start AND least(coalesce(p.care_end, $as_at), $as_at)
      QUALIFY row_number() OVER (PARTITION BY p.row ORDER BY e.start DESC) = 1
    ), placed AS (
      SELECT p.row, any_value(m.start ORDER BY m.start DESC) AS placement_start,
        count(*) FILTER (m.end IS NULL OR m.end > $as_at - INTERVAL 12 MONTH)
          AS placements_12_months
      FROM periods p JOIN placements m ON m.child_id = p.child_id AND m.start <= $as_at
        AND m.start >= p.care_start AND m.start <= coalesce(p.care_end, $as_at)
      GROUP BY p.row
    ), reviewed AS (
      SELECT p.row, max(r.review_date) AS latest_review FROM periods p
      JOIN reviews r ON r.child_id = p.child_id AND r.review_date >= p.care_start
        AND r.review_date <= least(coalesce(p.care_end, $as_at), $as_at)
      GROUP BY p.row
    ), alone AS (SELECT DISTINCT child_id FROM uasc WHERE ended IS NULL OR ended > $as_at)
    SELECT p.row, p.child_id, h.sex, h.ethnicity, h.birth_date, h.age, p.care_start, p.care_end,
      CASE WHEN a.child_id IS NULL THEN 'no' ELSE 'yes' END AS uasc,
      l.legal_status, l.placement_type, l.placement_provider, l.need_category, l.unread,
      m.placement_start, m.placements_12_months, r.latest_review
    FROM periods p LEFT JOIN latest l USING (row) LEFT JOIN placed m USING (row)
    LEFT JOIN reviewed r USING (row) LEFT JOIN people h ON h.child_id = p.child_id
    LEFT JOIN alone a ON a.child_id = p.child_id""",
    {"latest_review": "reviews", "uasc": "uasc", "sex": "header", "ethnicity": "header",
     "birth_date": "header", "age": "header"},
)  # fmt: skip
_EVENTS = (
    EventQuery(
        "care_periods", ("episodes",),
        """SELECT p.child_id, p.row, NULL::VARCHAR AS team, NULL::VARCHAR AS worker, p.care_start,
          p.care_end, p.certain, p.child_id IN (
            SELECT child_id FROM episodes WHERE legal_status IN ('V3', 'V4')) AS short
        FROM periods p""",
    ),
    EventQuery(
        "care_reviews", ("reviews",),
        """SELECT DISTINCT child_id, review_date AS held FROM reviews
        WHERE review_date <= $as_at OR list_contains(unread, 'review_date')""",
    ),
)  # fmt: skip


def from_ssda903(loaded: Return, as_at: date) -> Reshaped:
    """The return as list 8, periods of care and reviews. Its year began on 1 April."""
    since = date(as_at.year if as_at.month >= 4 else as_at.year - 1, 4, 1)
    return reshape(
        loaded, as_at, views=_VIEWS, lists=[_CARE], events=_EVENTS, since=since, until=as_at
    )
