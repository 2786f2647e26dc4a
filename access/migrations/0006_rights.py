"""Of a grant, the application's role changes what is given and how it ends, never whose it is or where."""

from django.db import migrations

from accounts.platform.policies import only_columns


class Migration(migrations.Migration):
    dependencies = [("access", "0005_register")]

    operations = [
        only_columns(
            "access_grant",
            "app",
            "privileges",
            "unit_ids",
            "ends_at",
            "payment_limit",
            "suspended_at",
            "suspended_by_id",
            "revoked_at",
            "revoked_by_id",
        ),
    ]
