"""A person is visible to the purchasers that know them; reports are found by number and birth date, in all versions.

Inserting an employment or coverage of somebody made that person readable before. Now the row of the matching role
decides, and nothing is written about a person whom the purchaser does not know.
"""

import django.db.models.deletion
from django.db import migrations, models

from accounts.platform.policies import ADD, EVERY_ROW, OF_PURCHASER, READ, protect, replace_policy, sql_files

INDEX = {"max_length": 16, "null": True, "editable": False}
KNOWN_HERE = (
    f"(EXISTS (SELECT FROM enrollment_knownto own WHERE own.person_id = enrollment_person.id AND own.{OF_PURCHASER}))"
)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_policies"), ("enrollment", "0002_policies")]

    operations = [
        *[
            migrations.AddField("persondetail", f"{part}_index", models.BinaryField(**INDEX))
            for part in ("number", "number_start", "number_end")
        ],
        migrations.AddIndex(
            "persondetail", models.Index(fields=["purchaser", "number_index"], name="detail_by_number")
        ),
        migrations.AddIndex(
            "persondetail", models.Index(fields=["purchaser", "birth_date"], name="detail_by_birth_date")
        ),
        migrations.CreateModel(
            "KnownTo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(
                        "enrollment.person", on_delete=django.db.models.deletion.PROTECT, related_name="+"
                    ),
                ),
                (
                    "purchaser",
                    models.ForeignKey(
                        "accounts.purchaser", on_delete=django.db.models.deletion.PROTECT, related_name="+"
                    ),
                ),
            ],
            options={
                "verbose_name": "purchaser that knows a member",
                "verbose_name_plural": "purchasers that know members",
            },
        ),
        migrations.AddConstraint(
            "knownto", models.UniqueConstraint(fields=("person", "purchaser"), name="known_to_once")
        ),
        protect(
            "enrollment_knownto",
            app=(READ, OF_PURCHASER),
            match=(ADD, EVERY_ROW),
            staff=(READ, EVERY_ROW),
            service=(READ, EVERY_ROW),
        ),
        *sql_files(__file__, "known_to"),
        replace_policy("enrollment_person", "portal_app", "SELECT", KNOWN_HERE),
    ]
