"""Rules of units and offerings are added under their unit's number, and never changed."""

from django.db import migrations

from accounts.platform.bounds import DAY, MOMENT, SEQUENCE, bound, up_to
from accounts.platform.policies import once_set_stays, only_columns, takes_number


class Migration(migrations.Migration):
    dependencies = [("enrollment", "0014_group_setup")]

    operations = [
        takes_number("enrollment_unitrules"),
        takes_number("enrollment_offering"),
        takes_number("enrollment_offering", "ended_seq", event="UPDATE OF ends_on"),
        bound(
            "enrollment_unitrules",
            known_seq=SEQUENCE,
            recorded_at=MOMENT,
            cut_day=up_to(28, least=1),
            cobra_notice_days=up_to(44, least=14),
        ),
        bound("enrollment_offering", known_seq=SEQUENCE, ended_seq=SEQUENCE),
        bound("enrollment_plan", closed_on=DAY),
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON enrollment_unitrules FROM portal_staff;"
            "REVOKE DELETE ON enrollment_offering FROM portal_staff;",
            migrations.RunSQL.noop,
        ),
        only_columns("enrollment_offering", "staff", "ends_on", "ended_seq"),
        once_set_stays("enrollment_offering", "ends_on", "ended_seq"),
        only_columns("enrollment_plan", "staff", "name", "closed_on"),
        once_set_stays("enrollment_plan", "closed_on"),
    ]
