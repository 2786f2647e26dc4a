"""Whoever's coverage was canceled before its first day has a line on the roster, too."""

from django.db import migrations, models

# As enrollment.services.roster derives them, for everybody who has no line because nothing of theirs took effect.
ADD_LINES = """
INSERT INTO enrollment_rosterline (purchaser_id, unit_id, person_id, detail_id, enrollment_id, plan_id,
                                   name, sort_key, member_number, kind, starts_on, ends_on, never_started, in_review)
SELECT DISTINCT ON (family.purchaser_id, family.subscriber_id)
       family.purchaser_id, family.unit_id, family.subscriber_id, detail.id, family.id, offering.plan_id,
       concat_ws(', ', concat_ws(' ', detail.last_name, nullif(detail.suffix, '')), detail.first_name),
       detail.last_key || ' ' || detail.first_key,
       person.member_number, family.kind, own.starts_on, own.ends_on, true,
       EXISTS (SELECT FROM enrollment_change held
                WHERE held.enrollment_id = family.id AND held.state IN ('in_review', 'action_needed'))
  FROM enrollment_enrollment family
  JOIN enrollment_coverage own ON own.enrollment_id = family.id AND own.person_id = family.subscriber_id
       AND own.superseded_at IS NULL AND own.voided_at IS NOT NULL
  JOIN enrollment_offering offering ON offering.id = family.offering_id
  JOIN enrollment_person person ON person.id = family.subscriber_id
  JOIN enrollment_persondetail detail ON detail.person_id = family.subscriber_id
       AND detail.purchaser_id = family.purchaser_id AND detail.superseded_at IS NULL
 ORDER BY family.purchaser_id, family.subscriber_id, own.starts_on DESC, family.id DESC
    ON CONFLICT (purchaser_id, person_id) DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [
        ("enrollment", "0013_coverage_by_end"),
    ]

    operations = [
        migrations.AddField(
            model_name="rosterline",
            name="never_started",
            field=models.BooleanField(default=False),
        ),
        migrations.RunSQL(ADD_LINES, "DELETE FROM enrollment_rosterline WHERE never_started"),
    ]
