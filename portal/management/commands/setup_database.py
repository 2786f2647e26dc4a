"""Create the database and its roles, as a superuser. Repeatable; run before the first migrate."""

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import connection
from psycopg.conninfo import conninfo_to_dict

from portal.database import APP, OWNER, set_up


class Command(BaseCommand):
    help = "Make the database, its roles and their default privileges (needs DATABASE_ADMIN_URL)."
    requires_system_checks = []

    def handle(self, **options):
        if not settings.DATABASE_ADMIN_URL:
            raise CommandError("DATABASE_ADMIN_URL is not set: the address of a superuser")
        passwords = {
            APP: connection.settings_dict["PASSWORD"],
            OWNER: conninfo_to_dict(settings.DATABASE_OWNER_URL).get("password", ""),
        }
        set_up(settings.DATABASE_ADMIN_URL, connection.settings_dict["NAME"], passwords=passwords)
        self.stdout.write("The database and its roles are ready.")
