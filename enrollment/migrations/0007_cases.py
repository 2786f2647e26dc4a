"""Why each candidate is one, candidates that an employer's answer replaced, and the replies representatives keep."""

from django.db import migrations, models

from accounts.policies import WRITE, open_to

REPLIES = {
    "Check the date of birth": "Please check the date of birth against an identity document, and correct it here if it is another.",
    "Check the number": "Please check the Social Security number against the card, and correct it here if it is another.",
    "Check the spelling of the name": "Please check how the name is spelled on an identity document, and correct it here.",
    "Send the number": "Please enter the Social Security number here, or tell us when it will be known.",
    "Sent twice": "We have this request already, under another confirmation number. Nothing more is needed from you.",
}


def _replies(apps, schema_editor):
    replies = apps.get_model("enrollment", "CannedReply").objects
    for title, text in REPLIES.items():
        replies.create(title=title, text=text)


class Migration(migrations.Migration):
    dependencies = [("enrollment", "0006_queue")]

    operations = [
        migrations.CreateModel(
            name="CannedReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=80, unique=True, verbose_name="title")),
                ("text", models.TextField(max_length=500, verbose_name="text")),
            ],
            options={
                "verbose_name": "canned reply",
                "verbose_name_plural": "canned replies",
                "ordering": ["title"],
            },
        ),
        migrations.AddField("candidate", "reasons", models.JSONField(default=dict)),
        migrations.AddField("candidate", "superseded_at", models.DateTimeField(editable=False, null=True)),
        migrations.RemoveConstraint("candidate", "candidate_once_per_applicant"),
        migrations.AddConstraint(
            "candidate",
            models.UniqueConstraint(
                condition=models.Q(("superseded_at", None)),
                fields=("review", "applicant", "person"),
                name="candidate_once_per_applicant",
            ),
        ),
        migrations.RunPython(_replies, migrations.RunPython.noop),
        open_to("enrollment_cannedreply", staff=WRITE),
        # The engine's second word on a review is written as its first was: under the matching role.
        migrations.RunSQL(
            """
            GRANT UPDATE (superseded_at) ON enrollment_candidate TO portal_match;
            CREATE POLICY portal_match_update ON enrollment_candidate FOR UPDATE TO portal_match
                USING (true) WITH CHECK (true);
            GRANT UPDATE (reasons, rules_version, claimed_by_id, claimed_at) ON enrollment_review TO portal_match;
            CREATE POLICY portal_match_update ON enrollment_review FOR UPDATE TO portal_match
                USING (true) WITH CHECK (true);
            """,
            migrations.RunSQL.noop,
        ),
    ]
