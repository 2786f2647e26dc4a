"""An employer learns nothing of whom others report: any order of its steps is answered alike in two worlds.

In one world everybody is also at another employer, with the same identity and another address; in the other, nobody is.
The same steps give the same status, the same bytes and the same number of queries.
"""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from access import tenancy
from enrollment import services
from enrollment.models import Change, Person, PersonDetail, Review
from enrollment.rules.people import Address
from enrollment.views.changes.add_employee import ANOTHER
from tests import factories
from tests.counts import count
from tests.enrollment.changes.forms import Browser, draft
from tests.factories import NOW, applicant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]

EXAMPLES, LONGEST = count("world examples"), 7
# Who can be added, and as what: two employees, and a child and a spouse of either.
PEOPLE = [
    {"first_name": "Noor", "last_name": "Morales", "birth_date": "4/28/1987", "sex": "F", "number": "512-33-4417"},
    {"first_name": "Viktor", "last_name": "Szabo", "birth_date": "9/2/1979", "sex": "M", "number": "431-50-2286"},
    {"first_name": "Ilse", "last_name": "Tamm", "birth_date": "3/10/2019", "sex": "F", "number": "623-71-9054"},
    {"first_name": "Rui", "last_name": "Okonjo", "birth_date": "6/17/1984", "sex": "M", "number": "287-46-1193"},
]
EMPLOYEES, DEPENDENTS = 2, {2: "19", 3: "01"}
# What may be typed instead of the first data: one identity field, two, or a detail of the name.
VERSIONS = [
    {},
    {"birth_date": "4/18/1987"},
    {"number": "512-33-4471"},
    {"number": "704-19-8826"},
    {"first_name": "Noora"},
    {"last_name": "Whitfield"},
    {"birth_date": "12/5/1990"},
    {"last_name": "Whitfield", "number": "704-19-8826"},
    {"number": "", "no_number_reason": "applied"},
    {"middle_name": "Jane"},
    {"first_name": "Kayla", "last_name": "Whitfield"},
    {"birth_date": "1/9/1991"},
    {"birth_date": "1/9/1991", "number": "", "no_number_reason": "applied"},
    {"first_name": "Robert"},
    {"birth_date": "1/1/1900"},
    {"birth_date": "1/1/1980", "number": "", "no_number_reason": "applied"},
    {"birth_date": "5/21/2016"},
    {"birth_date": "5/21/2016", "number": "704-19-8826"},
]
CHANGES = re.compile(
    r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]*"|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}'
    r"|[2-9A-Z]{4}-[2-9A-Z]{5}|(?<!\d)\d{8}(?!\d)|(?<=value=\")\d+(?=\")|104-\d{5}|(?<=data-who=\")[^\"]*|user\d+@|\d?\d:\d\d(:[\d.]+)?"
)
acts = st.sampled_from(["add", "add", "add", "correct", "correct", "end", "withdraw", "answer", "reverse"])
steps = st.lists(
    st.tuples(acts, st.integers(0, len(PEOPLE) - 1), st.integers(0, len(VERSIONS) - 1)), min_size=2, max_size=LONGEST
)


class World:
    """One employer with its desk; the answers to its steps."""

    def __init__(self, client, *, known_elsewhere):
        self.employer, self.client, self.answers = factories.Employer("Here"), client, []
        elsewhere = factories.Employer("Elsewhere")
        if known_elsewhere:
            noor, viktor, ilse, rui = map(_as_reported, PEOPLE)
            for employee, *dependents in ([noor], [viktor], [rui, replace(ilse, relationship="19")]):
                elsewhere.enroll(*dependents, employee=employee)
        client.force_login(self.employer.administrator)
        factories.has_just_signed_in(client)

    def typed(self, who, version):
        return {"middle_name": "", "suffix": "", "no_number_reason": ""} | PEOPLE[who] | VERSIONS[version]

    def ids(self):
        """Everybody the employer reports, by the number that was typed first."""
        with self.employer.scope():
            rows = PersonDetail.objects.order_by("pk").values_list("person_id", "number", "first_name")
            first = {}
            for person, number, name in rows:
                first.setdefault(person, (number, name))
        found = {}
        for place, each in enumerate(PEOPLE):
            for person, (number, name) in first.items():
                if number == each["number"].replace("-", "") and name == each["first_name"]:
                    found[place] = person
        return found

    def latest(self, *states, kind=None):
        with self.employer.scope():
            changes = Change.objects.filter(state__in=states).order_by("-submitted_at", "-pk")
            return (changes.filter(type=kind) if kind else changes).first()

    def take(self, act, who, version):
        answer = getattr(self, act)(who, version)
        if answer is None:
            self.answers.append((act, "nothing"))
            return
        address, values = answer
        with CaptureQueriesContext(connection) as queries:
            response = self.client.post(address, values)
        asked = len(queries)
        page = self.client.get(response["Location"]) if response.status_code == 302 else response
        text = CHANGES.sub("*", page.content.decode())
        self.answers.append((act, who, version, response.status_code, asked, text))

    def add(self, who, version):
        known = self.ids()
        if version and who not in known:
            version = 0  # data of somebody unseen that is not the data on file: known elsewhere or not, that is a case
        if who >= EMPLOYEES:
            return self._add_dependent(who, version, known)
        more = {
            "street": "12 Elm St", "street2": "", "city": "Oakland", "state": "CA", "zip_code": "94607", "phone": "",
            "email": "", "language": "", "unit": self.employer.unit.pk, "medical": self.employer.offering.plan_id,
            "hired_on": "10/5/2026", "employment_class": "FT", "weekly_hours": "", "employee_number": "", ANOTHER: "",
        }  # fmt: skip
        return reverse("draft_check", args=[draft(self.client, self.typed(who, version) | more)]), {}

    def _add_dependent(self, who, version, known):
        if 0 not in known:
            return None
        event = {"event": "marriage", "event_on": "11/10/2026"}
        response = self.client.post(reverse("add_dependents", args=[known[0]]), event)
        if response.status_code != 302:
            return None
        pk = response["Location"].split("/")[2]
        typed = self.typed(who, version) | {"relationship": DEPENDENTS[who]}
        step = reverse("draft_dependent", args=[pk, 0])
        if self.client.post(step, typed).status_code != 302:
            return step, typed  # the step itself is the answer
        return reverse("draft_check", args=[pk]), {}

    def correct(self, who, version):
        person = self.ids().get(who)
        if person is None:
            return None
        address, values = factories.correction_typed(self.client, person)
        return address, factories.as_summarized(self.client, address, values | VERSIONS[version])

    def end(self, who, version):
        person = self.ids().get(who)
        if person is None:
            return None
        values = {"reason": "quit", "event_on": "11/20/2026", "last_day_worked": "11/20/2026"}
        address = reverse("end_coverage", args=[person])
        preview = self.client.post(address, values).context["preview"]
        if preview is None:
            return None
        return address, values | {"submit": "", "shown": preview.last_day.isoformat(), "attested": "on"}

    def reverse(self, who, version):
        ended = self.latest("completed", kind="end_coverage")
        return ended and (reverse("reverse_end", args=[ended.pk]), {"reason": "A mistake"})

    def withdraw(self, who, version):
        held = self.latest("in_review", "action_needed")
        return held and (reverse("request_withdraw", args=[held.pk]), {})

    def answer(self, who, version):
        """A representative asks; the employer answers with other data."""
        held = self.latest("in_review")
        if held is None:
            return None
        rep = self.employer.purchaser.representative.user
        with tenancy.as_user(rep), tenancy.staff():
            review = Review.objects.get(change=held)
            services.ask_employer(review_id=review.pk, by=rep, at=NOW, question="Check the details")
        page = self.client.get(reverse("request", args=[held.pk])).context
        values = {"text": "Checked", "to": page["question_mark"]}
        for form in page["person_forms"]:
            values |= {form.add_prefix(name): form[name].value() or "" for name in form.fields}
            changed = VERSIONS[version].items()
            values |= {form.add_prefix(name): value for name, value in changed if name in form.fields}
        return reverse("request_answer", args=[held.pk]), values


def _as_reported(each):
    month, day, year = map(int, each["birth_date"].split("/"))
    return applicant(
        each["first_name"],
        each["last_name"],
        born=date(year, month, day),
        number=each["number"],
        sex=each["sex"],
        address=Address("400 Far Rd", "Reno", "NV", "89501"),
    )


def answers(client, taken, *, known_elsewhere):
    """What the employer is answered, step by step; the world is gone afterward."""
    savepoint = transaction.savepoint_create()
    try:
        world = World(client, known_elsewhere=known_elsewhere)
        for step in taken:
            world.take(*step)
        return world.answers
    finally:
        transaction.savepoint_rollback(savepoint)


@pytest.fixture
def client_of_both(settings):
    client = Browser()
    settings.ANSWER_STEP_SECONDS = 0
    settings.IDENTITY_CORRECTIONS_PER_DAY = settings.IDENTITY_CORRECTIONS_OF_A_PERSON = 1_000
    answers(client, [("add", 0, 0)], known_elsewhere=True)  # what is read once per process
    return client


FOUND = [
    [("add", 0, 0), ("correct", 0, version), ("add", 0, again)] for version in (1, 2, 3, 5, 6) for again in (0, version)
]
FOUND += [[("add", 0, 0), ("correct", 0, 1), ("end", 0, 0), ("add", 0, 0)]]
FOUND += [[("add", 0, 0), ("add", 2, 0), ("correct", 2, 1), ("add", 2, 0), ("add", 3, 0)]]
FOUND += [[("add", 0, 0), ("correct", 0, 7), ("answer", 0, 3), ("withdraw", 0, 0), ("add", 0, 8)]]
# Names of one version beside the birth date of another.
FOUND += [[("add", 0, 0), ("correct", 0, 10), ("correct", 0, 11), ("correct", 0, 3), ("add", 0, 12)]]
FOUND += [[("add", 0, 0), ("add", 2, 0), ("correct", 2, 13), ("correct", 2, 14), ("add", 2, 15)]]


@pytest.mark.parametrize(
    "taken", FOUND, ids=lambda taken: " ".join(f"{act}{who}.{version}" for act, who, version in taken)
)
def test_steps_that_told_of_others_are_answered_alike(client_of_both, taken):
    alone = answers(client_of_both, taken, known_elsewhere=False)
    assert alone == answers(client_of_both, taken, known_elsewhere=True)
    assert all(len(each) > 2 for each in alone)  # every step was taken


@pytest.mark.parametrize("known_elsewhere", [False, True])
@pytest.mark.parametrize("corrected", [1, 2, 3, 5])
def test_whoever_is_added_again_with_the_first_data_is_already_covered(client_of_both, corrected, known_elsewhere):
    taken = [("add", 0, 0), ("correct", 0, corrected), ("add", 0, 0), ("add", 0, corrected)]
    found = answers(client_of_both, taken, known_elsewhere=known_elsewhere)
    assert [each[3] for each in found] == [302, 302, 422, 422]
    assert all("Noor Morales is already covered." in each[5] for each in found[2:] if corrected != 5)


def test_any_order_of_steps_is_answered_alike(client_of_both):
    met = set()

    @settings(max_examples=EXAMPLES)
    @given(taken=steps)
    def any_order(taken):
        taken = [("add", 0, 0), ("correct", 0, 1), *taken]
        alone = answers(client_of_both, taken, known_elsewhere=False)
        assert alone == answers(client_of_both, taken, known_elsewhere=True)
        met.update((each[0], each[1] >= EMPLOYEES, each[3]) for each in alone if len(each) > 3)

    any_order()
    # The walk came by refusals and completions of each kind.
    assert {("add", False, 302), ("add", False, 422), ("add", True, 302), ("correct", False, 302)} <= met


def test_the_two_worlds_do_differ(client_of_both):
    """Else the tests above would prove nothing."""
    taken = [("add", 0, 0), ("correct", 0, 1)]
    born = set()
    for known_elsewhere in (True, False):
        savepoint = transaction.savepoint_create()
        world = World(client_of_both, known_elsewhere=known_elsewhere)
        for step in taken:
            world.take(*step)
        with tenancy.as_user(None), tenancy.matching():
            born.add(Person.objects.get(pk=world.ids()[0]).birth_date)
        transaction.savepoint_rollback(savepoint)
    assert born == {date(1987, 4, 28), date(1987, 4, 18)}
