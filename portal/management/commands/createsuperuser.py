"""Django's createsuperuser, as the owner of the tables: the application's role may not."""

from django.contrib.auth.management.commands import createsuperuser

from portal.database import as_owner


class Command(createsuperuser.Command):
    def handle(self, *args, **options):
        with as_owner():
            super().handle(*args, **options)
