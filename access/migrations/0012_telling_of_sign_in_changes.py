"""Whoever changes how they sign in, or has it changed by a mailed link, is told by a job that belongs to no purchaser."""

from django.db import migrations

OF_NO_PURCHASER = "purchaser_id IS NULL AND kind = 'access.tell_sign_in_changed'"


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0011_helping_to_sign_in"),
    ]

    operations = [
        migrations.RunSQL(
            f"CREATE POLICY telling_of_sign_in ON accounts_job FOR INSERT TO portal_app WITH CHECK ({OF_NO_PURCHASER});",
            "DROP POLICY telling_of_sign_in ON accounts_job;",
        ),
    ]
