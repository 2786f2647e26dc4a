"""Set up employer groups from a YAML file. docs/setup-file.md explains it."""

from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from access import tenancy
from accounts.models import User
from billing.services import open_group
from enrollment.setup_file.adding import Run, add_file
from enrollment.setup_file.checks import contradictions
from enrollment.setup_file.reading import Problem, read
from enrollment.setup_file.shape import READER


class NothingWritten(Exception):
    """Undoes what a run tried out."""


class Command(BaseCommand):
    help = "Set up employer groups from a YAML file: says what it would add, and with --apply adds it."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="the email address of the representative who does it")
        parser.add_argument("--apply", action="store_true", help="add it; without this, nothing is written")

    def handle(self, *, file, by, apply, **options):
        try:
            content = file.read_bytes()
        except OSError as wrong:
            raise CommandError(f"{file} can't be read: {wrong.strerror}") from wrong
        user = User.objects.representatives().filter(email=by.strip().lower()).first()
        if user is None:
            raise CommandError(f"no representative has the address {by!r}")
        found, problems = read(content, READER)
        problems = problems or contradictions(found)
        self._refuse(file, problems)
        run = Run(by=user, at=timezone.now(), reason=f"Set-up file {file.name}"[:255], opens=open_group)
        try:
            # The whole file or nothing of it.
            with tenancy.as_user(user), tenancy.staff():
                add_file(found, run)
                if run.problems or not apply:
                    raise NothingWritten
        except NothingWritten:
            pass
        self._refuse(file, sorted(run.problems))
        self._report(run, apply)

    def _refuse(self, file: Path, problems: list[Problem]) -> None:
        if problems:
            lines = "\n".join(f"  {each}" for each in problems)
            raise CommandError(f"{file.name}: nothing was written.\n{lines}")

    def _report(self, run: Run, apply: bool) -> None:
        for each in run.left:
            self.stdout.write(str(each))
        for each in run.added:
            self.stdout.write(f"{'Added' if apply else 'Would add'} {each}")
        if not run.added:
            self.stdout.write("Everything in this file is on file already.")
        elif not apply:
            self.stdout.write("Nothing was written. Repeat with --apply to add this.")
