"""Another company's ids in forms and addresses: never accepted, and indistinguishable from missing ids."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from access import tenancy
from access.models import AccessCode, Grant
from enrollment.models import Change, Coverage, PersonDetail, RosterLine
from tests import factories
from tests.factories import NOW, spouse

pytestmark = pytest.mark.django_db
MISSING = 999_999_937
# All form fields and address parts that name a row; `test_no_other_field_names_a_row` keeps this complete.
FIELDS = {"unit", "medical", "unit_ids", "organization", "purchaser", "who", "seen"}
ASKED = {"unit", "plan", "after", "before", "organization", "who"}
LIKE_AN_ID = re.compile(r"\d+|[0-9a-f-]{36}|[0-9a-f]{32}")


@pytest.fixture
def own():
    return factories.Employer("Harbor Marine Supply")


@pytest.fixture
def other():
    employer = factories.Employer("Canary Company")
    employer.change = employer.enroll(spouse("Xanthippe", "Zeisig"))
    with employer.scope():
        employer.line = RosterLine.objects.get(person=employer.change.person_id).pk
    employer.member = factories.grant(factories.user("Canary Clerk"), employer.purchaser, privileges=["view_roster"])
    employer.broker = factories.delegation(employer, "Canary Brokers")
    return employer


@pytest.fixture
def desk(client, own):
    client.force_login(own.administrator)
    factories.has_just_signed_in(client)
    return client


def held():
    models = (Grant, AccessCode, Change, Coverage, RosterLine)
    with tenancy.as_user(None), tenancy.staff():
        return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


CHANGING = re.compile(
    r'nonce="[^"]*"|name="key" value="[^"]*"|value="[^"]{64}"|[0-9A-F]{8}(?=</strong>)|\d+:\d\d [AP]M'
)


def without(text, *values):
    """A page without the id and without what varies between responses."""
    text = CHANGING.sub("", text)
    for value in values:
        text = text.replace(str(value), "ID")
    return text


def told_apart(ask, foreign, missing):
    """The responses to a foreign and a missing id, if they differ."""
    answers = []
    for value in (foreign, missing):
        response = ask(value)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        place = response.get("Location", "")
        answers.append((response.status_code, without(place + content.decode(), missing, foreign)))
    assert "Canary" not in answers[0][1]
    return [] if answers[0] == answers[1] else answers


def employee(own, **facts):
    typed = {
        "first_name": "Noor",
        "last_name": "Quispe",
        "number": "512-33-4417",
        "birth_date": "4/28/1987",
        "sex": "F",
        "street": "12 Elm St",
        "city": "Oakland",
        "state": "CA",
        "zip_code": "94607",
        "hired_on": "11/2/2026",
        "employment_class": "FT",
        "unit": own.unit.pk,
        "medical": own.offering.plan_id,
    }
    return typed | facts


def code(**facts):
    return {"name": "Sam", "email": "sam@example.test", "privileges": ["view_roster"]} | facts


def test_in_a_field_of_a_form(desk, own, other):
    factories.unit(own.purchaser, code="002", name="Warehouse")
    member = factories.grant(factories.user("Member"), own.purchaser, privileges=["view_roster"], at=NOW)
    details = reverse("correct_details", args=[own.enroll().person_id])
    with other.scope():
        their_details = PersonDetail.objects.filter(person_id=other.change.person_id).first().pk
    before = held()
    asked = {
        "seen": (lambda value: desk.post(details, employee(own, seen=value, key="one")), their_details),
        "unit": (lambda value: desk.post(reverse("add_employee"), employee(own, unit=value)), other.unit.pk),
        "medical": (
            lambda value: desk.post(reverse("add_employee"), employee(own, medical=value)),
            factories.plan("Canary PPO").pk,
        ),
        "unit_ids": (lambda value: desk.post(reverse("new_access"), code(unit_ids=[value])), other.unit.pk),
        "unit_ids, changed": (
            lambda value: desk.post(
                reverse("change_access", args=[member.pk]), {"privileges": ["view_roster"], "unit_ids": [value]}
            ),
            other.unit.pk,
        ),
        "organization": (lambda value: desk.post(reverse("new_access"), code(organization=value)), other.broker.pk),
        "purchaser": (lambda value: desk.post(reverse("switch_purchaser"), {"purchaser": value}), other.purchaser.pk),
        "who": (lambda value: desk.get(reverse("activity"), {"who": value}), other.administrator.pk),
        "a row of the review": (
            lambda value: desk.post(reverse("review_access"), {f"grant{value}": "end"}),
            other.member.pk,
        ),
    }
    for name, (ask, foreign) in asked.items():
        assert told_apart(ask, foreign, MISSING) == [], name
    after = held()
    drafts = [row for row in after.pop("Change") if row["state"] == "draft"]
    assert {row["purchaser_id"] for row in drafts} <= {own.purchaser.pk}
    assert before.pop("Change") == [row for row in held()["Change"] if row["state"] != "draft"]
    assert after == before
    assert {name.split(",")[0] for name in asked} == FIELDS | {"a row of the review"}


def test_in_the_query_of_an_address(desk, own, other):
    own.enroll()
    foreign = {
        "unit": other.unit.pk,
        "plan": factories.plan("Canary PPO").pk,
        "after": other.line,
        "before": other.line,
        "organization": other.broker.pk,
        "who": other.administrator.pk,
    }
    assert foreign.keys() == ASKED
    for name, value in foreign.items():
        for address in ("roster", "roster_csv", "requests", "activity", "access", "new_access", "home"):

            def ask(each, name=name, address=address):
                return desk.get(reverse(address), {name: each})

            assert told_apart(ask, value, MISSING) == [], (name, address)


def test_the_key_of_another_companys_form_is_not_found(desk, own, other):
    """A form key makes a second Submit harmless; at another company the same key is new."""
    person = own.enroll().person_id
    with other.scope():
        used = Change.objects.get(pk=other.change.pk).idempotency_key
    response = desk.post(*factories.correction(desk, person, key=used, phone="(415) 555-0100"))
    with own.scope():
        assert response["Location"] == Change.objects.get(idempotency_key=used).get_absolute_url()


def test_no_other_field_names_a_row(desk, own):
    """Every form page is opened; all fields with ids must be in the lists above."""
    person = own.enroll(spouse()).person_id
    factories.unit(own.purchaser, code="002", name="Warehouse")
    factories.grant(own.administrator, factories.Employer("Second").purchaser)
    factories.delegation(own)
    own.offering = factories.offering(own.unit, plan_=factories.plan("Silver PPO"))
    own.enroll(employee=factories.applicant("Mia", "Stone", born=factories.date(1991, 5, 5), number="512-33-4419"))
    member = factories.grant(factories.user("Member"), own.purchaser, privileges=["view_roster"])
    desk.post(reverse("switch_purchaser"), {"purchaser": own.purchaser.pk})
    desk.post(reverse("add_employee"), employee(own))
    with own.scope():
        draft = Change.objects.get(state="draft").pk
    pages = [
        reverse(name) for name in ("home", "roster", "requests", "activity", "access", "new_access", "add_employee")
    ]
    pages += [reverse(name) for name in ("review_access", "new_delegation", "sessions", "mfa_index", "account_email")]
    pages += [reverse(name, args=[person]) for name in ("person", "correct_details", "end_coverage", "add_dependents")]
    pages += [reverse(name, args=[draft]) for name in ("draft_employee", "draft_dependents", "draft_check")]
    pages += [reverse("change_access", args=[member.pk])]
    found = set()
    for address in pages:
        text = desk.get(address).content.decode()
        for tag in re.findall(r"<input[^>]*>", text):
            name, value = (re.search(rf'{part}="([^"]*)"', tag) for part in ("name", "value"))
            if name and value and LIKE_AN_ID.fullmatch(value[1]) and re.search('type="(hidden|checkbox|radio)"', tag):
                found.add(name[1])
        for name, inside in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', text, re.DOTALL):
            if any(LIKE_AN_ID.fullmatch(value) for value in re.findall(r'<option value="([^"]+)"', inside)):
                found.add(name)
    assert found - {"relationship"} == FIELDS | {"plan"}


def test_a_stranger_cannot_use_what_a_session_of_another_holds(desk, own, other):
    """A session's purchaser is not shown without a grant for it."""
    stranger = Client()
    stranger.force_login(other.administrator)
    session = stranger.session
    session["purchaser"] = own.purchaser.pk
    session.save()
    assert "Harbor Marine Supply" not in stranger.get(reverse("home")).content.decode()
