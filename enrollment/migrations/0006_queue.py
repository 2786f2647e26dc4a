"""How far the goal of a request has run, when it is expected, whom it is assigned to, and filters that were saved."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.policies import OF_USER, protect


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_closures"),
        ("enrollment", "0005_matching_tenancy"),
    ]

    operations = [
        migrations.AddField(
            model_name="change",
            name="expected_at",
            field=models.DateTimeField(null=True, verbose_name="expected by"),
        ),
        migrations.AddField(
            model_name="review",
            name="assigned_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="goal_mark",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("goal_mark__in", [0, 50, 80, 100])), name="review_goal_mark_known"
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["decided_at"], name="review_by_decision"),
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("query", models.CharField(max_length=200)),
                ("saved_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "saved filter",
                "verbose_name_plural": "saved filters",
                "ordering": ["name"],
                "constraints": [models.UniqueConstraint(fields=("user", "name"), name="saved_filter_named_once")],
            },
        ),
        protect("enrollment_savedfilter", staff=(("SELECT", "INSERT", "UPDATE", "DELETE"), OF_USER)),
        # The clock marks how far a goal has run, and when a request is expected; it decides nothing.
        migrations.RunSQL(
            """
            GRANT SELECT, UPDATE (goal_mark) ON enrollment_review TO portal_service;
            CREATE POLICY portal_service_select ON enrollment_review FOR SELECT TO portal_service USING (true);
            CREATE POLICY portal_service_update ON enrollment_review FOR UPDATE TO portal_service
                USING (decision = '') WITH CHECK (decision = '');
            GRANT UPDATE (expected_at) ON enrollment_change TO portal_service;
            CREATE POLICY portal_service_update ON enrollment_change FOR UPDATE TO portal_service
                USING (state = 'in_review') WITH CHECK (state = 'in_review');
            """,
            migrations.RunSQL.noop,
        ),
    ]
