"""A person is visible to the purchasers that know them; reports are found by number and birth date, in all versions.

Inserting an employment or coverage of somebody made that person readable before. Now the row of the matching role
decides, and nothing is written about a person whom the purchaser does not know.
"""

import django.db.models.deletion
from django.db import migrations, models

from accounts.platform.policies import ADD, EVERY_ROW, OF_PURCHASER, READ, protect, replace_policy, sql_files

INDEX = {"max_length": 16, "null": True, "editable": False}
FOUND_BY = {
    "last_sound": ["last_sound", "birth_date"],
    "first_sound": ["first_sound", "birth_date"],
    "number": ["number_index"],
    "number_start": ["number_start_index", "birth_date"],
    "number_end": ["number_end_index", "birth_date"],
    "birth_date": ["birth_date"],
}
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
        *[migrations.RemoveIndex("persondetail", name) for name in ("detail_by_last_sound", "detail_by_first_sound")],
        *[
            migrations.AddIndex("persondetail", models.Index(fields=["purchaser", *fields], name=f"detail_by_{name}"))
            for name, fields in FOUND_BY.items()
        ],
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
