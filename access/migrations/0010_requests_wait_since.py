"""Since when a request waits for its requester: what waits too long expires, whatever it waits for."""

from django.conf import settings
from django.db import migrations, models

# When a request in our hands began to wait for information was not kept: it waits from now.
SINCE = """
UPDATE access_accessrequest SET waits_since = CASE state
    WHEN 'draft' THEN created_at
    WHEN 'code_sent' THEN (SELECT issued_at FROM access_accesscode code WHERE code.id = code_id)
    ELSE now() END
 WHERE state IN ('draft', 'needs_info', 'code_sent');
"""
WAITING = ["draft", "needs_info", "code_sent"]


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0009_delegations"),
        ("accounts", "0005_closures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="accessrequest",
            name="waits_since",
            field=models.DateTimeField(blank=True, null=True, verbose_name="waiting for the requester since"),
        ),
        migrations.RunSQL(SINCE, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", WAITING), ("waits_since__isnull", False))
                | models.Q(models.Q(("state__in", WAITING), _negated=True), ("waits_since", None)),
                name="request_waits_since_a_moment",
            ),
        ),
        migrations.AddIndex(
            model_name="accessrequest",
            index=models.Index(
                condition=models.Q(("waits_since__isnull", False)), fields=["waits_since"], name="request_by_wait"
            ),
        ),
    ]
