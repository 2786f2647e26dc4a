"""Add a representative, who sets a password by "Forgot your password?" on the sign-in page."""

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from access import services, tenancy
from accounts.forms import EmailField
from portal.database import as_owner


class Command(BaseCommand):
    help = "Add a representative, who sets a password by a link in an email."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *, email, name, **options):
        try:
            email = EmailField().clean(email)
        except ValidationError as wrong:
            raise CommandError("this is not an email address") from wrong
        with as_owner(), tenancy.as_user(None):
            try:
                services.add_representative(email=email, name=name, at=timezone.now())
            except services.CannotAppoint as refusal:
                raise CommandError("that email address is already registered") from refusal
        self.stdout.write("Added. They set a password by “Forgot your password?” on the sign-in page.")
