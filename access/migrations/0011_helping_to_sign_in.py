"""A representative sees which second factors a user has, never their secrets, and takes them away."""

from django.db import migrations

SEEN = "id, user_id, type, created_at, last_used_at"


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0010_requests_wait_since"),
        ("mfa", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            f"GRANT SELECT ({SEEN}), DELETE ON mfa_authenticator TO portal_staff;",
            "REVOKE ALL ON mfa_authenticator FROM portal_staff;",
        ),
    ]
