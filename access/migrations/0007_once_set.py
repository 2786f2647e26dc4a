"""Ended access stays ended, and a code that was used or canceled stays so."""

from django.db import migrations

from accounts.platform.policies import once_set_stays


class Migration(migrations.Migration):
    dependencies = [("access", "0006_rights"), ("accounts", "0005_once_set")]

    operations = [
        once_set_stays("access_grant", "revoked_at", "revoked_by_id"),
        once_set_stays("access_accesscode", "redeemed_at", "redeemed_by_id", "revoked_at", "revoked_by_id"),
        once_set_stays("access_delegation", "ended_at", "ended_by_id"),
        migrations.RunSQL("REVOKE DELETE ON access_grant FROM portal_staff;", migrations.RunSQL.noop),
    ]
