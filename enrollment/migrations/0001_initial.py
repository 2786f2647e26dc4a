"""The tables of people, coverage, changes, reviews and merges."""

import uuid
from decimal import Decimal

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension, CreateExtension
from django.db import migrations, models

import accounts.platform.fields
import enrollment.models.people
import enrollment.rules.codes
from accounts.platform.policies import sql_files


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        CreateExtension("fuzzystrmatch"),
        CreateExtension("pg_trgm"),
        BtreeGistExtension(),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("first_name", models.CharField(max_length=60, verbose_name="first name")),
                ("middle_name", models.CharField(blank=True, max_length=60, verbose_name="middle name")),
                ("last_name", models.CharField(max_length=60, verbose_name="last name")),
                ("suffix", models.CharField(blank=True, max_length=8, verbose_name="suffix")),
                ("first_key", models.CharField(db_collation="C", editable=False, max_length=60)),
                ("last_key", models.CharField(db_collation="C", editable=False, max_length=60)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("member_number", models.CharField(max_length=10, unique=True, verbose_name="member number")),
                ("birth_date", models.DateField(verbose_name="date of birth")),
                ("sex", models.CharField(max_length=1, verbose_name="sex")),
                (
                    "number",
                    accounts.platform.fields.EncryptedTextField(null=True, verbose_name="Social Security number"),
                ),
                ("number_kind", models.CharField(blank=True, max_length=4, verbose_name="number type")),
                ("number_index", models.BinaryField(max_length=16, null=True)),
                ("number_start_index", models.BinaryField(max_length=16, null=True)),
                ("number_end_index", models.BinaryField(max_length=16, null=True)),
                ("is_sample", models.BooleanField(db_default=False, default=False, editable=False)),
                ("deceased_on", models.DateField(blank=True, null=True, verbose_name="died")),
                ("created_at", models.DateTimeField()),
                (
                    "first_sound",
                    models.GeneratedField(
                        db_persist=True,
                        expression=enrollment.models.people.Sound(models.F("first_key")),
                        output_field=models.CharField(db_collation="C", max_length=8),
                    ),
                ),
                (
                    "last_sound",
                    models.GeneratedField(
                        db_persist=True,
                        expression=enrollment.models.people.Sound(models.F("last_key")),
                        output_field=models.CharField(db_collation="C", max_length=8),
                    ),
                ),
            ],
            options={
                "verbose_name": "member",
                "verbose_name_plural": "members",
                "indexes": [
                    models.Index(fields=["number_index"], name="person_by_number"),
                    models.Index(fields=["birth_date", "last_sound"], name="person_by_birth_and_last"),
                    models.Index(fields=["birth_date", "first_sound"], name="person_by_birth_and_first"),
                    models.Index(fields=["last_key", "first_key", "birth_date", "id"], name="person_by_name"),
                    models.Index(fields=["last_sound", "first_sound", "birth_date"], name="person_by_sounds"),
                    models.Index(fields=["last_sound", "birth_date"], name="person_by_last_and_birth"),
                    models.Index(fields=["number_end_index", "birth_date"], name="person_by_end_and_birth"),
                    models.Index(fields=["number_start_index", "birth_date"], name="person_by_start_and_birth"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number__isnull", True), ("number_index", None), ("number_kind", "")),
                            models.Q(
                                ("number__isnull", False),
                                ("number_index__isnull", False),
                                models.Q(("number_kind", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="person_number_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FormerName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_name", models.CharField(max_length=60, verbose_name="first name")),
                ("middle_name", models.CharField(blank=True, max_length=60, verbose_name="middle name")),
                ("last_name", models.CharField(max_length=60, verbose_name="last name")),
                ("suffix", models.CharField(blank=True, max_length=8, verbose_name="suffix")),
                ("first_key", models.CharField(db_collation="C", editable=False, max_length=60)),
                ("last_key", models.CharField(db_collation="C", editable=False, max_length=60)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="former_names", to="enrollment.person"
                    ),
                ),
                ("until_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "former name",
                "verbose_name_plural": "former names",
                "indexes": [models.Index(fields=["last_key", "first_key"], name="former_name_by_name")],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "purchaser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="accounts.purchaser"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.enrollmentunit",
                    ),
                ),
                (
                    "type",
                    models.CharField(max_length=32, verbose_name="type"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in_review", "In review"),
                            ("action_needed", "Action needed"),
                            ("completed", "Completed"),
                            ("refused", "Declined"),
                            ("withdrawn", "Withdrawn"),
                            ("reversed", "Reversed"),
                        ],
                        default="draft",
                        max_length=16,
                        verbose_name="status",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=160, verbose_name="for")),
                ("payload", accounts.platform.fields.EncryptedJSONField()),
                ("payload_version", models.PositiveSmallIntegerField(default=1)),
                ("outcome", accounts.platform.fields.EncryptedJSONField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="enrollment.person",
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
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("submitted_at", models.DateTimeField(null=True)),
                (
                    "confirmation",
                    models.CharField(max_length=12, null=True, unique=True, verbose_name="confirmation number"),
                ),
                ("idempotency_key", models.CharField(max_length=64, null=True)),
                ("payload_digest", models.BinaryField(max_length=32, null=True)),
                ("subject_index", models.BinaryField(max_length=16, null=True)),
                ("due_at", models.DateTimeField(null=True, verbose_name="goal")),
                ("expected_at", models.DateTimeField(null=True, verbose_name="expected by")),
                ("minutes_left", models.PositiveIntegerField(null=True)),
                ("question", models.CharField(max_length=500, null=True)),
                ("completed_at", models.DateTimeField(null=True)),
                ("refusal", models.CharField(max_length=500, null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "reversed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enrollment.change"
                    ),
                ),
            ],
            options={
                "verbose_name": "change",
                "verbose_name_plural": "changes",
                "indexes": [
                    models.Index(fields=["purchaser", "-submitted_at", "-id"], name="change_by_purchaser"),
                    models.Index(fields=["person"], name="change_by_person"),
                    models.Index(condition=models.Q(("state", "in_review")), fields=["due_at"], name="change_by_due"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmation", None),
                                ("state", "draft"),
                                ("submitted_at", None),
                                ("submitted_by", None),
                            ),
                            models.Q(
                                models.Q(("state", "draft"), _negated=True),
                                ("confirmation__isnull", False),
                                ("idempotency_key__isnull", False),
                                ("payload_digest__isnull", False),
                                ("submitted_at__isnull", False),
                                ("submitted_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="change_submitted_unless_draft",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["in_review"]), ("due_at__isnull", False)),
                            models.Q(models.Q(("state__in", ["in_review"]), _negated=True), ("due_at", None)),
                            _connector="OR",
                        ),
                        name="change_in_review_has_due_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["action_needed"]),
                                ("minutes_left__isnull", False),
                                ("question__isnull", False),
                            ),
                            models.Q(
                                models.Q(("state__in", ["action_needed"]), _negated=True),
                                ("minutes_left", None),
                                ("question", None),
                            ),
                            _connector="OR",
                        ),
                        name="change_action_needed_stops_clock",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["completed", "reversed"]), ("completed_at__isnull", False)),
                            models.Q(
                                models.Q(("state__in", ["completed", "reversed"]), _negated=True),
                                ("completed_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="change_completed_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["refused"]), ("refusal__isnull", False)),
                            models.Q(models.Q(("state__in", ["refused"]), _negated=True), ("refusal", None)),
                            _connector="OR",
                        ),
                        name="change_refused_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["refused", "withdrawn"]), ("settled_at__isnull", False)),
                            models.Q(
                                models.Q(("state__in", ["refused", "withdrawn"]), _negated=True), ("settled_at", None)
                            ),
                            _connector="OR",
                        ),
                        name="change_settled_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["reversed"]), ("reversed_by__isnull", False)),
                            models.Q(models.Q(("state__in", ["reversed"]), _negated=True), ("reversed_by", None)),
                            _connector="OR",
                        ),
                        name="change_reversed_by_change",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft"), _negated=True),
                        fields=("purchaser", "idempotency_key"),
                        name="change_once_per_key",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["in_review", "action_needed"])),
                        fields=("purchaser", "subject_index"),
                        name="change_one_open_per_new_employee",
                    ),
                    models.UniqueConstraint(fields=("id", "purchaser"), name="change_with_purchaser"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonDetail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_name", models.CharField(max_length=60, verbose_name="first name")),
                ("middle_name", models.CharField(blank=True, max_length=60, verbose_name="middle name")),
                ("last_name", models.CharField(max_length=60, verbose_name="last name")),
                ("suffix", models.CharField(blank=True, max_length=8, verbose_name="suffix")),
                ("first_key", models.CharField(db_collation="C", editable=False, max_length=60)),
                ("last_key", models.CharField(db_collation="C", editable=False, max_length=60)),
                (
                    "purchaser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.purchaser"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="details", to="enrollment.person"
                    ),
                ),
                ("preferred_name", models.CharField(blank=True, max_length=60, verbose_name="preferred name")),
                ("birth_date", models.DateField(verbose_name="date of birth")),
                ("sex", models.CharField(max_length=1, verbose_name="sex")),
                (
                    "number",
                    accounts.platform.fields.EncryptedTextField(null=True, verbose_name="Social Security number"),
                ),
                ("number_kind", models.CharField(blank=True, max_length=4, verbose_name="number type")),
                (
                    "no_number_reason",
                    models.CharField(
                        blank=True, max_length=16, verbose_name="why the Social Security number is missing"
                    ),
                ),
                ("last_four_index", models.BinaryField(max_length=16, null=True)),
                ("street", models.CharField(blank=True, max_length=100, verbose_name="street address")),
                ("street2", models.CharField(blank=True, max_length=60, verbose_name="apartment or unit")),
                ("city", models.CharField(blank=True, max_length=60, verbose_name="city")),
                ("state", models.CharField(blank=True, max_length=2, verbose_name="state")),
                ("zip_code", models.CharField(blank=True, max_length=10, verbose_name="ZIP code")),
                ("street_index", models.BinaryField(max_length=16, null=True)),
                ("phone_index", models.BinaryField(max_length=16, null=True)),
                ("email_index", models.BinaryField(max_length=16, null=True)),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                ("language", models.CharField(blank=True, max_length=8, verbose_name="language")),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enrollment.change"
                    ),
                ),
                ("known_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "first_sound",
                    models.GeneratedField(
                        db_persist=True,
                        expression=enrollment.models.people.Sound(models.F("first_key")),
                        output_field=models.CharField(db_collation="C", max_length=8),
                    ),
                ),
                (
                    "last_sound",
                    models.GeneratedField(
                        db_persist=True,
                        expression=enrollment.models.people.Sound(models.F("last_key")),
                        output_field=models.CharField(db_collation="C", max_length=8),
                    ),
                ),
            ],
            options={
                "verbose_name": "details",
                "verbose_name_plural": "details",
                "indexes": [
                    models.Index(fields=["purchaser", "last_key", "first_key"], name="detail_by_last"),
                    models.Index(fields=["purchaser", "first_key"], name="detail_by_first"),
                    models.Index(fields=["purchaser", "last_sound"], name="detail_by_last_sound"),
                    models.Index(fields=["purchaser", "first_sound"], name="detail_by_first_sound"),
                    models.Index(fields=["purchaser", "last_four_index"], name="detail_by_last_four"),
                    models.Index(
                        condition=models.Q(("superseded_at", None)),
                        fields=["street_index", "person"],
                        name="detail_by_street",
                    ),
                    models.Index(
                        condition=models.Q(("superseded_at", None)),
                        fields=["phone_index", "person"],
                        name="detail_by_phone",
                    ),
                    models.Index(
                        condition=models.Q(("superseded_at", None)),
                        fields=["email_index", "person"],
                        name="detail_by_email",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at", None)),
                        fields=("person", "purchaser"),
                        name="detail_one_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("last_four_index", None), ("number__isnull", True), ("number_kind", "")),
                            models.Q(
                                ("last_four_index__isnull", False),
                                ("no_number_reason", ""),
                                ("number__isnull", False),
                                models.Q(("number_kind", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="detail_number_or_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purchaser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.purchaser"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.enrollmentunit"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enrollment.person"
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enrollment.change"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due")),
                ("done_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "follow-up",
                "verbose_name_plural": "follow-ups",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at", None)),
                        fields=("purchaser", "person"),
                        name="follow_up_one_open_per_person",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CallBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purchaser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.purchaser"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="contact name")),
                ("phone", models.CharField(max_length=40, verbose_name="phone")),
                ("best_time", models.CharField(blank=True, max_length=80, verbose_name="best time")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "call-back",
                "verbose_name_plural": "call-backs",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at", None), ("done_by", None)),
                            models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="call_back_done_by_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=16, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("line", models.CharField(max_length=3, verbose_name="line")),
                ("is_medicare", models.BooleanField(default=False, verbose_name="Medicare plan")),
            ],
            options={
                "verbose_name": "plan",
                "verbose_name_plural": "plans",
                "constraints": [models.UniqueConstraint(fields=("id", "line"), name="plan_with_line")],
            },
        ),
        migrations.CreateModel(
            name="Offering",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purchaser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.purchaser"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offerings",
                        to="accounts.enrollmentunit",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enrollment.plan"
                    ),
                ),
                ("plan_line", models.CharField(max_length=3)),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="through")),
            ],
            options={
                "verbose_name": "plan offering",
                "verbose_name_plural": "plan offerings",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "purchaser", "unit", "plan_line"), name="offering_with_owner"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                        name="offering_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purchaser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.purchaser"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rules", to="accounts.enrollmentunit"
                    ),
                ),
                ("effective_on", models.DateField(verbose_name="from")),
                ("waiting_rule", models.CharField(max_length=32, verbose_name="waiting rule")),
                ("waiting_days", models.PositiveSmallIntegerField(default=0, verbose_name="waiting days")),
                ("end_rule", models.CharField(max_length=24, verbose_name="end rule")),
                ("retro_kind", models.CharField(max_length=24, verbose_name="retroactive limit")),
                ("retro_days", models.PositiveSmallIntegerField(default=0, verbose_name="days back")),
                (
                    "dependent_age_limit",
                    models.PositiveSmallIntegerField(default=26, verbose_name="dependent age limit"),
                ),
                ("age_out_rule", models.CharField(max_length=24, verbose_name="age-out rule")),
                ("cobra_administrator", models.CharField(max_length=12, verbose_name="COBRA administrator")),
            ],
            options={
                "verbose_name": "unit rules",
                "verbose_name_plural": "unit rules",
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "effective_on"), name="unit_rules_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("waiting_days__lte", 90),
                            models.Q(
                                models.Q(
                                    (
                                        "waiting_rule",
                                        enrollment.rules.codes.WaitingRule["FIRST_OF_MONTH_FOLLOWING_DAYS"],
                                    ),
                                    _negated=True,
                                ),
                                ("waiting_days__lte", 60),
                                _connector="OR",
                            ),
                        ),
                        name="unit_rules_wait_at_most_90_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Employment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purchaser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.purchaser"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.enrollmentunit"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="employments", to="enrollment.person"
                    ),
                ),
                ("employee_number", models.CharField(blank=True, max_length=20, verbose_name="employee number")),
                (
                    "weekly_hours",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="hours a week"
                    ),
                ),
                ("employment_class", models.CharField(max_length=2, verbose_name="employment class")),
                ("hired_on", models.DateField(verbose_name="date of hire")),
                ("last_day_worked", models.DateField(blank=True, null=True, verbose_name="last day worked")),
                ("end_reason", models.CharField(blank=True, max_length=24, verbose_name="reason")),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enrollment.change"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enrollment.change",
                    ),
                ),
            ],
            options={
                "verbose_name": "employment",
                "verbose_name_plural": "employments",
                "indexes": [models.Index(fields=["person", "purchaser"], name="employment_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("id", "purchaser"), name="employment_with_purchaser"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_day_worked", None), ("last_day_worked__gte", models.F("hired_on")), _connector="OR"
                        ),
                        name="employment_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_reason", ""), ("ended_by", None), ("last_day_worked", None)),
                            models.Q(
                                ("ended_by__isnull", False),
                                ("last_day_worked__isnull", False),
                                models.Q(("end_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="employment_end_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Enrollment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purchaser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.purchaser"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.enrollmentunit"
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enrollment.person"
                    ),
                ),
                (
                    "employment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrollments",
                        to="enrollment.employment",
                    ),
                ),
                (
                    "offering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enrollment.offering"
                    ),
                ),
                ("plan_line", models.CharField(max_length=3)),
                ("kind", models.CharField(max_length=8, verbose_name="kind")),
                ("qualifying_event", models.CharField(blank=True, max_length=24)),
                ("qualifying_event_on", models.DateField(blank=True, null=True)),
                (
                    "prior",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enrollment.enrollment",
                    ),
                ),
                ("group_bill_factor", models.DecimalField(decimal_places=4, default=Decimal("1"), max_digits=5)),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enrollment.change"
                    ),
                ),
            ],
            options={
                "verbose_name": "enrollment",
                "verbose_name_plural": "enrollments",
                "indexes": [models.Index(fields=["subscriber", "purchaser"], name="enrollment_by_subscriber")],
                "constraints": [
                    models.UniqueConstraint(fields=("id", "purchaser", "plan_line"), name="enrollment_with_owner"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "cobra"), _negated=True),
                            models.Q(
                                models.Q(("qualifying_event", ""), _negated=True),
                                ("qualifying_event_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="enrollment_cobra_has_event",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="change",
            name="enrollment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="enrollment.enrollment",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["in_review", "action_needed"])),
                fields=("enrollment",),
                name="change_one_open_per_family",
            ),
        ),
        migrations.CreateModel(
            name="BillTo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purchaser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.purchaser"
                    ),
                ),
                (
                    "enrollment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bill_to", to="enrollment.enrollment"
                    ),
                ),
                ("payer", models.CharField(choices=[("group", "The group"), ("member", "The member")], max_length=8)),
                ("effective_on", models.DateField()),
            ],
            options={
                "verbose_name": "bill to",
                "verbose_name_plural": "bill to",
                "constraints": [
                    models.UniqueConstraint(fields=("enrollment", "effective_on"), name="bill_to_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="Coverage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purchaser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.purchaser"
                    ),
                ),
                (
                    "enrollment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverages",
                        to="enrollment.enrollment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="coverages", to="enrollment.person"
                    ),
                ),
                ("relationship", models.CharField(max_length=2, verbose_name="relationship")),
                ("plan_line", models.CharField(max_length=3)),
                ("rated_birth_date", models.DateField()),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("end_reason", models.CharField(blank=True, max_length=24, verbose_name="reason")),
                ("event_on", models.DateField(blank=True, null=True, verbose_name="date of the event")),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverages_made",
                        to="enrollment.change",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enrollment.change",
                    ),
                ),
                ("known_at", models.DateTimeField()),
                ("known_seq", models.BigIntegerField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("superseded_seq", models.BigIntegerField(blank=True, null=True)),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "coverage",
                "verbose_name_plural": "coverage",
                "indexes": [
                    models.Index(fields=["person", "purchaser"], name="coverage_by_person"),
                    models.Index(
                        condition=models.Q(("superseded_at", None)), fields=["enrollment"], name="coverage_current"
                    ),
                    models.Index(fields=["purchaser", "known_seq"], name="coverage_by_seq"),
                    models.Index(
                        condition=models.Q(("superseded_at", None), ("voided_at", None)),
                        fields=["purchaser", "relationship", "starts_on", "ends_on"],
                        name="coverage_on_day",
                    ),
                    models.Index(
                        condition=models.Q(("ends_on__isnull", False), ("superseded_at", None), ("voided_at", None)),
                        fields=["purchaser", "ends_on", "enrollment"],
                        name="coverage_by_end",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                        name="coverage_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_reason", ""), ("ended_by", None), ("ends_on", None)),
                            models.Q(
                                ("ended_by__isnull", False),
                                ("ends_on__isnull", False),
                                models.Q(("end_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="coverage_end_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("superseded_at", None), ("superseded_seq", None)),
                            models.Q(("superseded_at__isnull", False), ("superseded_seq__gt", models.F("known_seq"))),
                            _connector="OR",
                        ),
                        name="coverage_superseded_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RosterLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purchaser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.purchaser"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.enrollmentunit"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enrollment.person"
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enrollment.change"
                    ),
                ),
                (
                    "detail",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enrollment.persondetail",
                    ),
                ),
                (
                    "enrollment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enrollment.enrollment",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enrollment.plan"
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                ("sort_key", models.CharField(db_collation="C", max_length=124)),
                ("member_number", models.CharField(blank=True, db_collation="C", max_length=10)),
                ("kind", models.CharField(blank=True, max_length=8)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("never_started", models.BooleanField(default=False)),
                ("in_review", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "roster line",
                "verbose_name_plural": "roster lines",
                "indexes": [
                    models.Index(fields=["purchaser", "sort_key", "id"], name="roster_by_name"),
                    models.Index(fields=["purchaser", "starts_on", "id"], name="roster_by_start"),
                    models.Index(fields=["purchaser", "member_number", "id"], name="roster_by_member_number"),
                    models.Index(fields=["purchaser", "ends_on", "unit"], name="roster_by_end"),
                    models.Index(
                        condition=models.Q(("in_review", True)),
                        fields=["purchaser", "sort_key"],
                        name="roster_in_review",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("purchaser", "person"), name="roster_one_line_per_person"),
                    models.UniqueConstraint(fields=("change",), name="roster_one_line_per_change"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("change", None),
                                ("detail__isnull", False),
                                ("enrollment__isnull", False),
                                ("person__isnull", False),
                            ),
                            models.Q(
                                ("change__isnull", False),
                                ("detail", None),
                                ("enrollment", None),
                                ("in_review", True),
                                ("person", None),
                            ),
                            _connector="OR",
                        ),
                        name="roster_line_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "purchaser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.purchaser"
                    ),
                ),
                (
                    "change",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="review", to="enrollment.change"
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("rules_version", models.CharField(max_length=16)),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=32), default=list),
                ),
                (
                    "claimed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("goal_mark", models.PositiveSmallIntegerField(db_default=0, default=0, editable=False)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("settled", "Decided person by person"), ("refused", "Declined")],
                        max_length=8,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "verbose_name": "review",
                "verbose_name_plural": "reviews",
                "indexes": [models.Index(fields=["decided_at"], name="review_by_decision")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("claimed_at", None), ("claimed_by", None)),
                            models.Q(("claimed_at__isnull", False), ("claimed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="review_claim_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("goal_mark__in", [0, 50, 80, 100])), name="review_goal_mark_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("decision", "")),
                            models.Q(
                                models.Q(("decision", ""), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("note", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="review_decision_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "purchaser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.purchaser"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="candidates", to="enrollment.review"
                    ),
                ),
                ("applicant", models.PositiveSmallIntegerField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enrollment.person"
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField()),
                ("comparison", models.JSONField()),
                ("weight", models.FloatField(default=0)),
                ("reasons", models.JSONField(default=dict)),
                ("superseded_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "possible match",
                "verbose_name_plural": "possible matches",
                "ordering": ["applicant", "rank"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_at", None)),
                        fields=("review", "applicant", "person"),
                        name="candidate_once_per_applicant",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IdentityDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purchaser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.purchaser"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="identities", to="enrollment.review"
                    ),
                ),
                ("applicant", models.PositiveSmallIntegerField()),
                (
                    "same_as",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enrollment.person"
                    ),
                ),
                (
                    "became",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enrollment.person"
                    ),
                ),
                ("applicant_index", models.BinaryField(max_length=16, null=True)),
                ("rules_version", models.CharField(blank=True, max_length=24)),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("decided_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "identity decision",
                "verbose_name_plural": "identity decisions",
                "indexes": [models.Index(fields=["applicant_index"], name="identity_by_applicant")],
                "constraints": [models.UniqueConstraint(fields=("review", "applicant"), name="identity_decided_once")],
            },
        ),
        migrations.CreateModel(
            name="NotSame",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rejected", to="enrollment.review"
                    ),
                ),
                ("applicant_index", models.BinaryField(max_length=16)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enrollment.person"
                    ),
                ),
                ("decided_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "member ruled out",
                "verbose_name_plural": "members ruled out",
            },
        ),
        migrations.CreateModel(
            name="CannedReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=80, unique=True, verbose_name="title")),
                ("text", models.TextField(max_length=500, verbose_name="text")),
            ],
            options={
                "verbose_name": "saved reply",
                "verbose_name_plural": "saved replies",
                "ordering": ["title"],
            },
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("query", models.CharField(max_length=200)),
                ("saved_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "saved filter",
                "verbose_name_plural": "saved filters",
                "ordering": ["name"],
                "constraints": [models.UniqueConstraint(fields=("user", "name"), name="saved_filter_named_once")],
            },
        ),
        migrations.CreateModel(
            name="PersonMerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "duplicate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="enrollment.person"
                    ),
                ),
                (
                    "survivor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="absorbed", to="enrollment.person"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("decided_at", models.DateTimeField()),
                ("reason", models.CharField(max_length=255)),
                ("died_reason", models.CharField(blank=True, max_length=255)),
                ("marks", models.JSONField(default=dict, editable=False)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("undone_reason", models.CharField(blank=True, max_length=255)),
            ],
            options={
                "verbose_name": "merge",
                "verbose_name_plural": "merges",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)),
                        fields=("duplicate",),
                        name="merge_one_open_per_duplicate",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("duplicate", models.F("survivor")), _negated=True), name="merge_joins_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at", None), ("undone_by", None)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="merge_undone_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("proposed_by", None),
                            models.Q(("proposed_by", models.F("decided_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="merge_confirmed_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MergeProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "duplicate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enrollment.person"
                    ),
                ),
                (
                    "survivor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enrollment.person"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="requested")),
                ("reason", models.CharField(max_length=255)),
                ("died_reason", models.CharField(blank=True, max_length=255)),
                (
                    "merge",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposal",
                        to="enrollment.personmerge",
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "withdrawn_by",
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
                "verbose_name": "merge request",
                "verbose_name_plural": "merge requests",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("merge", None), ("withdrawn_at", None)),
                        fields=("duplicate",),
                        name="proposal_one_open_per_duplicate",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("duplicate", models.F("survivor")), _negated=True),
                        name="proposal_joins_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(("merge", None), ("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="proposal_withdrawn_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UndoProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("proposed_at", models.DateTimeField(verbose_name="requested")),
                ("reason", models.CharField(max_length=255)),
                ("assigned", models.JSONField(default=dict, editable=False)),
                ("marks", models.JSONField(default=dict, editable=False)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
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
                ("rejected_at", models.DateTimeField(blank=True, null=True)),
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
                "verbose_name": "undo request",
                "verbose_name_plural": "undo requests",
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
        migrations.CreateModel(
            name="Reopening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enrollment.person"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enrollment.person"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="requested")),
                ("reason", models.CharField(max_length=255)),
                ("reopened_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
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
                ("rejected_at", models.DateTimeField(blank=True, null=True)),
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
                "verbose_name": "undone decision",
                "verbose_name_plural": "undone decisions",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("rejected_at", None), ("reopened_at", None)),
                        fields=("one", "other"),
                        name="reopening_one_open_per_pair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))), name="reopening_of_two_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by", None),
                            models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="reopening_confirmed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed_by", None),
                                ("rejected_at", None),
                                ("rejected_by", None),
                                ("reopened_at", None),
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
                ],
            },
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
        *sql_files(__file__, "periods", "owners", "family", "survivor", "merges", "canned_replies"),
    ]
