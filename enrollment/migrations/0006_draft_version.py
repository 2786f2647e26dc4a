"""Count the saves of a draft and name who saved it last, so that a second tab overwrites nothing."""

from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    dependencies = [("enrollment", "0005_rights")]

    operations = [
        migrations.AddField(
            "change",
            "version",
            models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            "change",
            "saved_by",
            models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
    ]
