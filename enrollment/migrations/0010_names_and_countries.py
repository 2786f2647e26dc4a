"""People with one name, and the country of an address."""

from django.db import migrations, models
from django.db.models import Q

FIRST_NAME = models.CharField("first name", max_length=60, blank=True)


class Migration(migrations.Migration):
    dependencies = [("enrollment", "0009_voided_employment")]

    operations = [
        *[migrations.AlterField(model, "first_name", FIRST_NAME) for model in ("person", "persondetail", "formername")],
        migrations.AddField(
            "persondetail", "country", models.CharField("country", max_length=2, default="US", db_default="US")
        ),
        migrations.AddConstraint(
            "persondetail",
            models.CheckConstraint(name="detail_country_is_a_code", condition=Q(country__regex="^[A-Z]{2}$")),
        ),
    ]
