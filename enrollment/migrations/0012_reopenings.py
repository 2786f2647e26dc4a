"""Taking back that two records are two people."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.policies import only_columns, open_to


class Migration(migrations.Migration):
    dependencies = [
        ("enrollment", "0011_phone_with_extension"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Reopening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("proposed_at", models.DateTimeField(verbose_name="proposed")),
                ("reason", models.CharField(max_length=255)),
                ("reopened_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back")),
                ("rejected_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "decision taken back",
                "verbose_name_plural": "decisions taken back",
            },
        ),
        migrations.RemoveConstraint(
            model_name="notsame",
            name="ruled_out_once",
        ),
        migrations.AddField(
            model_name="reopening",
            name="confirmed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reopening",
            name="one",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enrollment.person"
            ),
        ),
        migrations.AddField(
            model_name="reopening",
            name="other",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enrollment.person"
            ),
        ),
        migrations.AddField(
            model_name="reopening",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reopening",
            name="rejected_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="candidate",
            name="reopening",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="enrollment.reopening",
            ),
        ),
        migrations.AddField(
            model_name="notsame",
            name="reopening",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="enrollment.reopening",
            ),
        ),
        migrations.AddConstraint(
            model_name="notsame",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reopening", None)), fields=("applicant_index", "person"), name="ruled_out_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="reopening",
            constraint=models.UniqueConstraint(
                condition=models.Q(("rejected_at", None), ("reopened_at", None)),
                fields=("one", "other"),
                name="reopening_one_open_per_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="reopening",
            constraint=models.CheckConstraint(
                condition=models.Q(("one__lt", models.F("other"))), name="reopening_of_two_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="reopening",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by", None),
                    models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="reopening_confirmed_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="reopening",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("confirmed_by", None), ("rejected_at", None), ("rejected_by", None), ("reopened_at", None)
                    ),
                    models.Q(("rejected_at", None), ("rejected_by", None), ("reopened_at__isnull", False)),
                    models.Q(
                        ("confirmed_by", None),
                        ("rejected_at__isnull", False),
                        ("rejected_by__isnull", False),
                        ("reopened_at", None),
                    ),
                    _connector="OR",
                ),
                name="reopening_ended_one_way",
            ),
        ),
        open_to("enrollment_reopening", staff=("SELECT", "INSERT", "UPDATE")),
        # What was proposed and what was decided is history; only how it ended, and by what, is written.
        only_columns(
            "enrollment_reopening", "staff", "reopened_at", "confirmed_by_id", "rejected_at", "rejected_by_id"
        ),
        only_columns("enrollment_notsame", "staff", "reopening_id"),
        only_columns("enrollment_candidate", "staff", "reopening_id"),
        migrations.RunSQL(
            """
            CREATE POLICY portal_staff_update ON enrollment_candidate FOR UPDATE TO portal_staff
                USING (true) WITH CHECK (true);
            """,
            "DROP POLICY portal_staff_update ON enrollment_candidate;",
        ),
    ]
