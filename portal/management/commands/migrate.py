"""Django's migrate, as the owner of the tables."""

from django.core.management.commands import migrate

from portal.database import as_owner


class Command(migrate.Command):
    def handle(self, *args, **options):
        with as_owner():
            super().handle(*args, **options)
