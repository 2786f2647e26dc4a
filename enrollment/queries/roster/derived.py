"""Roster lines derived from coverage and details, and stored lines that differ."""

from uuid import UUID

from django.db import connection

from accounts.models import Purchaser
from enrollment.rules.codes import Line

LINES = [line.value for line in Line]
PLANS = ", ".join(f"{line}_plan_id, {line}_until" for line in LINES)
COLUMNS = (
    f"purchaser_id, unit_id, person_id, detail_id, enrollment_id, {PLANS},"
    " name, sort_key, member_number, kind, starts_on, ends_on, never_started, in_review"
)

# The last period of each line, with its plan.
_LAST = ", ".join(
    f"(array_agg(own.plan_id ORDER BY own.starts_on DESC, own.enrollment_id DESC)"
    f" FILTER (WHERE own.plan_line = '{line}'))[1] AS {line}_plan_id,"
    f" (array_agg(own.ends_on ORDER BY own.starts_on DESC, own.enrollment_id DESC)"
    f" FILTER (WHERE own.plan_line = '{line}'))[1] AS {line}_until"
    for line in LINES
)

# The latest work of each subscriber in which coverage took effect, with the last period without a gap over all lines;
# for those never covered, the latest request, so that the employer finds its outcome.
DERIVED = f"""
WITH own AS (
    SELECT family.subscriber_id, family.unit_id, family.id AS enrollment_id, family.kind, family.plan_line,
           coalesce(family.employment_id, -family.id) AS work, offering.plan_id,
           own.starts_on, own.ends_on, own.voided_at IS NOT NULL AS never
      FROM enrollment_enrollment family
      JOIN enrollment_coverage own ON own.enrollment_id = family.id AND own.person_id = family.subscriber_id
           AND own.superseded_at IS NULL
      JOIN enrollment_offering offering ON offering.id = family.offering_id
     WHERE family.purchaser_id = %(purchaser)s {{only}}
), latest AS (
    SELECT DISTINCT ON (subscriber_id) *
      FROM own ORDER BY subscriber_id, never, starts_on DESC, enrollment_id DESC
), period AS (
    SELECT own.subscriber_id, {_LAST},
           (SELECT span FROM unnest(range_agg(daterange(own.starts_on, own.ends_on, '[]'))) span
             ORDER BY lower(span) DESC LIMIT 1) AS span
      FROM own JOIN latest USING (subscriber_id, work, never)
     GROUP BY own.subscriber_id
)
SELECT %(purchaser)s::bigint AS purchaser_id, latest.unit_id, latest.subscriber_id AS person_id, detail.id AS detail_id,
       latest.enrollment_id, {PLANS},
       concat_ws(', ', concat_ws(' ', detail.last_name, nullif(detail.suffix, '')),
                 nullif(detail.first_name, '')) AS name,
       detail.last_key || ' ' || detail.first_key AS sort_key,
       person.member_number, latest.kind,
       CASE WHEN latest.never THEN latest.starts_on ELSE lower(period.span) END AS starts_on,
       CASE WHEN latest.never THEN latest.ends_on ELSE upper(period.span) - 1 END AS ends_on,
       latest.never AS never_started,
       EXISTS (SELECT FROM enrollment_change held
                 JOIN enrollment_enrollment family ON family.id = held.enrollment_id
                WHERE family.subscriber_id = latest.subscriber_id AND held.purchaser_id = %(purchaser)s
                  AND held.state IN ('in_review', 'action_needed')) AS in_review
  FROM latest
  JOIN period ON period.subscriber_id = latest.subscriber_id
  JOIN enrollment_person person ON person.id = latest.subscriber_id
  JOIN enrollment_persondetail detail ON detail.person_id = latest.subscriber_id
       AND detail.purchaser_id = %(purchaser)s AND detail.superseded_at IS NULL
"""

# Columns whose stored value differs from history, whole lines included.
DIFFERING = f"""
SELECT coalesce(stored.person_id, derived.person_id)
  FROM (SELECT {COLUMNS} FROM enrollment_rosterline
         WHERE purchaser_id = %(purchaser)s AND person_id IS NOT NULL) stored
  FULL JOIN ({DERIVED.format(only="")}) derived ON derived.person_id = stored.person_id
 WHERE to_jsonb(stored) IS DISTINCT FROM to_jsonb(derived)
"""


def differing_lines(purchaser: Purchaser) -> list[UUID]:
    """Subscribers whose stored line differs from their history; normally none."""
    with connection.cursor() as cursor:
        cursor.execute(DIFFERING, {"purchaser": purchaser.pk})
        return [row[0] for row in cursor.fetchall()]
