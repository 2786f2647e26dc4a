"""Says why one request is matched as it is: one of a file, or a submitted one by its confirmation number."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from access import tenancy
from enrollment.commands import command_from
from enrollment.match_file.explain import explanation
from enrollment.match_file.refusals import refusals_in_words
from enrollment.match_file.rows import MEMBER_COLUMNS, REQUEST_COLUMNS, in_words, members, requests
from enrollment.match_file.run import Matcher
from enrollment.match_file.scratch import load, scratch_tables
from enrollment.matching import Identified
from enrollment.models import Change, Person
from enrollment.queries.identity.looks import question
from enrollment.rules.people import Family
from enrollment.services.identity import retrieve


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("request", help="request_id of the file, or a confirmation number")
        parser.add_argument("--members", type=Path, metavar="FILE.csv", help=f"with {in_words(MEMBER_COLUMNS)}")
        parser.add_argument("--requests", type=Path, metavar="FILE.csv", help=f"with {in_words(REQUEST_COLUMNS)}")

    def handle(self, *, request, members, requests, **options):
        if bool(members) != bool(requests):
            raise CommandError("give both files, or neither")
        with refusals_in_words():
            lines = self._of_files(request, members, requests) if members else self._of_change(request)
        for line in lines:
            self.stdout.write(line)

    def _of_files(self, request_id, members_path, requests_path):
        today = timezone.localdate()
        row = next(
            (each for each in requests(requests_path, today=today) if each.id.strip() == request_id.strip()), None
        )
        if row is None:
            raise CommandError(f"{requests_path.name} has no request {request_id}")
        with scratch_tables() as cursor:
            on_file = load(cursor, members(members_path, today=today))
            matcher = Matcher(on_file, today=today)
            (answer,) = matcher.answers([row])
            facts = {"today": today, "persons": matcher.around.persons}
            return list(
                explanation(
                    answer.decision,
                    question(row.person).asked,
                    lambda person: f"member {on_file.id_of(person)}",
                    **facts,
                )
            )

    def _of_change(self, confirmation):
        with tenancy.as_user(None), tenancy.staff():
            change = (
                Change.objects.filter(confirmation=confirmation.strip().upper()).select_related("purchaser").first()
            )
        if change is None:
            raise CommandError(f"no request has the confirmation number {confirmation}")
        command = command_from(change.type, change.payload)
        if not command.people:
            raise CommandError("this kind of request is about nobody who has to be matched")
        today, family = change.purchaser.today(change.submitted_at), Family(None, command.people)
        itself = getattr(command, "person_id", None)
        with tenancy.scope(change.purchaser):
            found = retrieve(
                family,
                today=today,
                purchaser_id=change.purchaser_id,
                enrollment_id=change.enrollment_id,
                itself=itself,
            )
            decisions = Identified(family, found).told
            met = {each.person_id for decision in decisions for each in decision.candidates}
            with tenancy.matching():
                numbers = dict(Person.objects.filter(pk__in=met).values_list("pk", "member_number"))
        lines = []
        for place, (decision, asked) in enumerate(zip(decisions, found.asked, strict=True), 1):
            lines.append(f"Person {place} of the request:")
            facts = {"today": today, "persons": found.persons}
            lines += explanation(decision, asked, lambda person: f"member {numbers[person]}", **facts)
        return lines
