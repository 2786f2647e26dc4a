"""Django's flush for test databases: as the owner, and also emptying what can only be added to."""

from django.core.management import CommandError
from django.core.management.commands import flush
from django.db import connection, transaction

from portal.database import as_owner

APPEND_ONLY = {
    "accounts_activity",
    "accounts_seal",
    "billing_allocation",
    "billing_bill",
    "billing_billdocument",
    "billing_billline",
    "billing_ledgerentry",
    "billing_posting",
    "billing_rate",
    "billing_ratereach",
    "billing_ratetier",
}
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


class Command(flush.Command):
    help = "Empty a test database."

    def handle(self, **options):
        if not connection.settings_dict["NAME"].startswith("test_"):
            raise CommandError("only a database whose name starts with test_ is ever emptied")
        with as_owner(), transaction.atomic(), connection.cursor() as cursor:
            tables = sorted(set(connection.introspection.table_names(cursor)) - KEPT)
            appended = [table for table in tables if table in APPEND_ONLY]
            for table in appended:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
            for table in appended:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
