"""Work that was entered in error never was, so that the employee can be entered again."""

from django.db import migrations, models

from accounts.platform.bounds import MOMENT, bound
from accounts.platform.policies import only_columns

OVERLAP = """
ALTER TABLE enrollment_employment DROP CONSTRAINT employment_no_overlap;
ALTER TABLE enrollment_employment ADD CONSTRAINT employment_no_overlap EXCLUDE USING gist (
    purchaser_id WITH =, person_id WITH =, daterange(hired_on, last_day_worked, '[]') WITH &&
) WHERE (voided_at IS NULL);
"""


class Migration(migrations.Migration):
    dependencies = [("enrollment", "0008_once_set")]

    operations = [
        migrations.AddField("employment", "voided_at", models.DateTimeField(blank=True, null=True)),
        bound("enrollment_employment", voided_at=MOMENT),
        migrations.RunSQL(OVERLAP, migrations.RunSQL.noop),
        only_columns(
            "enrollment_employment", "app", "person_id", "last_day_worked", "end_reason", "ended_by_id", "voided_at"
        ),
    ]
