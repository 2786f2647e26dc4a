"""The application's role makes no user one of the carrier's, and writes no migration."""

from django.db import migrations

from accounts.platform.policies import READ, open_to, sql_files


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_policies")]

    operations = [open_to("django_migrations", app=READ), *sql_files(__file__, "staff_flags")]
