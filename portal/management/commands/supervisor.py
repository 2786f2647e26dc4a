"""Make a representative a supervisor, who is told of missed goals and enters closed days."""

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from access import services, tenancy
from accounts.models import User
from portal.database import as_owner


class Command(BaseCommand):
    help = "Make a representative a supervisor (--end: end it)."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--end", action="store_true", help="end it")

    def handle(self, *, email, end, **options):
        with as_owner(), tenancy.as_user(None):
            try:
                services.name_first_supervisor(email=email, supervises=not end, at=timezone.now())
            except User.DoesNotExist as nobody:
                raise CommandError("no representative has that email address") from nobody
