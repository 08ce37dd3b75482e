"""The Standard Safeguarding Dataset as lists 3 to 9, and every review, visit and assessment.

The dataset holds six years, so of what began earlier not every event is known.
"""

from __future__ import annotations

from datetime import date, timedelta

from cusp.calendar import add_months
from cusp.oversight.reshaping import ListQuery, Reshaped, reshape
from cusp.oversight.ssd_events import EVENTS
from cusp.returns.record import Return

# How far back the dataset's own scripts go.
YEARS = 6
_PERSON = "c.sex, c.ethnicity, c.birth_date, c.age, c.unborn, c.disability"
_OF_PERSON = {
    "sex": "ssd_person", "ethnicity": "ssd_person", "birth_date": "ssd_person",
    "age": "ssd_person", "unborn": "ssd_person", "disability": "ssd_disability",
}  # fmt: skip
_STAFF = {"team": "ssd_involvements", "worker": "ssd_involvements"}
_OWN_STAFF = "coalesce(d.name, t.team_id) AS team, coalesce(w.name, t.worker_id) AS worker"
_JOIN_STAFF = """LEFT JOIN departments d ON d.team_id = t.team_id
  LEFT JOIN professionals w ON w.professional_id = t.worker_id"""
VIEWS = (
    """CREATE VIEW disabled AS
    SELECT child_id, CASE WHEN bool_or(upper(disability) NOT IN ('NONE', 'NO', 'N'))
      THEN 'yes' ELSE 'no' END AS disability FROM ssd_disability GROUP BY child_id""",
    """CREATE VIEW people AS
    SELECT child_id, any_value(sex) AS sex, any_value(ethnicity) AS ethnicity,
      any_value(coalesce(p.birth_date, p.expected_birth_date)) AS birth_date,
      bool_or(p.birth_date IS NULL AND p.expected_birth_date IS NOT NULL) AS unborn,
      CASE WHEN unborn THEN -1 ELSE date_sub('year', any_value(p.birth_date), $as_at) END AS age,
      any_value(disability) AS disability
    FROM ssd_person p LEFT JOIN disabled USING (child_id) GROUP BY child_id""",
    """CREATE VIEW departments AS
    SELECT team_id, any_value(name) AS name FROM ssd_department GROUP BY team_id""",
    """CREATE VIEW professionals AS
    SELECT professional_id, any_value(name) AS name FROM ssd_professionals
    GROUP BY professional_id""",
    # Councils name these roles in their own words.
    """CREATE VIEW staff AS
    SELECT i.child_id, i.row, i.start, i.end,
      CASE WHEN upper(i.role) IN ('CW', 'SW') OR i.role ILIKE '%case worker%'
          OR i.role ILIKE '%caseworker%' OR i.role ILIKE '%social worker%' THEN 'worker'
        WHEN upper(i.role) = 'IRO' OR i.role ILIKE '%reviewing officer%' THEN 'reviewing officer'
        WHEN i.role ILIKE '%chair%' THEN 'chair' END AS role,
      coalesce(w.name, i.professional_id) AS name, coalesce(d.name, i.team_id) AS team
    FROM ssd_involvements i LEFT JOIN professionals w USING (professional_id)
    LEFT JOIN departments d USING (team_id)""",
    """CREATE VIEW current AS
    SELECT child_id, name AS worker, team FROM staff
    WHERE role = 'worker' AND start <= $as_at AND (staff.end IS NULL OR staff.end > $as_at)
    QUALIFY row_number() OVER (PARTITION BY child_id ORDER BY start DESC, row DESC) = 1""",
    """CREATE VIEW plan_visits_held AS
    SELECT DISTINCT child_id, visit_date, seen_alone FROM ssd_cp_visits
    WHERE seen IS DISTINCT FROM 'no' AND visit_date <= $as_at""",
    """CREATE VIEW care_visits_held AS
    SELECT DISTINCT child_id, visit_date FROM ssd_cla_visits
    WHERE seen IS DISTINCT FROM 'no' AND visit_date <= $as_at""",
    """CREATE VIEW care_reviews_held AS
    SELECT DISTINCT child_id, review_date FROM ssd_cla_reviews
    WHERE cancelled IS DISTINCT FROM 'yes' AND review_date <= $as_at""",
    """CREATE VIEW plan_reviews_held AS
    SELECT DISTINCT child_id, review_date FROM ssd_cp_reviews WHERE review_date <= $as_at""",
    """CREATE VIEW health_checks AS
    SELECT child_id, check_date, CASE WHEN check_type ILIKE '%dent%' THEN 'dental'
      WHEN check_type ILIKE '%health%' THEN 'health' END AS kind, unread
    FROM ssd_cla_health WHERE coalesce(check_status, '') NOT SIMILAR TO
      '(?i).*(refused|cancelled|planned).*' AND (check_date IS NULL OR check_date <= $as_at)""",
    """CREATE VIEW periods AS
    SELECT *, coalesce(care_end, DATE '9999-12-31') AS last_day, care_start AS began FROM care
    WHERE care_start <= $as_at""",
)
_LISTS = (
    ListQuery(3, "ssd_cin_episodes", f"""
    SELECT t.row, t.unread, t.child_id, {_PERSON}, t.referral_date, t.referral_source,
      t.no_further_action, {_OWN_STAFF},
      (SELECT count(*) FROM ssd_cin_episodes e WHERE e.child_id = t.child_id
        AND e.referral_date < t.referral_date
        AND e.referral_date >= t.referral_date - INTERVAL 12 MONTH) AS referrals_12_months
    FROM ssd_cin_episodes t {_JOIN_STAFF} LEFT JOIN people c ON c.child_id = t.child_id""",
    _OF_PERSON),
    ListQuery(4, "ssd_cin_assessments", f"""
    SELECT t.row, t.unread, t.child_id, {_PERSON}, t.assessment_start, t.child_seen,
      t.assessment_authorised, {_OWN_STAFF},
      (SELECT max(e.referral_date) FROM ssd_cin_episodes e WHERE e.child_id = t.child_id
        AND e.referral_id = t.referral_id) AS own_referral
    FROM ssd_cin_assessments t {_JOIN_STAFF} LEFT JOIN people c ON c.child_id = t.child_id""",
    _OF_PERSON),
    # A conference belongs to its enquiry. One without an enquiry runs from a day that is not known.
    ListQuery(5, "ssd_s47_enquiry", f"""
    WITH held AS (
      SELECT child_id, enquiry_id, min(conference_date) AS conference_date,
        max(led_to_plan) AS led_to_plan,
        bool_or(coalesce(list_contains(unread, 'conference_date'), false)) AS lost
      FROM ssd_initial_cp_conference WHERE conference_date <= $as_at OR conference_date IS NULL
      GROUP BY child_id, enquiry_id
    ), enquiries AS (
      SELECT t.row, CASE WHEN h.lost THEN list_append(t.unread, 'conference_date')
          ELSE t.unread END AS unread, t.child_id, t.strategy_discussion, t.team_id, t.worker_id,
        h.conference_date, CASE WHEN h.conference_date IS NOT NULL THEN h.led_to_plan END
          AS led_to_plan,
        CASE WHEN h.conference_date IS NOT NULL THEN 'no'
          WHEN regexp_matches(t.outcome, 'CP_CONFERENCE_FLAG"\\s*:\\s*"?(Y|1|true)') THEN 'no'
          WHEN t.no_further_action = 'yes' THEN 'yes'
          WHEN t.enquiry_end IS NOT NULL
            AND regexp_matches(t.outcome, 'CP_CONFERENCE_FLAG"\\s*:\\s*"?(N|0|false)') THEN 'yes'
          END AS conference_unnecessary
      FROM ssd_s47_enquiry t LEFT JOIN held h
        ON h.child_id = t.child_id AND h.enquiry_id = t.enquiry_id
      UNION ALL
      SELECT i.row + 100000000, i.unread, i.child_id, NULL, i.team_id, i.worker_id,
        i.conference_date, i.led_to_plan, 'no'
      FROM ssd_initial_cp_conference i WHERE i.conference_date <= $as_at
        AND i.transfer_in IS DISTINCT FROM 'yes' AND NOT EXISTS (
          FROM ssd_s47_enquiry s WHERE s.child_id = i.child_id AND s.enquiry_id = i.enquiry_id)
    )
    SELECT t.row, t.unread, t.child_id, {_PERSON}, t.strategy_discussion, t.conference_unnecessary,
      t.conference_date, t.led_to_plan, {_OWN_STAFF}
    FROM enquiries t {_JOIN_STAFF} LEFT JOIN people c ON c.child_id = t.child_id""",
    _OF_PERSON | {"conference_date": "ssd_initial_cp_conference"}),
    ListQuery(6, "ssd_cin_episodes", f"""
    SELECT t.row, t.unread, t.child_id, {_PERSON}, t.referral_date AS need_start, t.primary_need,
      t.need_end, t.closure_reason, s.team, s.worker,
      (SELECT max(v.visit_date) FROM (FROM care_visits_held SELECT child_id, visit_date UNION ALL
        FROM plan_visits_held SELECT child_id, visit_date UNION ALL
        SELECT child_id, visit_date FROM ssd_cin_visits
          WHERE seen IS DISTINCT FROM 'no' AND visit_date <= $as_at
        ) v WHERE v.child_id = t.child_id) AS last_seen,
      CASE WHEN t.need_end <= $as_at THEN 'closed'
        WHEN EXISTS (FROM periods p WHERE p.child_id = t.child_id AND p.last_day > $as_at)
          THEN 'looked_after'
        WHEN EXISTS (FROM ssd_cp_plans p WHERE p.child_id = t.child_id
          AND p.plan_start <= $as_at AND (p.plan_end IS NULL OR p.plan_end > $as_at))
          THEN 'protection_plan'
        WHEN EXISTS (FROM ssd_cin_plans p WHERE p.child_id = t.child_id
          AND p.start <= $as_at AND (p.end IS NULL OR p.end > $as_at)) THEN 'need_plan'
        WHEN EXISTS (FROM ssd_cin_assessments a WHERE a.child_id = t.child_id
          AND a.assessment_start <= $as_at AND (a.assessment_authorised IS NULL
            OR a.assessment_authorised > $as_at)) THEN 'open_assessment'
        ELSE 'open' END AS case_status
    FROM ssd_cin_episodes t LEFT JOIN people c ON c.child_id = t.child_id
    LEFT JOIN current s ON s.child_id = t.child_id
    WHERE t.no_further_action IS DISTINCT FROM 'yes' AND t.referral_date <= $as_at
    QUALIFY row_number() OVER (PARTITION BY t.child_id ORDER BY
      t.need_end IS NULL OR t.need_end > $as_at DESC, t.referral_date DESC, t.row DESC) = 1""",
    _OF_PERSON | _STAFF),
    ListQuery(7, "ssd_cp_plans", f"""
    SELECT t.row, t.unread, t.child_id, {_PERSON}, t.plan_start, t.plan_end, t.first_category,
      t.latest_category, s.team, s.worker,
      (SELECT count(*) FROM ssd_cp_plans e WHERE e.child_id = t.child_id
        AND e.plan_start < t.plan_start) AS previous_plans,
      (SELECT max(r.review_date) FROM plan_reviews_held r WHERE r.child_id = t.child_id
        AND r.review_date > t.plan_start AND r.review_date <= coalesce(t.plan_end, $as_at))
        AS latest_review,
      (SELECT max(v.visit_date) FROM plan_visits_held v WHERE v.child_id = t.child_id
        AND v.visit_date >= t.plan_start AND v.visit_date <= coalesce(t.plan_end, $as_at))
        AS last_visit,
      (SELECT arg_max(v.seen_alone, v.visit_date) FROM plan_visits_held v
        WHERE v.child_id = t.child_id AND v.visit_date >= t.plan_start) AS seen_alone
    FROM ssd_cp_plans t LEFT JOIN people c ON c.child_id = t.child_id
    LEFT JOIN current s ON s.child_id = t.child_id
    WHERE t.plan_start <= $as_at OR t.plan_start IS NULL""",
    _OF_PERSON | _STAFF | {
        "latest_review": "ssd_cp_reviews", "last_visit": "ssd_cp_visits",
        "seen_alone": "ssd_cp_visits",
    }),
    ListQuery(8, "ssd_cla_episodes", f"""
    WITH placed AS (
      SELECT t.child_id, t.care_start,
        count(*) FILTER (m.end IS NULL OR m.end > $as_at - INTERVAL 12 MONTH)
          AS placements_12_months,
        arg_max(m.start, m.start) AS placement_start,
        arg_max(m.placement_type, m.start) AS placement_type,
        arg_max(m.placement_provider, m.start) AS placement_provider
      FROM periods t JOIN placements m ON m.child_id = t.child_id
        AND m.start BETWEEN t.care_start AND least(t.last_day, $as_at)
      GROUP BY t.child_id, t.care_start
    ), status AS (
      SELECT child_id, legal_status, legal_status_start FROM ssd_legal_status
      WHERE legal_status_start <= $as_at QUALIFY row_number() OVER (
        PARTITION BY child_id ORDER BY legal_status_start DESC, row DESC) = 1
    ), checks AS (
      SELECT child_id, max(check_date) FILTER (kind = 'health') AS last_health_assessment,
        max(check_date) FILTER (kind = 'dental') AS last_dental_check
      FROM health_checks GROUP BY child_id
    ), away AS (
      SELECT child_id, count(*) AS missing_episodes,
        arg_max(interview_offered, start) AS interview_offered,
        arg_max(interview_accepted, start) AS interview_accepted
      FROM ssd_missing WHERE start > $as_at - INTERVAL 12 MONTH AND start <= $as_at
      GROUP BY child_id
    )
    SELECT t.row, NULL::VARCHAR[] AS unread, t.child_id, {_PERSON}, t.care_start, t.care_end,
      m.placement_start, m.placement_type, m.placement_provider, m.placements_12_months,
      l.legal_status, l.legal_status_start, h.last_health_assessment, h.last_dental_check,
      CASE WHEN t.child_id IN (SELECT child_id FROM ssd_immigration_status x
          WHERE (x.status ILIKE '%uasc%' OR x.status ILIKE '%unaccompanied%')
            AND (x.end IS NULL OR x.end > $as_at)) THEN 'yes' ELSE 'no' END AS uasc,
      coalesce(a.missing_episodes, 0) AS missing_episodes, a.interview_offered,
      a.interview_accepted, s.team, s.worker,
      (SELECT max(r.review_date) FROM care_reviews_held r WHERE r.child_id = t.child_id
        AND r.review_date BETWEEN t.care_start AND t.last_day) AS latest_review,
      (SELECT max(v.visit_date) FROM care_visits_held v WHERE v.child_id = t.child_id
        AND v.visit_date BETWEEN t.care_start AND t.last_day) AS last_visit
    FROM periods t LEFT JOIN placed m ON m.child_id = t.child_id AND m.care_start = t.care_start
    LEFT JOIN status l ON l.child_id = t.child_id LEFT JOIN checks h ON h.child_id = t.child_id
    LEFT JOIN away a ON a.child_id = t.child_id LEFT JOIN people c ON c.child_id = t.child_id
    LEFT JOIN current s ON s.child_id = t.child_id""",
    _OF_PERSON | _STAFF | {
        "placement_start": "placements", "placement_type": "placements",
        "placement_provider": "placements", "placements_12_months": "placements",
        "uasc": "ssd_immigration_status",
        "legal_status": "ssd_legal_status", "legal_status_start": "ssd_legal_status",
        "last_health_assessment": "ssd_cla_health", "last_dental_check": "ssd_cla_health",
        "missing_episodes": "ssd_missing", "interview_offered": "ssd_missing",
        "interview_accepted": "ssd_missing", "latest_review": "ssd_cla_reviews",
        "last_visit": "ssd_cla_visits",
    }),
    ListQuery(9, "ssd_care_leavers", f"""
    SELECT t.row, t.unread, t.child_id, {_PERSON}, t.eligibility, t.pathway_plan_review, t.in_touch,
      t.latest_contact, t.accommodation_type, t.accommodation_suitable, t.activity,
      t.personal_adviser, {_OWN_STAFF}
    FROM ssd_care_leavers t {_JOIN_STAFF} LEFT JOIN people c ON c.child_id = t.child_id
    WHERE t.eligibility IS DISTINCT FROM 'none'""", _OF_PERSON),
)  # fmt: skip


def from_ssd(loaded: Return, as_at: date) -> Reshaped:
    """The dataset as lists and events. Measures count the twelve months to the day."""
    since = add_months(as_at, -12) + timedelta(days=1)
    return reshape(
        loaded, as_at, views=VIEWS, lists=_LISTS, events=EVENTS, since=since, until=as_at
    )


def known_from(as_at: date) -> date:
    """The day from which the dataset holds every event."""
    return add_months(as_at, -12 * YEARS)
