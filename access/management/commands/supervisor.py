"""Make a representative a supervisor: they hear of missed goals and enter the days on which the carrier is closed."""

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from access import tenancy
from accounts.models import Activity, User
from accounts.services import name_supervisor, record


class Command(BaseCommand):
    help = "Make a representative a supervisor (--end: no longer one)."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--end", action="store_true", help="a supervisor no longer")

    def handle(self, *, email, end, **options):
        with tenancy.as_user(None):
            try:
                user = name_supervisor(email=email, supervises=not end)
            except User.DoesNotExist as nobody:
                raise CommandError("no representative has that e-mail address") from nobody
            verb = "ended_supervisor" if end else "named_supervisor"
            with tenancy.staff():
                facts = {"channel": Activity.Channel.CLOCK, "obj": user, "summary": str(user), "staff_only": True}
                record(verb, by=None, at=timezone.now(), **facts)
