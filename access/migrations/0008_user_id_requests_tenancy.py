"""A request is its representatives'; whoever holds its reference may add it and look at its state."""

from django.db import migrations

from accounts.policies import ADD, EVERY_ROW, open_to, protect

WRITTEN = ("SELECT", "INSERT", "UPDATE")
OF_REFERENCE = "reference = (SELECT nullif(current_setting('app.reference', true), ''))"


class Migration(migrations.Migration):
    dependencies = [("access", "0007_user_id_requests")]

    operations = [
        protect(
            "access_accessrequest",
            app=(ADD, OF_REFERENCE),
            staff=(WRITTEN, EVERY_ROW),
            service=(("SELECT", "UPDATE"), EVERY_ROW),
        ),
        open_to("access_accessdocument", staff=WRITTEN),
        # Representatives answer requesters by mail, of whatever purchaser or of none yet.
        migrations.RunSQL(
            "GRANT INSERT ON accounts_job TO portal_staff;"
            " CREATE POLICY portal_staff_insert ON accounts_job FOR INSERT TO portal_staff WITH CHECK (true);",
            migrations.RunSQL.noop,
        ),
    ]
