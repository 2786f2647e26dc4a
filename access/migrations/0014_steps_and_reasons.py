"""Who closed a user ID request, and one more reason to reject it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0013_words_of_states"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="accessrequest",
            name="closed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AlterField(
            model_name="accessrequest",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("requester_mismatch", "The form names another person as the future user"),
                    ("officer_unknown", "The officer who signed is not on the contract"),
                    ("not_signed", "The form is not signed"),
                    ("purchaser_ended", "The contract is not active"),
                    ("not_confirmed", "The company did not confirm the request when we called"),
                    ("purchaser_unknown", "Purchaser ID not known"),
                ],
                max_length=24,
                verbose_name="reason",
            ),
        ),
    ]
