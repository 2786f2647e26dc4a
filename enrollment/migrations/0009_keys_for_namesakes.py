"""Who bears a whole name, those born nearest first; who bore it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enrollment", "0008_merges"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="formername",
            name="former_name_by_last",
        ),
        migrations.RemoveIndex(
            model_name="person",
            name="person_by_name",
        ),
        migrations.AddIndex(
            model_name="formername",
            index=models.Index(fields=["last_key", "first_key"], name="former_name_by_name"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["last_key", "first_key", "birth_date", "id"], name="person_by_name"),
        ),
    ]
