"""Add a representative, who sets a password by "Forgot your password?" on the sign-in page."""

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from access import tenancy
from accounts.forms import EmailField
from accounts.models import Activity, User
from accounts.services import add_user, record
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
            if User.objects.filter(email__iexact=email).exists():
                raise CommandError("that email address is already registered")
            user = add_user(email=email, name=name, password=None, representative=True)
            facts = {"channel": Activity.Channel.CLOCK, "obj": user, "summary": str(user), "staff_only": True}
            record("made_representative", by=None, at=timezone.now(), **facts)
        self.stdout.write("Added. They set a password by “Forgot your password?” on the sign-in page.")
