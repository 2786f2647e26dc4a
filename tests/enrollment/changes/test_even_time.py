"""The time of an answer that says "with a representative" tells nothing of who was compared."""

import pytest
from django.urls import reverse

from accounts.platform import even_time
from enrollment.models import Change
from tests import factories
from tests.enrollment.changes.forms import draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]


@pytest.fixture
def waits(settings, monkeypatch):
    settings.ANSWER_STEP_SECONDS = 0.25
    waits = []
    monkeypatch.setattr(even_time.time, "sleep", waits.append)
    return waits


def test_a_time_becomes_a_whole_number_of_steps():
    assert [even_time.seconds_to_step(each, 0.25) for each in (0.0625, 0.25, 0.375)] == [0.1875, 0, 0.125]
    assert even_time.seconds_to_step(0.1, 0) == 0


def test_every_answer_to_what_matches_people_comes_at_a_step(desk, employer, typed, waits):
    factories.Employer("Another").enroll()
    near = {"first_name": "Ana", "birth_date": "4/28/1986", "number": "", "no_number_reason": "applied"}
    states = []
    for answers in (typed, typed | near, typed):
        pk = draft(desk, answers)
        waits.clear()
        response = desk.post(reverse("draft_check", args=[pk]))
        with employer.scope():
            states.append((response.status_code, Change.objects.get(pk=pk).state))
        assert [0 <= each <= 0.25 for each in waits] == [True]
    assert states == [(302, "completed"), (302, "in_review"), (422, "draft")]


def test_a_page_that_is_only_read_is_not_kept_waiting(desk, employer, typed, waits):
    pk = draft(desk, typed)
    waits.clear()
    assert desk.get(reverse("draft_check", args=[pk])).status_code == 200
    assert waits == []


def test_every_answer_to_a_correction_comes_at_a_step(desk, employer, waits):
    ana = employer.enroll().person_id
    for changes, status in (({"phone": "(415) 555-0100"}, 200), ({"phone": "1"}, 422)):
        address, values = factories.correction_typed(desk, ana, **changes)
        assert desk.post(address, values | {"shown": ""}).status_code == status
    assert len(waits) == 2
    assert desk.post(*factories.correction(desk, ana, phone="(415) 555-0100")).status_code == 302
    assert len(waits) == 4
