"""A phone number may have an extension."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enrollment", "0010_unmerge_by_two"),
    ]

    operations = [
        migrations.AlterField(
            model_name="callback",
            name="phone",
            field=models.CharField(max_length=40, verbose_name="phone"),
        ),
        migrations.AlterField(
            model_name="persondetail",
            name="phone",
            field=models.CharField(blank=True, max_length=40, verbose_name="phone"),
        ),
    ]
