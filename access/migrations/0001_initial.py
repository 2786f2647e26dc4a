"""The tables of grants, access codes, delegations and user ID requests."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from accounts.platform.policies import sql_files


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purchaser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.purchaser"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="organization")),
                (
                    "kind",
                    models.CharField(
                        choices=[("broker", "Broker"), ("agent", "Third-party administrator (TPA)")],
                        max_length=8,
                        verbose_name="type",
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="from")),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "delegation",
                "verbose_name_plural": "delegations",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("purchaser", "name"),
                        name="delegation_one_open_per_name",
                    ),
                    models.UniqueConstraint(fields=("id", "purchaser"), name="delegation_with_purchaser"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at", None), ("ends_at__gt", models.F("started_at")), _connector="OR"),
                        name="delegation_period_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", None)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="delegation_ended_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grants", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "purchaser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grants", to="accounts.purchaser"
                    ),
                ),
                (
                    "privileges",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("view_roster", "See employees and dependents"),
                                ("enroll", "Add employees and dependents"),
                                ("correct_details", "Correct names, addresses and other details"),
                                ("end_coverage", "End coverage"),
                                ("cobra", "Enroll in COBRA"),
                                ("see_number", "See full Social Security numbers"),
                                ("export", "Export lists"),
                                ("view_bill", "See bills and payments"),
                                ("pay_bill", "Pay bills"),
                                ("manage_payment_methods", "Manage payment methods and autopay"),
                                ("approve_payments", "Approve payments"),
                                ("send_files", "Send files"),
                                ("manage_access", "Manage who has access"),
                            ],
                            max_length=32,
                        ),
                        verbose_name="privileges",
                    ),
                ),
                (
                    "unit_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, null=True, verbose_name="units"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "payment_limit",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="payment limit"
                    ),
                ),
                (
                    "delegation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="access.delegation",
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("suspended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "suspended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "revoked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "user access",
                "verbose_name_plural": "user access",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("user", "purchaser"),
                        name="grant_one_open_per_user_and_purchaser",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("privileges__len__gt", 0)), name="grant_has_a_privilege"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit_ids", None), ("unit_ids__len__gt", 0), _connector="OR"),
                        name="grant_units_not_empty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at", None), ("ends_at__gt", models.F("starts_at")), _connector="OR"),
                        name="grant_period_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at", None), ("revoked_by", None)),
                            models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="grant_revoked_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("suspended_at", None), ("suspended_by", None)),
                            models.Q(("suspended_at__isnull", False), ("suspended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="grant_suspended_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("payment_limit", None), ("payment_limit__gt", 0), _connector="OR"),
                        name="grant_payment_limit_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessCode",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "purchaser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.purchaser"
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="email address")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "privileges",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("view_roster", "See employees and dependents"),
                                ("enroll", "Add employees and dependents"),
                                ("correct_details", "Correct names, addresses and other details"),
                                ("end_coverage", "End coverage"),
                                ("cobra", "Enroll in COBRA"),
                                ("see_number", "See full Social Security numbers"),
                                ("export", "Export lists"),
                                ("view_bill", "See bills and payments"),
                                ("pay_bill", "Pay bills"),
                                ("manage_payment_methods", "Manage payment methods and autopay"),
                                ("approve_payments", "Approve payments"),
                                ("send_files", "Send files"),
                                ("manage_access", "Manage who has access"),
                            ],
                            max_length=32,
                        ),
                        verbose_name="privileges",
                    ),
                ),
                (
                    "unit_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, null=True, verbose_name="units"
                    ),
                ),
                ("grant_ends_at", models.DateTimeField(blank=True, null=True, verbose_name="access until")),
                ("payment_limit", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                (
                    "delegation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codes",
                        to="access.delegation",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("issued_at", models.DateTimeField()),
                ("code_index", models.BinaryField(null=True, unique=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("redeemed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "redeemed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "revoked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("wrong_tries", models.PositiveSmallIntegerField(default=0)),
                ("locked_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "access code",
                "verbose_name_plural": "access codes",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("locked_at", None), ("redeemed_at", None), ("revoked_at", None)),
                        fields=("purchaser", "email"),
                        name="code_one_open_per_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="code_address_in_lower_case",
                    ),
                    models.CheckConstraint(condition=models.Q(("privileges__len__gt", 0)), name="code_has_a_privilege"),
                    models.CheckConstraint(
                        condition=models.Q(("unit_ids", None), ("unit_ids__len__gt", 0), _connector="OR"),
                        name="code_units_not_empty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code_index", None), ("expires_at", None), ("sent_at", None)),
                            models.Q(
                                ("code_index__isnull", False),
                                ("expires_at__gt", models.F("sent_at")),
                                ("sent_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="code_sent_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("redeemed_at", None), ("redeemed_by", None)),
                            models.Q(
                                ("locked_at", None),
                                ("redeemed_at__lte", models.F("expires_at")),
                                ("redeemed_by__isnull", False),
                                ("revoked_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="code_redeemed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at", None), ("revoked_by", None)),
                            models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="code_revoked_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CodeAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("address_index", models.BinaryField()),
                ("at", models.DateTimeField()),
                ("was_right", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "code attempt",
                "verbose_name_plural": "code attempts",
                "indexes": [
                    models.Index(fields=["user", "-at"], name="attempt_by_user"),
                    models.Index(fields=["address_index", "-at"], name="attempt_by_address"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=12, unique=True, verbose_name="reference")),
                ("created_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Waiting for the signed form"),
                            ("received", "Received"),
                            ("verifying", "In review"),
                            ("needs_info", "Waiting for information from the requester"),
                            ("approved", "Approved; needs a second approval"),
                            ("code_sent", "Approved; code sent"),
                            ("completed", "Completed"),
                            ("rejected", "Rejected"),
                            ("expired", "Expired"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "purchaser_number",
                    models.CharField(blank=True, max_length=16, verbose_name="purchaser ID, as written"),
                ),
                (
                    "purchaser",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.purchaser",
                    ),
                ),
                ("requester_name", models.CharField(blank=True, max_length=120, verbose_name="requester")),
                (
                    "requester_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="requester's email address"),
                ),
                ("requester_phone", models.CharField(blank=True, max_length=32, verbose_name="requester's phone")),
                ("officer_name", models.CharField(blank=True, max_length=120, verbose_name="officer who signs")),
                (
                    "privileges",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("view_roster", "See employees and dependents"),
                                ("enroll", "Add employees and dependents"),
                                ("correct_details", "Correct names, addresses and other details"),
                                ("end_coverage", "End coverage"),
                                ("cobra", "Enroll in COBRA"),
                                ("see_number", "See full Social Security numbers"),
                                ("export", "Export lists"),
                                ("view_bill", "See bills and payments"),
                                ("pay_bill", "Pay bills"),
                                ("manage_payment_methods", "Manage payment methods and autopay"),
                                ("approve_payments", "Approve payments"),
                                ("send_files", "Send files"),
                                ("manage_access", "Manage who has access"),
                            ],
                            max_length=32,
                        ),
                        default=list,
                    ),
                ),
                (
                    "waits_since",
                    models.DateTimeField(blank=True, null=True, verbose_name="waiting for the requester since"),
                ),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("received_at", models.DateTimeField(blank=True, null=True)),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="goal")),
                ("minutes_left", models.PositiveIntegerField(blank=True, null=True)),
                ("call_back", models.CharField(blank=True, max_length=300, verbose_name="call-back")),
                (
                    "called_back_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("requester_mismatch", "The form names another person as the user"),
                            ("officer_unknown", "The officer who signed is not on the contract"),
                            ("not_signed", "The form is not signed"),
                            ("purchaser_ended", "The contract is not active"),
                            ("not_confirmed", "The company didn't confirm the request when we called"),
                            ("purchaser_unknown", "Purchaser ID not found"),
                        ],
                        max_length=24,
                        verbose_name="reason",
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "seconded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "code",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="request",
                        to="access.accesscode",
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "user ID request",
                "verbose_name_plural": "user ID requests",
                "indexes": [
                    models.Index(fields=["state", "due_at"], name="request_by_goal"),
                    models.Index(
                        condition=models.Q(("waits_since__isnull", False)),
                        fields=["waits_since"],
                        name="request_by_wait",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("due_at__isnull", False),
                                ("minutes_left", None),
                                ("state__in", ["received", "verifying", "approved"]),
                            ),
                            models.Q(("due_at", None), ("minutes_left__isnull", False), ("state", "needs_info")),
                            models.Q(
                                models.Q(
                                    ("state__in", ["received", "verifying", "approved", "needs_info"]), _negated=True
                                ),
                                ("minutes_left", None),
                            ),
                            _connector="OR",
                        ),
                        name="request_clock_runs_in_its_states",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["draft", "needs_info", "code_sent"]), ("waits_since__isnull", False)
                            ),
                            models.Q(
                                models.Q(("state__in", ["draft", "needs_info", "code_sent"]), _negated=True),
                                ("waits_since", None),
                            ),
                            _connector="OR",
                        ),
                        name="request_waits_since_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"), ("state", "expired"), ("received_at__isnull", False), _connector="OR"
                        ),
                        name="request_received_before_checked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "rejected"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="request_rejected_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "code_sent"), _negated=True),
                            models.Q(("code__isnull", False), ("purchaser__isnull", False)),
                            _connector="OR",
                        ),
                        name="request_code_is_for_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seconded_by", None),
                            models.Q(("seconded_by", models.F("approved_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="request_second_person_is_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessDocument",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="access.accessrequest",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("fax", "Fax"), ("letter", "Letter"), ("upload", "Upload")],
                        max_length=8,
                        verbose_name="received by",
                    ),
                ),
                ("content_type", models.CharField(max_length=32)),
                ("pages", models.PositiveSmallIntegerField(verbose_name="pages")),
                ("size", models.PositiveIntegerField(verbose_name="bytes")),
                ("sha256", models.CharField(max_length=64)),
                ("registered_at", models.DateTimeField(verbose_name="registered")),
                (
                    "registered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "received document",
                "verbose_name_plural": "received documents",
            },
        ),
        *sql_files(__file__, "delegations"),
    ]
