"""Roster lines derived from coverage and details, and stored lines that differ."""

from uuid import UUID

from django.db import connection

from accounts.models import Purchaser

COLUMNS = (
    "purchaser_id, unit_id, person_id, detail_id, enrollment_id, plan_id,"
    " name, sort_key, member_number, kind, starts_on, ends_on, never_started, in_review"
)

# The latest enrollment of each subscriber that took effect, with their last period in it; for those never
# covered, the latest request, so that the employer finds its outcome.
DERIVED = """
SELECT DISTINCT ON (family.subscriber_id)
       family.purchaser_id, family.unit_id, family.subscriber_id AS person_id, detail.id AS detail_id,
       family.id AS enrollment_id, offering.plan_id,
       concat_ws(', ', concat_ws(' ', detail.last_name, nullif(detail.suffix, '')),
                 nullif(detail.first_name, '')) AS name,
       detail.last_key || ' ' || detail.first_key AS sort_key,
       person.member_number, family.kind, own.starts_on, own.ends_on,
       own.voided_at IS NOT NULL AS never_started,
       EXISTS (SELECT FROM enrollment_change held
                WHERE held.enrollment_id = family.id AND held.state IN ('in_review', 'action_needed')) AS in_review
  FROM enrollment_enrollment family
  JOIN enrollment_coverage own ON own.enrollment_id = family.id AND own.person_id = family.subscriber_id
       AND own.superseded_at IS NULL
  JOIN enrollment_offering offering ON offering.id = family.offering_id
  JOIN enrollment_person person ON person.id = family.subscriber_id
  JOIN enrollment_persondetail detail ON detail.person_id = family.subscriber_id
       AND detail.purchaser_id = family.purchaser_id AND detail.superseded_at IS NULL
 WHERE family.purchaser_id = %(purchaser)s {only}
 ORDER BY family.subscriber_id, own.voided_at IS NOT NULL, own.starts_on DESC, family.id DESC
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
