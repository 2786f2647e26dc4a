"""Dated unit rules with their number, what they say of bills and COBRA, and the end of an offering."""

import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The longer term is the employer's who administers COBRA without an administrator of its own.
CARRY_OVER = """
    UPDATE enrollment_unitrules SET cobra_notice_days = 44 WHERE cobra_administrator = 'employer';
    UPDATE enrollment_offering SET ended_seq = 0 WHERE ends_on IS NOT NULL;
    SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_group_setup_policies"),
        ("enrollment", "0013_lines_of_coverage"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="unitrules",
            name="unit_rules_once_a_day",
        ),
        migrations.AddField(
            model_name="offering",
            name="ended_seq",
            field=models.BigIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="offering",
            name="known_seq",
            field=models.BigIntegerField(default=0, editable=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="plan",
            name="closed_on",
            field=models.DateField(blank=True, null=True, verbose_name="not sold after"),
        ),
        migrations.AddField(
            model_name="unitrules",
            name="cobra_counted_from",
            field=models.CharField(default="event", max_length=8, verbose_name="COBRA days counted from"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="unitrules",
            name="cobra_name",
            field=models.CharField(blank=True, max_length=120, verbose_name="COBRA contact"),
        ),
        migrations.AddField(
            model_name="unitrules",
            name="cobra_notice_days",
            field=models.PositiveSmallIntegerField(default=14, verbose_name="days for the COBRA notice"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="unitrules",
            name="cobra_phone",
            field=models.CharField(blank=True, max_length=32, verbose_name="COBRA phone"),
        ),
        migrations.AddField(
            model_name="unitrules",
            name="cut_day",
            field=models.PositiveSmallIntegerField(default=15, verbose_name="bill day"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="unitrules",
            name="known_seq",
            field=models.BigIntegerField(default=0, editable=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="unitrules",
            name="newborn_rule",
            field=models.CharField(default="free_birth_month", max_length=16, verbose_name="newborns"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="unitrules",
            name="proration",
            field=models.CharField(default="full_month", max_length=12, verbose_name="partial months"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="unitrules",
            name="reason",
            field=models.CharField(
                default="On file before reasons were recorded", max_length=255, verbose_name="reason"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="unitrules",
            name="recorded_at",
            field=models.DateTimeField(
                default=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC), verbose_name="recorded"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="unitrules",
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
        migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="unitrules",
            index=models.Index(fields=["unit", "effective_on"], name="unit_rules_by_day"),
        ),
        migrations.AddConstraint(
            model_name="offering",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_seq", None), ("ends_on", None)),
                    models.Q(("ended_seq__isnull", False), ("ends_on__isnull", False)),
                    _connector="OR",
                ),
                name="offering_end_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitrules",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cobra_notice_days", 14),
                    models.Q(("cobra_administrator", "employer"), ("cobra_notice_days", 44)),
                    _connector="OR",
                ),
                name="unit_rules_cobra_notice_days",
            ),
        ),
    ]
