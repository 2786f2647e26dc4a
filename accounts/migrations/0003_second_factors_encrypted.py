"""Secrets of second factors that were kept as they are get encrypted."""

from django.db import migrations


def seal(apps, schema_editor):
    from accounts.adapter import MFAAdapter

    for factor in apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn"):
        for name in {"secret", "seed"} & factor.data.keys():
            factor.data[name] = MFAAdapter().encrypt(factor.data[name])
        factor.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_activity_stays"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
