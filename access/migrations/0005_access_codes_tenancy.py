"""Who sees which access codes; and a grant is written only inside its purchaser's scope."""

from django.db import migrations

from accounts.policies import EVERY_ROW, OF_PURCHASER, READ, WRITE, only_columns, open_to, protect

WRITTEN = ("SELECT", "INSERT", "UPDATE")
# Whoever holds a code sees the one row it belongs to, whatever the purchaser.
OF_CODE = "code_index = (SELECT decode(nullif(current_setting('app.code', true), ''), 'hex'))"
GRANTS = """
DROP POLICY portal_app_insert ON access_grant;
DROP POLICY portal_app_update ON access_grant;
CREATE POLICY portal_app_insert ON access_grant FOR INSERT TO portal_app WITH CHECK ({rows});
CREATE POLICY portal_app_update ON access_grant FOR UPDATE TO portal_app USING ({rows}) WITH CHECK ({rows});
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0004_access_codes"),
        ("sessions", "0001_initial"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        protect(
            "access_accesscode",
            app=(("SELECT", "UPDATE"), f"({OF_PURCHASER} OR {OF_CODE})"),
            staff=(WRITTEN, EVERY_ROW),
            service=(READ, EVERY_ROW),
        ),
        migrations.RunSQL(
            f"""
            GRANT INSERT ON access_accesscode TO portal_app;
            CREATE POLICY portal_app_insert ON access_accesscode FOR INSERT TO portal_app WITH CHECK ({OF_PURCHASER});
            """,
            migrations.RunSQL.noop,
        ),
        only_columns(
            "access_accesscode",
            "app",
            "code_index",
            "sent_at",
            "expires_at",
            "redeemed_at",
            "redeemed_by_id",
            "revoked_at",
            "revoked_by_id",
            "wrong_tries",
            "locked_at",
        ),
        open_to("access_codeattempt", app=WRITTEN, service=("SELECT", "DELETE")),
        # Whoever ends a user's access ends the user's sessions, a representative too.
        open_to("usersessions_usersession", app=WRITE, staff=("SELECT", "DELETE")),
        open_to("django_session", app=WRITE, staff=("SELECT", "DELETE")),
        migrations.RunSQL(GRANTS.format(rows=OF_PURCHASER), migrations.RunSQL.noop),
    ]
