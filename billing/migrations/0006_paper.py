"""The file of a bill: one for each, kept as it was made."""

import django.db.models.deletion
from django.db import migrations, models

from accounts.platform.bounds import MOMENT, bound
from accounts.platform.policies import ADD, EVERY_ROW, OF_PURCHASER, READ, only_added, protect


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_ledger_seq"),
        ("billing", "0005_form_key"),
    ]

    operations = [
        migrations.CreateModel(
            name="BillDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.BinaryField(verbose_name="file")),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("made_at", models.DateTimeField(verbose_name="made")),
                (
                    "bill",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="document", to="billing.bill"
                    ),
                ),
                (
                    "purchaser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.purchaser"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.enrollmentunit"
                    ),
                ),
            ],
            options={
                "verbose_name": "bill on paper",
                "verbose_name_plural": "bills on paper",
            },
        ),
        protect(
            "billing_billdocument",
            app=(READ, OF_PURCHASER),
            money=(ADD, OF_PURCHASER),
            staff=(READ, EVERY_ROW),
            service=(READ, EVERY_ROW),
        ),
        bound("billing_billdocument", made_at=MOMENT),
        migrations.RunSQL(
            "ALTER TABLE billing_billdocument"
            " ADD CONSTRAINT billing_billdocument_unit_of_bill"
            " FOREIGN KEY (bill_id, unit_id, purchaser_id) REFERENCES billing_bill (id, unit_id, purchaser_id),"
            " ADD CONSTRAINT billing_billdocument_sha256_of_content"
            " CHECK (sha256 = encode(sha256(content), 'hex'));",
            migrations.RunSQL.noop,
        ),
        only_added("billing_billdocument"),
    ]
