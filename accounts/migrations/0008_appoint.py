"""Supervisors make representatives and supervisors at the desk."""

from django.db import migrations

from accounts.platform.policies import sql_files


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_group_setup_policies")]

    operations = [*sql_files(__file__, "appoint")]
