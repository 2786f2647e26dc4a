"""The clock deletes users who registered and never verified their address."""

from django.db import migrations

FORGET = """
GRANT SELECT, DELETE ON accounts_user, account_emailaddress TO portal_service;
GRANT SELECT ON account_emailconfirmation TO portal_service;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0005_access_codes_tenancy"), ("account", "0001_initial")]

    operations = [migrations.RunSQL(FORGET, migrations.RunSQL.noop)]
