"""Load the demonstration data and print the sign-ins."""

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from portal.database import as_owner
from portal.demonstration import sandbox, story
from portal.demonstration import sign_ins as who


class Command(BaseCommand):
    help = "Load the demonstration data (development only)."

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="do nothing when the data is there")
        parser.add_argument("--large", action="store_true", help="the people of the purchaser with 2,000 employees")
        parser.add_argument("--sign-ins", action="store_true", help="then print the address and the sign-ins")

    def handle(self, *, if_empty, large, sign_ins, **options):
        if not settings.LOCAL:
            raise CommandError("demonstration data has known passwords: it is for development only")
        if large:
            story.Story(timezone.now()).tell_large()
            return
        if not story.is_told():
            with as_owner():
                story.make_representatives()
            # All or nothing: an interrupted load cannot be continued.
            with transaction.atomic():
                story.Story(timezone.now()).tell()
                sandbox.Sandbox(timezone.now()).tell()
        elif not if_empty:
            raise CommandError("the demonstration data is loaded already")
        if sign_ins:
            self._print()

    def _print(self):
        rows = [
            ("administrator", who.ADMINISTRATOR_MAIL, f"{settings.BASE_URL}/"),
            ("delegate, view only", who.DELEGATE_MAIL, f"{settings.BASE_URL}/"),
            ("representative", who.REPRESENTATIVE_MAIL, f"{settings.BASE_URL}/admin/"),
        ]
        self.stdout.write(f"\n{settings.CARRIER['product']} is at {settings.BASE_URL}\n")
        for role, mail, address in rows:
            self.stdout.write(f"  {role:<20} {mail:<36} {address}")
        self.stdout.write(f"  password of all three: {who.PASSWORD}")
        self.stdout.write("  (Summit Freight Lines, with 2,000 employees, fills up during the first minutes)\n")
