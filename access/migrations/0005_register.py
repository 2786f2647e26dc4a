"""Who registers is nobody yet, and the address may be anybody's: a job that belongs to no purchaser finds out."""

from django.db import migrations

REGISTERING = "purchaser_id IS NULL AND kind = 'access.register'"


class Migration(migrations.Migration):
    dependencies = [("access", "0004_documents"), ("accounts", "0002_policies")]

    operations = [
        migrations.RunSQL(
            f"CREATE POLICY registering ON accounts_job FOR INSERT TO portal_app WITH CHECK ({REGISTERING});",
            "DROP POLICY registering ON accounts_job;",
        ),
    ]
