"""A fact that has a value keeps it: the function of the triggers that hold this."""

from django.db import migrations

from accounts.platform.policies import sql_files


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_bounds")]

    operations = [*sql_files(__file__, "once_set")]
