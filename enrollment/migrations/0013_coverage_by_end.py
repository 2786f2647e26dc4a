"""Dependents whose coverage ends alone are looked for by their last day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enrollment", "0012_reopenings"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="coverage",
            index=models.Index(
                condition=models.Q(("ends_on__isnull", False), ("superseded_at", None), ("voided_at", None)),
                fields=["purchaser", "ends_on", "enrollment"],
                name="coverage_by_end",
            ),
        ),
    ]
