"""Proposals to take a merge back, where two representatives have to agree."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.policies import only_columns, open_to


class Migration(migrations.Migration):
    dependencies = [
        ("enrollment", "0009_keys_for_namesakes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="UndoProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("proposed_at", models.DateTimeField(verbose_name="proposed")),
                ("reason", models.CharField(max_length=255)),
                ("assigned", models.JSONField(default=dict, editable=False)),
                ("marks", models.JSONField(default=dict, editable=False)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("rejected_at", models.DateTimeField(blank=True, null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undo_proposals",
                        to="enrollment.personmerge",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "rejected_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "proposed end of a merge",
                "verbose_name_plural": "proposed ends of merges",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("confirmed_at", None), ("rejected_at", None)),
                        fields=("merge",),
                        name="undo_one_open_per_merge",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("confirmed_at__isnull", False)),
                        fields=("merge",),
                        name="undo_confirmed_once_per_merge",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by", None),
                            models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="undo_confirmed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed_at", None),
                                ("confirmed_by", None),
                                ("rejected_at", None),
                                ("rejected_by", None),
                            ),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                ("confirmed_by__isnull", False),
                                ("rejected_at", None),
                                ("rejected_by", None),
                            ),
                            models.Q(
                                ("confirmed_at", None),
                                ("confirmed_by", None),
                                ("rejected_at__isnull", False),
                                ("rejected_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="undo_confirmed_or_rejected_whole",
                    ),
                ],
            },
        ),
        open_to("enrollment_undoproposal", staff=("SELECT", "INSERT", "UPDATE")),
        # What was proposed is history; only how it ended is written.
        only_columns(
            "enrollment_undoproposal", "staff", "confirmed_at", "confirmed_by_id", "rejected_at", "rejected_by_id"
        ),
    ]
