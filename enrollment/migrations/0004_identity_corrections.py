"""Corrections of who somebody is are counted, whatever became of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("enrollment", "0003_known_to")]

    operations = [
        migrations.AddField(
            "change", "corrects_identity", models.BooleanField(default=False, db_default=False, editable=False)
        ),
        migrations.AddIndex(
            "change",
            models.Index(
                fields=["submitted_by", "submitted_at"],
                name="change_identity_by_user",
                condition=models.Q(corrects_identity=True),
            ),
        ),
    ]
