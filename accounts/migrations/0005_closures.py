"""The carrier's own closures, and who may enter them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.policies import READ, open_to


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_former_purchaser_ids")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="is_supervisor",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Hears of goals that were missed, and enters the days on which the carrier is closed.",
                verbose_name="supervisor",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_supervisor", False), ("is_staff", True), _connector="OR"),
                name="supervisor_is_representative",
            ),
        ),
        migrations.CreateModel(
            name="Closure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True, verbose_name="day")),
                ("reason", models.CharField(max_length=120, verbose_name="reason")),
                ("added_at", models.DateTimeField(verbose_name="entered")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
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
        open_to("accounts_closure", app=READ, staff=("SELECT", "INSERT", "DELETE"), service=READ),
    ]
