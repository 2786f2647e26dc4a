"""The tables of users, purchasers, the record of activity and jobs."""

import uuid

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from accounts.platform.policies import sql_files


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="email address")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("language", models.CharField(default="en", max_length=8, verbose_name="language")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Works the review queue on the admin site.",
                        verbose_name="representative",
                    ),
                ),
                (
                    "is_supervisor",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        help_text="Is told of missed goals, and enters the days when the carrier is closed.",
                        verbose_name="supervisor",
                    ),
                ),
                ("joined_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="joined")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "user",
                "verbose_name_plural": "users",
                "constraints": [
                    models.UniqueConstraint(fields=("email",), name="user_email_unique"),
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"), name="user_email_unique_any_case"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_supervisor", False), ("is_staff", True), _connector="OR"),
                        name="supervisor_is_representative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Representative",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="representative",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("phone", models.CharField(max_length=32, verbose_name="phone")),
                ("hours", models.CharField(max_length=120, verbose_name="hours")),
            ],
            options={
                "verbose_name": "representative",
                "verbose_name_plural": "representatives",
            },
        ),
        migrations.CreateModel(
            name="Purchaser",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.CharField(
                        max_length=16,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{3}-\\d{5}$", "A purchaser ID looks like 104-88231."
                            )
                        ],
                        verbose_name="purchaser ID",
                    ),
                ),
                (
                    "former_numbers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16),
                        blank=True,
                        default=list,
                        verbose_name="former purchaser IDs",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("time_zone", models.CharField(default="America/Los_Angeles", max_length=40, verbose_name="time zone")),
                ("contract_starts_on", models.DateField(verbose_name="contract starts")),
                ("contract_ends_on", models.DateField(blank=True, null=True, verbose_name="contract ends")),
                (
                    "representative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="purchasers",
                        to="accounts.representative",
                        verbose_name="representative",
                    ),
                ),
            ],
            options={
                "verbose_name": "employer group",
                "verbose_name_plural": "employer groups",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contract_ends_on", None),
                            ("contract_ends_on__gte", models.F("contract_starts_on")),
                            _connector="OR",
                        ),
                        name="purchaser_contract_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PurchaserSize",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purchaser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sizes", to="accounts.purchaser"
                    ),
                ),
                ("employees", models.PositiveIntegerField(verbose_name="employees")),
                ("effective_on", models.DateField(verbose_name="from")),
            ],
            options={
                "verbose_name": "employer group size",
                "verbose_name_plural": "employer group sizes",
                "constraints": [
                    models.UniqueConstraint(fields=("purchaser", "effective_on"), name="purchaser_size_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purchaser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contacts", to="accounts.purchaser"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("officer", "Officer who signs the contract"),
                            ("benefits", "Benefits"),
                            ("billing", "Billing"),
                        ],
                        max_length=16,
                        verbose_name="role",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                ("phone", models.CharField(blank=True, max_length=32, verbose_name="phone")),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "ordering": ["role", "name"],
            },
        ),
        migrations.CreateModel(
            name="EnrollmentUnit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purchaser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="units", to="accounts.purchaser"
                    ),
                ),
                ("code", models.CharField(max_length=16, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("state", models.CharField(max_length=2, verbose_name="business state")),
                ("zip_code", models.CharField(max_length=10, verbose_name="business ZIP code")),
                ("known_seq", models.BigIntegerField(default=0, editable=False)),
            ],
            options={
                "verbose_name": "enrollment unit",
                "verbose_name_plural": "enrollment units",
                "constraints": [
                    models.UniqueConstraint(fields=("purchaser", "code"), name="unit_code_unique_in_purchaser"),
                    models.UniqueConstraint(fields=("id", "purchaser"), name="unit_with_purchaser"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.purchaser",
                    ),
                ),
                (
                    "purchaser",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activity",
                        to="accounts.purchaser",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.enrollmentunit",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("web", "Online"),
                            ("representative", "Representative"),
                            ("file", "File"),
                            ("clock", "Automatic"),
                        ],
                        max_length=16,
                        verbose_name="how",
                    ),
                ),
                ("verb", models.CharField(max_length=48, verbose_name="what")),
                ("object_type", models.CharField(blank=True, max_length=48)),
                ("object_id", models.CharField(blank=True, max_length=64)),
                ("summary", models.CharField(blank=True, max_length=255)),
                ("before", models.JSONField(blank=True, null=True)),
                ("after", models.JSONField(blank=True, null=True)),
                ("staff_only", models.BooleanField(default=False)),
                (
                    "transaction_id",
                    models.BigIntegerField(
                        db_default=django.db.models.expressions.RawSQL("(pg_current_xact_id()::text)::bigint", []),
                        editable=False,
                    ),
                ),
            ],
            options={
                "verbose_name": "activity",
                "verbose_name_plural": "activity",
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["purchaser", "-at", "-id"], name="activity_by_purchaser"),
                    models.Index(fields=["purchaser", "object_type", "object_id"], name="activity_by_object"),
                    models.Index(fields=["transaction_id", "id"], name="activity_in_seal_order"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed_at", models.DateTimeField()),
                ("after_transaction_id", models.BigIntegerField()),
                ("through_transaction_id", models.BigIntegerField(unique=True)),
                ("rows", models.PositiveIntegerField()),
                ("digest", models.BinaryField(max_length=32)),
            ],
            options={
                "verbose_name": "seal",
                "verbose_name_plural": "seals",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(help_text="The name of the Celery task that runs it.", max_length=80)),
                ("arguments", models.JSONField(default=dict)),
                (
                    "purchaser",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jobs",
                        to="accounts.purchaser",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting"),
                            ("running", "Running"),
                            ("done", "Finished"),
                            ("parked", "Failed"),
                        ],
                        default="queued",
                        max_length=8,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("lease_until", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(null=True)),
                ("result", models.JSONField(null=True)),
                ("error", models.CharField(blank=True, max_length=255)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "job",
                "verbose_name_plural": "jobs",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "running"])), fields=["due_at"], name="job_due"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lease_until__isnull", False), ("state", "running")),
                            models.Q(models.Q(("state", "running"), _negated=True), ("lease_until", None)),
                            _connector="OR",
                        ),
                        name="job_leased_exactly_while_running",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at__isnull", False), ("state__in", ["done", "parked"])),
                            models.Q(models.Q(("state__in", ["done", "parked"]), _negated=True), ("finished_at", None)),
                            _connector="OR",
                        ),
                        name="job_finished_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Closure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True, verbose_name="day")),
                ("reason", models.CharField(max_length=120, verbose_name="reason")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("added_at", models.DateTimeField(verbose_name="entered")),
            ],
            options={
                "verbose_name": "closure",
                "verbose_name_plural": "closures",
                "ordering": ["-day"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="closure_has_reason")
                ],
            },
        ),
        *sql_files(__file__, "append_only"),
    ]
