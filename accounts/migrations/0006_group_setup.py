"""Contract periods, addresses, bill delivery, and dated facts of units; when a group was opened."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_once_set"),
    ]

    operations = [
        migrations.CreateModel(
            name="BillDelivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                ("reason", models.CharField(max_length=255, verbose_name="reason")),
                ("effective_on", models.DateField(verbose_name="from")),
                (
                    "way",
                    models.CharField(
                        choices=[("paper", "On paper and online"), ("electronic", "Online only")],
                        max_length=12,
                        verbose_name="delivery",
                    ),
                ),
            ],
            options={
                "verbose_name": "bill delivery",
                "verbose_name_plural": "bill deliveries",
            },
        ),
        migrations.CreateModel(
            name="BillingStart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                ("reason", models.CharField(max_length=255, verbose_name="reason")),
                ("effective_on", models.DateField(verbose_name="from")),
                ("known_seq", models.BigIntegerField(editable=False)),
            ],
            options={
                "verbose_name": "start of billing",
                "verbose_name_plural": "starts of billing",
            },
        ),
        migrations.CreateModel(
            name="ContractEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                ("reason", models.CharField(max_length=255, verbose_name="reason")),
                ("last_day", models.DateField(verbose_name="last day")),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                ("taken_back_reason", models.CharField(blank=True, max_length=255)),
            ],
            options={
                "verbose_name": "contract end",
                "verbose_name_plural": "contract ends",
            },
        ),
        migrations.CreateModel(
            name="ContractPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                ("reason", models.CharField(max_length=255, verbose_name="reason")),
                ("effective_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("number", models.CharField(blank=True, max_length=32, verbose_name="contract number")),
                ("plan_year_starts_on", models.DateField(verbose_name="plan year starts")),
            ],
            options={
                "verbose_name": "contract period",
                "verbose_name_plural": "contract periods",
            },
        ),
        migrations.CreateModel(
            name="PlanYear",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                ("reason", models.CharField(max_length=255, verbose_name="reason")),
                ("effective_on", models.DateField(verbose_name="from")),
                ("known_seq", models.BigIntegerField(editable=False)),
            ],
            options={
                "verbose_name": "plan year",
                "verbose_name_plural": "plan years",
            },
        ),
        migrations.CreateModel(
            name="PurchaserAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                ("reason", models.CharField(max_length=255, verbose_name="reason")),
                (
                    "kind",
                    models.CharField(
                        choices=[("business", "Business address"), ("mailing", "Mailing address for bills")],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("effective_on", models.DateField(verbose_name="from")),
                ("street", models.CharField(max_length=120, verbose_name="street address")),
                ("street2", models.CharField(blank=True, max_length=120, verbose_name="suite or floor")),
                ("city", models.CharField(max_length=80, verbose_name="city")),
                ("state", models.CharField(max_length=2, verbose_name="state")),
                ("zip_code", models.CharField(max_length=10, verbose_name="ZIP code")),
            ],
            options={
                "verbose_name": "employer address",
                "verbose_name_plural": "employer addresses",
            },
        ),
        migrations.CreateModel(
            name="UnitPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                ("reason", models.CharField(max_length=255, verbose_name="reason")),
                ("effective_on", models.DateField(verbose_name="from")),
                ("known_seq", models.BigIntegerField(editable=False)),
                ("street", models.CharField(blank=True, max_length=120, verbose_name="street address")),
                ("city", models.CharField(blank=True, max_length=80, verbose_name="city")),
                ("state", models.CharField(max_length=2, verbose_name="state")),
                ("zip_code", models.CharField(max_length=10, verbose_name="ZIP code")),
                ("rating_area", models.CharField(blank=True, max_length=8, verbose_name="rating area")),
            ],
            options={
                "verbose_name": "unit address",
                "verbose_name_plural": "unit addresses",
            },
        ),
        migrations.AlterModelOptions(
            name="contact",
            options={"ordering": ["role", "name", "pk"], "verbose_name": "contact", "verbose_name_plural": "contacts"},
        ),
        migrations.RemoveConstraint(
            model_name="purchasersize",
            name="purchaser_size_once_a_day",
        ),
        migrations.AddField(
            model_name="contact",
            name="removed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="removed"),
        ),
        migrations.AddField(
            model_name="purchaser",
            name="former_names",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=120), blank=True, default=list, verbose_name="former names"
            ),
        ),
        migrations.AddField(
            model_name="purchaser",
            name="joined_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="joined",
                to="accounts.purchaser",
                verbose_name="joined to",
            ),
        ),
        migrations.AddField(
            model_name="purchaser",
            name="opened_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="open for enrollment since"),
        ),
        migrations.AddIndex(
            model_name="purchasersize",
            index=models.Index(fields=["purchaser", "effective_on"], name="purchaser_size_by_day"),
        ),
        migrations.AddConstraint(
            model_name="purchaser",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("joined_to", None), models.Q(("joined_to", models.F("id")), _negated=True), _connector="OR"
                ),
                name="purchaser_not_joined_to_itself",
            ),
        ),
        migrations.AddField(
            model_name="billdelivery",
            name="purchaser",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="bill_deliveries", to="accounts.purchaser"
            ),
        ),
        migrations.AddField(
            model_name="billdelivery",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="billingstart",
            name="purchaser",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.purchaser"
            ),
        ),
        migrations.AddField(
            model_name="billingstart",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="billingstart",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="billing_starts", to="accounts.enrollmentunit"
            ),
        ),
        migrations.AddField(
            model_name="contractend",
            name="purchaser",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="contract_ends", to="accounts.purchaser"
            ),
        ),
        migrations.AddField(
            model_name="contractend",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="contractend",
            name="taken_back_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="contractperiod",
            name="purchaser",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="contract_periods", to="accounts.purchaser"
            ),
        ),
        migrations.AddField(
            model_name="contractperiod",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="planyear",
            name="purchaser",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.purchaser"
            ),
        ),
        migrations.AddField(
            model_name="planyear",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="planyear",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="plan_years", to="accounts.enrollmentunit"
            ),
        ),
        migrations.AddField(
            model_name="purchaseraddress",
            name="purchaser",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="addresses", to="accounts.purchaser"
            ),
        ),
        migrations.AddField(
            model_name="purchaseraddress",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="unitplace",
            name="purchaser",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.purchaser"
            ),
        ),
        migrations.AddField(
            model_name="unitplace",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="unitplace",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="places", to="accounts.enrollmentunit"
            ),
        ),
        migrations.AddConstraint(
            model_name="billdelivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["paper", "electronic"])), name="bill_delivery_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="contractend",
            constraint=models.UniqueConstraint(
                condition=models.Q(("taken_back_at", None)), fields=("purchaser",), name="contract_ends_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="contractend",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("taken_back_at", None), ("taken_back_reason", "")),
                    models.Q(("taken_back_at__isnull", False), models.Q(("taken_back_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="contract_end_taken_back_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="contractperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("effective_on")), _connector="OR"),
                name="contract_period_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="purchaseraddress",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["business", "mailing"])), name="purchaser_address_kind_known"
            ),
        ),
    ]
