"""Received documents are opened by a job. Those that are here are drawn anew: their pictures were never kept."""

from django.db import migrations, models

from accounts.platform.policies import KEEP, only_columns, open_to

DRAW_ANEW = """
INSERT INTO accounts_job (id, kind, arguments, created_at, state, due_at, attempts, done, error)
SELECT gen_random_uuid(), 'access.draw_document', jsonb_build_object('document', id), now(), 'queued', now(), 0, 0, ''
FROM access_accessdocument;
UPDATE access_accessdocument SET pages = NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0003_bounds")]

    operations = [
        migrations.AddField(
            model_name="accessdocument",
            name="state",
            field=models.CharField(
                choices=[("waiting", "Being prepared"), ("drawn", "Ready"), ("failed", "Can't be shown")],
                default="waiting",
                max_length=8,
                verbose_name="pictures",
            ),
        ),
        migrations.AddField(
            model_name="accessdocument",
            name="problem",
            field=models.CharField(
                blank=True,
                choices=[
                    ("pages", "It has too many pages."),
                    ("large", "Its pages are too large."),
                    ("unreadable", "It is damaged and can't be opened."),
                    ("limits", "It takes too much time or memory to open."),
                ],
                default="",
                max_length=12,
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="accessdocument",
            name="pages",
            field=models.PositiveSmallIntegerField(null=True, verbose_name="pages"),
        ),
        migrations.RunSQL(DRAW_ANEW, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="accessdocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pages__gte", 1), ("state", "drawn")),
                    models.Q(models.Q(("state", "drawn"), _negated=True), ("pages", None)),
                    _connector="OR",
                ),
                name="document_pages_once_drawn",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessdocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "failed"), models.Q(("problem", ""), _negated=True)),
                    models.Q(models.Q(("state", "failed"), _negated=True), ("problem", "")),
                    _connector="OR",
                ),
                name="document_failed_with_a_problem",
            ),
        ),
        open_to("access_accessdocument", staff=KEEP, service=("SELECT", "UPDATE")),
        only_columns("access_accessdocument", "staff", "request_id"),
        only_columns("access_accessdocument", "service", "state", "pages", "problem"),
    ]
