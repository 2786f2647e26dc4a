"""The measurements. Each time is the minimum of interleaved runs; both parts of a ratio come from one run."""

import gc
import os
import resource
import statistics
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from access import services as services_of_access
from access import tenancy
from access.admission import Admission
from access.guard import SESSION_PURCHASER
from access.privileges import ADMINISTRATOR
from accounts.services import add_user
from bench.alike import alike
from bench.applicants import someone
from bench.data import load
from bench.elsewhere import known_elsewhere
from bench.figures import NO_TARGET, Figures
from enrollment import services
from enrollment.models import Change, Person, RosterLine
from enrollment.queries.roster import export
from enrollment.queries.roster import lines as roster
from enrollment.rules.people import Name, Number
from portal.database import set_up
from tests import staff_flags
from tests.servers import ADMIN, PASSWORD

TODAY = datetime.now(UTC).date()
ROUNDS = 30
SUBMITS = 40


def fastest(acts, rounds=ROUNDS):
    """The minimum milliseconds of each act, run in turn `rounds` times."""
    times = {name: [] for name in acts}
    for _ in range(rounds):
        for name, act in acts.items():
            gc.disable()
            started = time.perf_counter()
            act()
            times[name].append((time.perf_counter() - started) * 1000)
            gc.enable()
    return {name: min(each) for name, each in times.items()}, times


class Bench:
    def __init__(self):
        set_up(os.environ[ADMIN], "test_bench", passwords=dict.fromkeys(["portal_owner", "portal_app"], PASSWORD))
        call_command("migrate", verbosity=0)
        staff_flags.allow(os.environ[ADMIN], "test_bench")
        started = time.perf_counter()
        self.administrator, (self.purchaser, self.unit, self.offering) = load()
        print(f"data loaded in {time.perf_counter() - started:.0f} s")
        self.client, self.of_a_unit = self._signed_in(self.administrator), self._signed_in(self._user_of_a_unit())
        self.figures = Figures()

    def _signed_in(self, user):
        client = Client()
        client.force_login(user)
        session = client.session
        session[SESSION_PURCHASER] = self.purchaser.pk
        session.save()
        return client

    def _user_of_a_unit(self):
        user, by = add_user(email="unit@example.test", name="Unit", password=None), self.purchaser.representative.user
        with tenancy.as_user(by), tenancy.staff():
            services_of_access.grant_access(
                user=user,
                purchaser=self.purchaser,
                privileges=["view_roster"],
                by=by,
                at=datetime(2024, 1, 2, tzinfo=UTC),
                unit_ids=[self.unit.pk],
            )
        return user

    def get(self, address, client=None):
        response = (client or self.client).get(address)
        assert response.status_code == 200, (address, response.status_code)
        return response

    def queries(self, address):
        with CaptureQueriesContext(connection) as captured:
            self.get(address)
        return sum(not query["sql"].startswith(("BEGIN", "COMMIT")) for query in captured)

    def _line_at(self, place):
        with tenancy.scope(self.purchaser):
            return (
                RosterLine.objects.filter(purchaser=self.purchaser).order_by("sort_key", "id")[place : place + 1].get()
            )

    def pages(self):
        """The frame, the roster's first and last pages, search and home."""
        far, last = self._line_at(45_000), self._line_at(49_994)
        address = reverse("roster")
        pages = {
            "shell": reverse("shell"),
            "roster": address,
            "far": f"{address}?after={far.pk}",
            "few": f"{address}?after={last.pk}",
            "typo": f"{address}?q=Lindgrem",
            "exact": f"{address}?q=Lindgren",
            "prefix": f"{address}?q=Lindg",
            "number": f"{address}?q={far.member_number}",
            "home": reverse("home"),
        }
        acts = {name: lambda page=page: self.get(page) for name, page in pages.items()}
        acts |= {
            f"{name} of a unit": lambda page=pages[name]: self.get(page, self.of_a_unit) for name in ("roster", "typo")
        }
        least, _times = fastest(acts)
        shell = self.shell = least["shell"]
        self.figures.note("shell", shell, NO_TARGET, "ms")
        self.figures.note("shell queries", self.queries(pages["shell"]), 4, "queries")
        self.figures.note("roster of 50", least["roster"] / shell, 8, "x shell")
        self.figures.note("roster at row 45,000", least["far"] / least["roster"], 1.15, "x first page")
        self.figures.note("roster queries", self.queries(pages["roster"]), 8, "queries")
        apart = abs(self.queries(pages["roster"]) - self.queries(pages["few"]))
        self.figures.note("roster queries, 50 rows less 5 rows", apart, 0, "queries")
        self.figures.note("search with a typo", least["typo"] / shell, 15, "x shell")
        self.figures.note("roster of 50, for a user of one unit", least["roster of a unit"] / shell, 8, "x shell")
        self.figures.note("search with a typo, for a user of one unit", least["typo of a unit"] / shell, 15, "x shell")
        self.figures.note("search by whole name", least["exact"] / shell, 5, "x shell")
        self.figures.note("search by beginning", least["prefix"] / shell, 5, "x shell")
        self.figures.note("search by member number", least["number"] / shell, 5, "x shell")
        self.figures.note("home", least["home"] / shell, 4, "x shell")

    def _draft(self, people):
        employee = people[0]
        typed = {
            "first_name": employee.name.first,
            "middle_name": "",
            "last_name": employee.name.last,
            "suffix": "",
            "birth_date": f"{employee.birth_date:%m/%d/%Y}",
            "sex": "F",
            "number": employee.number.digits,
            "no_number_reason": "",
        }
        more = {
            "street": "1 Main St",
            "street2": "",
            "city": "Oakland",
            "state": "CA",
            "zip_code": "94607",
            "phone": "",
            "email": "",
            "language": "",
            "unit": str(self.unit.pk),
            "medical": str(self.offering.plan_id),
            "dental": "waive",
            "vision": "waive",
            "hired_on": f"{TODAY - timedelta(days=20):%m/%d/%Y}",
            "employment_class": "FT",
            "weekly_hours": "",
            "employee_number": "",
        }
        dependents = [
            typed
            | {
                "first_name": each.name.first,
                "last_name": each.name.last,
                "birth_date": f"{each.birth_date:%m/%d/%Y}",
                "number": each.number.digits,
                "relationship": each.relationship,
            }
            for each in people[1:]
        ]
        with tenancy.scope(self.purchaser, user=self.administrator):
            submission = services.Submission(
                self.purchaser, self.administrator, datetime.now().astimezone(), uuid4().hex, privileges=ADMINISTRATOR
            )
            data = {"employee": typed | more, "dependents": dependents}
            draft = services.save_draft(
                submission=submission, kind="add_employee", data=data, title="x", unit_id=self.unit.pk
            )
        return draft.pk

    def submit(self, people):
        draft = self._draft(people)
        started = time.perf_counter()
        response = self.client.post(reverse("draft_check", args=[draft]), {"seen": 1})
        spent = (time.perf_counter() - started) * 1000
        assert response.status_code == 302, response.content[:3000]
        with tenancy.scope(self.purchaser):
            return spent, Change.objects.get(pk=draft).state

    def submits(self):
        """A new family of three, then employees who match one, many or similar people on file."""
        completed = []
        with override_settings(ANSWER_STEP_SECONDS=0):
            for place in range(SUBMITS * 4):
                spent, state = self.submit([someone(place, "18"), someone(place, "01"), someone(place, "19")])
                if state == Change.State.COMPLETED:
                    completed.append(spent)
                if len(completed) == SUBMITS:
                    break
        self.figures.note("submit of a family of three", min(completed) / self.shell, 8, "x shell")
        assert len(completed) == SUBMITS, "too few families were completed"
        with override_settings(ANSWER_STEP_SECONDS=0):
            medians = self._held(range(SUBMITS))
        for kind, median in medians.items():
            self.figures.note(f"held, {kind}: median of the work", median / self.shell, NO_TARGET, "x shell")
        self.figures.note("work of held outcomes apart by", _apart(medians), NO_TARGET, "% of the median")
        self.figures.note(
            "held outcomes apart by", _apart(self._held(range(SUBMITS, 2 * SUBMITS))), 5, "% of the median"
        )

    def _held(self, places):
        kinds = {"one": [], "many": [], "near": []}
        for place in places:
            for kind, times in kinds.items():
                spent, state = self.submit([self._like_somebody(kind, place)])
                assert state == Change.State.IN_REVIEW, (kind, state)
                times.append(spent)
        return {kind: statistics.median(times) for kind, times in kinds.items()}

    def _like_somebody(self, kind, place):
        """An employee with one person's number, with one's name and birth date, or with two people's among their
        namesakes.
        """
        people = Person.objects.order_by("member_number")
        with tenancy.as_user(None), tenancy.matching():
            one = people[place * 3 + (60_000 if kind == "many" else 0)]
            other = people[place * 3 + (150_000 if kind == "many" else 99_999)]
        asked = someone(2000 + place + {"one": 0, "near": 500, "many": 900}[kind], "18")
        if kind != "near":
            asked = replace(asked, number=Number("SSN", one.number))
        if kind == "one":
            return asked
        return replace(asked, name=Name(other.first_name, other.last_name), birth_date=other.birth_date)

    def export(self):
        """50,000 rows as CSV compared with a bare COPY of the columns: first byte, total and memory."""
        columns = "name, member_number, starts_on, ends_on"
        rows = f"SELECT {columns} FROM enrollment_rosterline WHERE purchaser_id = {self.purchaser.pk}"
        bare = f"COPY ({rows}) TO STDOUT (FORMAT csv)"
        with tenancy.scope(self.purchaser):
            admission = Admission.of(self.administrator.grants.get(purchaser=self.purchaser))
            rows = export.columns(roster.filtered(admission, roster.Filters(), TODAY), TODAY)
            statement, arguments = rows.query.sql_with_params()
        same = f"COPY ({statement}) TO STDOUT (FORMAT csv)"
        first = []

        def own():
            started = time.perf_counter()
            response = self.client.get(reverse("roster_csv"))
            blocks = iter(response.streaming_content)
            next(blocks), next(blocks)
            first.append((time.perf_counter() - started) * 1000)
            for _block in blocks:
                pass

        def copy(text, values=()):
            with tenancy.scope(self.purchaser), connection.cursor() as cursor, cursor.copy(text, values) as stream:
                for _block in stream:
                    pass

        own()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        least, _times = fastest(
            {"own": own, "bare": lambda: copy(bare), "same": lambda: copy(same, arguments)}, rounds=7
        )
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        self.figures.note("CSV of 50,000 rows", least["own"] / least["same"], 2, "x COPY of the same rows")
        self.figures.note("CSV beside COPY of four bare columns", least["own"] / least["bare"], NO_TARGET, "x")
        self.figures.note("CSV first byte", min(first), 100, "ms")
        self.figures.note("CSV memory", grown, 10, "MiB more")


def _apart(medians):
    """The slowest above the fastest, in percent."""
    return (max(medians.values()) / min(medians.values()) - 1) * 100


def main():
    bench = Bench()
    bench.pages()
    bench.export()
    bench.submits()
    known_elsewhere(bench)
    call_command("sandbox", verbosity=0)
    alike(bench.figures, bench.purchaser.number)
    return bench.figures.report()
