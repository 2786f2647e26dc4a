"""Addresses with "#" before the apartment are found by house and street alone, like those with another word for it."""

from django.db import migrations

from enrollment.services.people import contact_indexes

BATCH = 2_000


def _streets(apps, schema_editor):
    details = apps.get_model("enrollment", "PersonDetail").objects
    columns = ("street", "zip_code")
    for pk, street, zip_code in details.filter(street__contains="#").values_list("pk", *columns).iterator(BATCH):
        indexes = contact_indexes(street=street, zip_code=zip_code, phone="", email="")
        details.filter(pk=pk).update(street_index=indexes["street_index"])


class Migration(migrations.Migration):
    dependencies = [("enrollment", "0015_reply_about_the_number")]
    operations = [migrations.RunPython(_streets, migrations.RunPython.noop)]
