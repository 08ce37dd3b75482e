"""The events of the Standard Safeguarding Dataset: every review, visit and assessment of health."""

from __future__ import annotations

from cusp.oversight.reshaping import EventQuery

_OF = "t.child_id, t.row, s.team, s.worker"
_FROM = "FROM periods t LEFT JOIN current s ON s.child_id = t.child_id"
# Children placed and visited. A placement that a temporary move interrupts goes on.
_PLACED = """started AS (
  SELECT t.child_id, t.row, s.team, s.worker, t.last_day, m.start AS placement_start, m.end,
    m.placement_type,
    t.last_day > $as_at AND (m.end IS NULL OR m.end > $as_at OR (
      m.start = max(m.start) OVER (PARTITION BY t.row) AND EXISTS (
        FROM ssd_cla_placement x WHERE x.child_id = t.child_id AND x.placement_start >= m.end
          AND x.placement_type LIKE 'T%'
          AND (x.placement_end IS NULL OR x.placement_end > $as_at)))) AS going_on
  FROM periods t JOIN placements m ON m.child_id = t.child_id
    AND m.start BETWEEN t.care_start AND least(t.last_day, $as_at)
  LEFT JOIN current s ON s.child_id = t.child_id
), placed AS (
  SELECT x.* EXCLUDE ("end", last_day), CASE WHEN going_on THEN $as_at
    ELSE least(coalesce(x.end, last_day), last_day, $as_at) END AS until
  FROM started x
)"""

EVENTS = (
    EventQuery("care_periods", ("ssd_cla_episodes",), f"""
    SELECT {_OF}, t.care_start, t.care_end, t.certain, t.child_id IN (
        SELECT child_id FROM ssd_legal_status WHERE legal_status IN ('V3', 'V4')) AS short
    {_FROM}"""),
    EventQuery("care_reviews", ("ssd_cla_reviews",), """
    SELECT DISTINCT child_id, CASE WHEN NOT coalesce(list_contains(unread, 'cancelled'), false)
      THEN review_date END AS held
    FROM ssd_cla_reviews WHERE cancelled IS DISTINCT FROM 'yes' AND child_id IS NOT NULL
      AND (review_date <= $as_at OR list_contains(unread, 'review_date'))"""),
    EventQuery("health_assessments", ("ssd_cla_health",), """
    SELECT DISTINCT child_id, check_date AS held FROM health_checks WHERE kind = 'health'
      AND (check_date IS NOT NULL OR list_contains(unread, 'check_date'))"""),
    EventQuery("birth_dates", ("ssd_person",), "SELECT child_id, birth_date FROM people"),
    EventQuery("plan_periods", ("ssd_cp_plans",), """
    SELECT p.child_id, p.row, s.team, s.worker, p.plan_start, p.plan_end,
      coalesce(list_contains(p.unread, 'plan_end'), false) AS unclear
    FROM ssd_cp_plans p LEFT JOIN current s USING (child_id)
    WHERE p.plan_start <= $as_at OR p.plan_start IS NULL"""),
    EventQuery("plan_reviews", ("ssd_cp_reviews",), """
    SELECT DISTINCT child_id, review_date AS held FROM ssd_cp_reviews
    WHERE review_date <= $as_at OR list_contains(unread, 'review_date')"""),
    EventQuery("plan_visits", ("ssd_cp_visits",), """
    SELECT DISTINCT child_id, visit_date AS held FROM ssd_cp_visits
    WHERE seen IS DISTINCT FROM 'no'
      AND (visit_date <= $as_at OR list_contains(unread, 'visit_date'))"""),
    EventQuery("first_visits", ("ssd_cla_visits", "placements"), f"""
    WITH {_PLACED}
    SELECT t.child_id, t.row, t.team, t.worker, t.placement_start, t.placement_type, t.going_on,
      t.until, min(v.visit_date) AS first_visit,
      (SELECT arg_max(l.legal_status, l.legal_status_start) FROM ssd_legal_status l
        WHERE l.child_id = t.child_id AND l.legal_status_start <= t.until) AS legal_status,
      bool_or(t.child_id IN (SELECT child_id FROM ssd_cla_visits WHERE visit_date IS NULL))
        AS unclear
    FROM placed t LEFT JOIN care_visits_held v ON v.child_id = t.child_id
      AND v.visit_date BETWEEN t.placement_start AND t.until
    GROUP BY ALL"""),
    # A row from each visit to the next. A review between two visits may change the rule: whether it
    # did cannot be told, so it counts as not read.
    EventQuery("visit_spans", ("ssd_cla_visits", "placements"), f"""
    WITH {_PLACED}, visited AS (
      SELECT t.*, v.visit_date AS last_visit, lead(v.visit_date) OVER (
        PARTITION BY t.row, t.placement_start ORDER BY v.visit_date) AS next_visit
      FROM placed t JOIN care_visits_held v ON v.child_id = t.child_id
        AND v.visit_date BETWEEN t.placement_start AND t.until
    ), spans AS (
      SELECT *, coalesce(next_visit, $as_at) AS ended FROM visited
      WHERE next_visit IS NOT NULL OR going_on
    ), ruled AS (
      SELECT z.*, l.legal_status, l.legal_status_start FROM spans z
      ASOF LEFT JOIN ssd_legal_status l
        ON l.child_id = z.child_id AND z.ended >= l.legal_status_start
    ), reviewed AS (
      SELECT z.*, r.review_date AS latest_review FROM ruled z
      ASOF LEFT JOIN care_reviews_held r
        ON r.child_id = z.child_id AND z.ended >= r.review_date
    )
    SELECT t.* EXCLUDE (until, ended, latest_review, going_on),
      CASE WHEN latest_review <= last_visit OR latest_review < placement_start
        THEN latest_review END AS latest_review,
      [CASE WHEN latest_review > last_visit AND latest_review >= placement_start
          THEN 'latest_review' END,
        CASE WHEN t.child_id IN (SELECT child_id FROM ssd_cla_visits WHERE visit_date IS NULL)
          THEN 'last_visit' END] AS unread
    FROM reviewed t"""),
    EventQuery("pre_proceedings_periods", ("ssd_pre_proceedings",), """
    SELECT p.child_id, p.row, s.team, s.worker, p.letter_sent, p.ended,
      list_has_any(coalesce(p.unread, []), ['letter_sent', 'ended']) AS unclear
    FROM ssd_pre_proceedings p LEFT JOIN current s USING (child_id)
    WHERE p.decision_date IS NOT NULL OR p.letter_sent IS NOT NULL OR p.unread IS NOT NULL"""),
    # Eligible: 16 or 17, and in care for 13 weeks after the fourteenth birthday.
    EventQuery("eligible_children", ("ssd_cla_episodes", "ssd_person", "ssd_care_leavers"), """
    WITH care_of AS (
      SELECT t.child_id, t.row, t.care_start, t.last_day,
        p.birth_date + INTERVAL 14 YEAR AS fourteen, p.birth_date + INTERVAL 16 YEAR AS sixteen,
        p.birth_date + INTERVAL 18 YEAR AS eighteen,
        greatest(0, date_diff('day', greatest(t.care_start, fourteen), t.last_day)) AS days
      FROM periods t JOIN people p USING (child_id)
      WHERE NOT p.unborn AND t.child_id NOT IN (
        SELECT child_id FROM ssd_legal_status WHERE legal_status IN ('V3', 'V4'))
    ), added AS (
      SELECT *, coalesce(sum(days) OVER (PARTITION BY child_id ORDER BY care_start
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before FROM care_of
    ), eligible AS (
      SELECT *, greatest(sixteen, care_start, greatest(care_start, fourteen)
        + to_days(greatest(0, 91 - before)::INTEGER))::DATE AS eligible_from FROM added
    )
    SELECT e.child_id, e.row, s.team, s.worker, e.eligible_from,
      (SELECT max(l.pathway_plan_review) FROM ssd_care_leavers l WHERE l.child_id = e.child_id)
        AS plan,
      e.child_id IN (SELECT child_id FROM ssd_care_leavers) AS listed,
      e.child_id IN (SELECT child_id FROM ssd_care_leavers
        WHERE list_contains(unread, 'pathway_plan_review')) AS unclear
    FROM eligible e LEFT JOIN current s USING (child_id)
    WHERE e.last_day > $as_at AND e.eligible_from <= $as_at AND e.eighteen > $as_at"""),
    EventQuery("staff", ("ssd_involvements",), """
    SELECT child_id, role, name, team, start, staff.end FROM staff WHERE role IS NOT NULL
    ORDER BY child_id, start, row"""),
)  # fmt: skip
