"""Every act on a change needs the privilege of its kind, at the page and in the service."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from access.privileges import ADMINISTRATOR, NEEDS, Privilege
from enrollment import services
from enrollment.commands import COMMANDS, ReverseEnd, command_from
from enrollment.models import Change
from enrollment.services.changes import KINDS
from tests import factories
from tests.addresses import addresses
from tests.enrollment.changes.forms import draft
from tests.factories import NOW, spouse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]
PRIVILEGES = {
    "add_employee": "enroll",
    "add_dependents": "enroll",
    "correct_details": "correct_details",
    "end_coverage": "end_coverage",
    "reverse_end": "end_coverage",
}
DRAFTED = [path for path, _pattern in addresses() if path.startswith("drafts/")]


def added(employer, _client):
    return employer.enroll(hired_on=date(2026, 9, 1))


def submitted(employer, command):
    with employer.scope():
        return services.submit(command=command, submission=employer.submission())


def with_dependents(employer, _client):
    return submitted(employer, factories.dependents(added(employer, None), spouse()))


def corrected(employer, client):
    answers = factories.correction(client, added(employer, None).person_id, phone="(415) 555-0100")
    pk = client.post(*answers)["Location"].split("/")[2]
    with employer.scope():
        return Change.objects.get(pk=pk)


def ended(employer, _client):
    return employer.end(added(employer, None))


def reversed_end(employer, _client):
    return submitted(employer, ReverseEnd(change_id=ended(employer, None).pk, reason="Entered in error"))


MADE = {
    "add_employee": added,
    "add_dependents": with_dependents,
    "correct_details": corrected,
    "end_coverage": ended,
    "reverse_end": reversed_end,
}


@pytest.fixture
def asked(desk, employer, request):
    """A change of a kind about which a representative has asked."""
    change = MADE[request.param](employer, desk)
    with employer.scope():
        facts = {"state": "action_needed", "minutes_left": 60, "question": "Which one?"}
        facts |= {"completed_at": None, "known_seq": None}
        Change.objects.filter(pk=change.pk).update(**facts)
        change.refresh_from_db()
    assert change.type == request.param
    return change


def member(employer, privileges):
    who = factories.user()
    factories.grant(who, employer.purchaser, privileges=privileges, at=NOW.replace(year=2020))
    client = Client()
    client.force_login(who)
    factories.has_just_signed_in(client)
    return client


def without(privilege):
    """Everything but a privilege and those that need it."""
    return frozenset(ADMINISTRATOR) - {privilege} - {each for each, needed in NEEDS.items() if needed == privilege}


def acts_shown(client, change):
    page = client.get(reverse("request", args=[change.pk])).content.decode()
    return [reverse(name, args=[change.pk]) in page for name in ("request_answer", "request_withdraw")]


def held(employer):
    with employer.scope():
        return list(Change.objects.order_by("pk").values())


def test_every_kind_says_which_privilege_it_needs():
    assert {name: kind.privilege for name, kind in KINDS.items()} == PRIVILEGES
    assert set(PRIVILEGES) == set(COMMANDS) == set(MADE)
    assert all(set(kind.shows) <= set(Privilege) and kind.shows for kind in KINDS.values())


@pytest.mark.parametrize("asked", PRIVILEGES, indirect=True)
def test_pages_answer_and_withdraw_with_the_privilege_of_the_kind_only(employer, asked):
    before = held(employer)
    lacking = member(employer, without(PRIVILEGES[asked.type]))
    for name in ("request_answer", "request_withdraw"):
        assert lacking.post(reverse(name, args=[asked.pk]), {"text": "The first."}).status_code == 403
    assert acts_shown(lacking, asked) == [False, False]
    assert f"Answer a question about {asked.title}" not in lacking.get(reverse("home")).content.decode()
    assert held(employer) == before
    having = member(employer, ["view_roster", PRIVILEGES[asked.type]])
    assert acts_shown(having, asked) == [True, True]
    assert f"Answer a question about {asked.title}" in having.get(reverse("home")).content.decode()
    assert having.post(reverse("request_withdraw", args=[asked.pk])).status_code == 302


def tried(employer, change):
    """(name, act) of each service on a change of this kind, by a submission that it is given."""
    command = command_from(change.type, change.payload)
    kept = {"kind": change.type, "data": {}, "title": "x", "unit_id": employer.unit.pk}
    with employer.scope():
        saved = services.save_draft(submission=employer.submission(), **kept)
    again = {"draft_id": saved.pk, "seen": saved.version}
    return {
        "answer": lambda by: services.answer(change_id=change.pk, text="The first.", submission=by),
        "withdraw": lambda by: services.withdraw(change_id=change.pk, submission=by),
        "submit": lambda by: services.submit(command=command, submission=replace(by, key=uuid4().hex)),
        "save": lambda by: services.save_draft(submission=by, **kept),
        "save again": lambda by: services.save_draft(submission=replace(by, **again), **kept),
        "discard": lambda by: services.delete_draft(draft_id=saved.pk, submission=replace(by, **again)),
    }


@pytest.mark.parametrize("asked", PRIVILEGES, indirect=True)
def test_services_do_nothing_without_the_privilege_or_the_unit(employer, asked):
    acts, before = tried(employer, asked), held(employer)
    other = factories.unit(employer.purchaser, code="002", name="Warehouse")
    narrow = {
        "nothing": {"privileges": frozenset()},
        "privilege": {"privileges": without(PRIVILEGES[asked.type])},
        "unit": {"unit_ids": frozenset({other.pk})},
    }
    for lack, access in narrow.items():
        for act in acts.values():
            # In a unit of another, the family is refused first: the request itself is open.
            refusal = (services.NotAllowed, services.CannotChange) if lack == "unit" else services.NotAllowed
            with employer.scope(), pytest.raises(refusal):
                act(replace(employer.submission(), **access))
    assert held(employer) == before


def test_a_submission_is_refused_in_a_unit_of_others(employer):
    other = factories.unit(employer.purchaser, code="002", name="Warehouse")
    narrow = replace(employer.submission(), unit_ids=frozenset({other.pk}))
    with employer.scope(), pytest.raises(services.NotAllowed):
        services.submit(command=employer.add_employee(), submission=narrow)


def test_a_call_and_a_whole_number_need_their_privileges(employer):
    change = added(employer, None)
    facts = {"name": "Dana", "phone": "(415) 555-0100", "best_time": ""}
    with employer.scope(), pytest.raises(services.NotAllowed):
        services.ask_for_call(submission=replace(employer.submission(), privileges=without("enroll")), **facts)
    with employer.scope(), pytest.raises(services.NotAllowed):
        services.reveal_number(
            person_id=change.person_id,
            unit_id=employer.unit.pk,
            submission=replace(employer.submission(), privileges=without("see_number")),
        )


@pytest.mark.parametrize("path", DRAFTED)
def test_every_page_of_a_draft_needs_the_privilege_of_its_kind(desk, employer, typed, path, monkeypatch):
    pk, before = draft(desk, typed), None
    before, address = held(employer), "/" + path.replace("<uuid:pk>", pk).replace("<int:place>", "0")
    lacking = member(employer, without("enroll"))
    assert {lacking.get(address).status_code, lacking.post(address, typed).status_code} <= {403, 405}
    # A kind that needs another privilege is refused by the draft itself, whatever the page asks for.
    monkeypatch.setattr(KINDS["add_employee"], "privilege", Privilege.COBRA)
    lacking = member(employer, without("cobra"))
    statuses = {lacking.get(address).status_code, lacking.post(address, typed).status_code}
    assert statuses <= ({404} if path.endswith("event/") else {403, 405})
    assert held(employer) == before


@pytest.mark.parametrize("name", ["request", "request_file"])
def test_a_receipt_needs_what_its_kind_shows(employer, name, monkeypatch):
    address = reverse(name, args=[added(employer, None).pk])
    assert member(employer, without("view_roster")).get(address).status_code == 403
    monkeypatch.setattr(KINDS["add_employee"], "shows", (Privilege.VIEW_ROSTER, Privilege.VIEW_BILL))
    assert member(employer, without("view_bill")).get(address).status_code == 403
    assert member(employer, ["view_roster", "view_bill"]).get(address).status_code == 200


def test_an_end_is_reversed_with_the_privilege_to_end_only(employer):
    change = ended(employer, None)
    address = reverse("reverse_end", args=[change.pk])
    lacking = member(employer, without("end_coverage"))
    assert [lacking.get(address).status_code, lacking.post(address, {"reason": "Error"}).status_code] == [403, 403]
    assert address not in lacking.get(reverse("request", args=[change.pk])).content.decode()
