"""Adding dependents to a family that is covered: the event is judged where it is entered, and can be changed."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from enrollment.models import Change
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=True) as clock:
        yield clock


@pytest.fixture
def employer():
    return factories.Employer()


@pytest.fixture
def desk(client, employer):
    client.force_login(employer.administrator)
    return client


@pytest.fixture
def family(employer):
    return employer.enroll(hired_on=date(2026, 9, 1))


def event(event="marriage", on="11/2/2026"):
    return {"event": event, "event_on": on}


def started(desk, family):
    return desk.post(reverse("add_dependents", args=[family.person_id]), event())["Location"].split("/")[2]


REFUSED = [
    ("birth", "12/24/2026", "The date of the event must be today or in the past."),
    ("birth", "9/2/2026", "The employee is not covered on September 2, 2026."),
    (
        "marriage",
        "10/23/2026",
        "Dependents can be added until November 22, 2026 for this event. Call your representative for a later request.",
    ),
]


@pytest.mark.parametrize(("kind", "on", "message"), REFUSED)
def test_an_event_that_gives_no_coverage_is_refused_where_it_is_entered(desk, employer, family, kind, on, message):
    response = desk.post(reverse("add_dependents", args=[family.person_id]), event(kind, on))
    assert (response.status_code, response.context["form"].errors["event_on"]) == (422, [message])
    page = response.content.decode()
    assert '<a href="#id_event_on">' in page
    assert f'value="{on}"' in page
    with employer.scope():
        assert not Change.objects.filter(state="draft").exists()


def test_the_last_day_to_ask_is_accepted(desk, family):
    address = reverse("add_dependents", args=[family.person_id])
    assert desk.post(address, event("marriage", "10/24/2026")).status_code == 302


@pytest.mark.parametrize(("kind", "on", "message"), REFUSED)
def test_the_event_of_a_draft_is_judged_by_the_same_rule(desk, employer, family, kind, on, message):
    pk = started(desk, family)
    response = desk.post(reverse("draft_event", args=[pk]), event(kind, on))
    assert (response.status_code, response.context["form"].errors["event_on"]) == (422, [message])
    with employer.scope():
        assert Change.objects.get(pk=pk).payload["event"] == event()


def test_the_event_is_changed_from_the_last_step_and_back(desk, employer, family):
    pk = started(desk, family)
    check = reverse("draft_check", args=[pk])
    change = f"{reverse('draft_event', args=[pk])}?back=check"
    link = f'<a href="{change}">Change<span class="visually-hidden"> the event</span></a>'
    assert link in desk.get(check).content.decode()
    shown = desk.get(change).content.decode()
    assert 'value="11/2/2026"' in shown
    assert '<option value="marriage" selected>' in shown
    assert desk.post(change, event("adoption", "11/10/2026"))["Location"] == check
    page = desk.get(check).content.decode()
    assert "Adoption or placement for adoption" in page
    assert "November 10, 2026" in page
    with employer.scope():
        assert Change.objects.filter(type="add_dependents").count() == 1


def test_an_event_that_became_too_old_leads_back_to_its_date(desk, employer, family, clock):
    pk = started(desk, family)
    clock.move_to(NOW.replace(month=12, day=3))
    desk.force_login(employer.administrator)
    page = desk.get(reverse("draft_check", args=[pk])).content.decode()
    assert f'<a href="{reverse("draft_event", args=[pk])}?back=check#id_event_on">Dependents can be added until' in page


def test_a_submitted_draft_shows_its_request(desk, employer, family):
    pk = started(desk, family)
    answers = {"relationship": "01", "first_name": "Ben", "last_name": "Morales", "birth_date": "2/11/1985"}
    desk.post(reverse("draft_dependent", args=[pk, 0]), answers | {"sex": "M", "number": "234-56-7891"})
    receipt = desk.post(reverse("draft_check", args=[pk]))["Location"]
    assert desk.get(reverse("draft_event", args=[pk]))["Location"] == receipt == reverse("request", args=[pk])
