"""Every completed change and every row of who pays hold the number that their unit took for them."""

from django.db import migrations, models
from django.db.models import Q

from accounts.platform.bounds import SEQUENCE, bound
from accounts.platform.policies import sql_files

DONE = ["completed", "reversed"]
# A change from before numbers were kept has the highest number of the coverage that it made in its unit.
CARRY_OVER = """
    UPDATE enrollment_change change SET known_seq = coalesce((
        SELECT max(coverage.known_seq) FROM enrollment_coverage coverage
          JOIN enrollment_enrollment enrollment ON enrollment.id = coverage.enrollment_id
         WHERE coverage.change_id = change.id AND enrollment.unit_id = change.unit_id
    ), 0) WHERE state IN ('completed', 'reversed');
    SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("enrollment", "0015_group_setup_policies")]

    operations = [
        migrations.AddField("billto", "known_seq", models.BigIntegerField(default=0, editable=False), False),
        migrations.RemoveConstraint("billto", "bill_to_once_a_day"),
        migrations.AddField("change", "known_seq", models.BigIntegerField(null=True, editable=False)),
        migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop),
        migrations.RemoveConstraint("change", "change_completed_has_time"),
        migrations.AddConstraint(
            "change",
            models.CheckConstraint(
                name="change_completed_has_time",
                condition=Q(state__in=DONE) & Q(completed_at__isnull=False, known_seq__isnull=False)
                | ~Q(state__in=DONE) & Q(completed_at=None, known_seq=None),
            ),
        ),
        migrations.AddIndex(
            "change",
            models.Index(fields=["unit", "known_seq"], name="change_by_seq", condition=Q(known_seq__isnull=False)),
        ),
        bound("enrollment_billto", known_seq=SEQUENCE),
        bound("enrollment_change", known_seq=SEQUENCE),
        *sql_files(__file__, "numbers"),
    ]
