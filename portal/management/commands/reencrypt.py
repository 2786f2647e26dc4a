"""Encrypt every value again with the first key of FIELD_KEYS, so that an old key can be removed."""

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.core.management import BaseCommand
from django.db import connection, transaction

from accounts.adapter import MFAAdapter
from accounts.models import Job
from accounts.notices import HOLD_SEALED, SEALED, sealed, unsealed
from accounts.platform.encryption import VERSION, decrypt, encrypt
from accounts.platform.fields import EncryptedTextField
from portal.database import as_owner

AT_ONCE = 500
SECRETS_OF_A_FACTOR = {"secret", "seed"}


def encrypted_columns():
    """(table, column, context) of every encrypted field of the project."""
    fields = [field for model in apps.get_models() for field in model._meta.local_fields]
    found = [field for field in fields if isinstance(field, EncryptedTextField)]
    return [(field.model._meta.db_table, field.column, field.context) for field in found]


def _write_some(cursor, table, column, context):
    """One short transaction; returns the number of values written."""
    name = next(iter(settings.FIELD_KEYS)).encode()
    current = bytes([VERSION, len(name)]) + name
    with transaction.atomic():
        cursor.execute(
            f"SELECT id, {column} FROM {table} WHERE substring({column} FROM 1 FOR %s) <> %s "
            "ORDER BY id LIMIT %s FOR UPDATE",
            [len(current), current, AT_ONCE],
        )
        rows = cursor.fetchall()
        for pk, stored in rows:
            fresh = encrypt(decrypt(bytes(stored), context=context), context=context)
            cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [fresh, pk])
    return len(rows)


def _write_factors():
    adapter, written = MFAAdapter(), 0
    with transaction.atomic():
        for factor in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).select_for_update():
            for name in SECRETS_OF_A_FACTOR & factor.data.keys():
                factor.data[name] = adapter.encrypt(adapter.decrypt(factor.data[name]))
                written += 1
            factor.save(update_fields=["data"])
    return written


def _write_notices():
    written = 0
    with transaction.atomic():
        for job in Job.objects.filter(kind__in=HOLD_SEALED).exclude(state=Job.State.DONE).select_for_update():
            job.arguments[SEALED] = sealed(unsealed(job.arguments[SEALED]))
            job.save(update_fields=["arguments"])
            written += 1
    return written


class Command(BaseCommand):
    help = "Encrypt with the first field key what another key encrypted (needs DATABASE_OWNER_URL)."

    def handle(self, **options):
        with as_owner(), connection.cursor() as cursor:
            for table, column, context in encrypted_columns():
                written = 0
                while some := _write_some(cursor, table, column, context):
                    written += some
                self.stdout.write(f"{table}.{column}: {written} values written again")
            self.stdout.write(f"second factors: {_write_factors()} values written again")
            self.stdout.write(f"notices: {_write_notices()} values written again")
