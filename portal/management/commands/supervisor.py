"""Make a representative a supervisor, who is told of missed goals and enters closed days."""

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from access import tenancy
from accounts.models import Activity, User
from accounts.services import name_supervisor, record
from portal.database import as_owner


class Command(BaseCommand):
    help = "Make a representative a supervisor (--end: end it)."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--end", action="store_true", help="end it")

    def handle(self, *, email, end, **options):
        with as_owner(), tenancy.as_user(None):
            try:
                user = name_supervisor(email=email, supervises=not end)
            except User.DoesNotExist as nobody:
                raise CommandError("no representative has that email address") from nobody
            verb = "ended_supervisor" if end else "named_supervisor"
            facts = {"channel": Activity.Channel.CLOCK, "obj": user, "summary": str(user), "staff_only": True}
            record(verb, by=None, at=timezone.now(), **facts)
