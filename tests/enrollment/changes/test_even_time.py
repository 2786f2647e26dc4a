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
    settings.HELD_ANSWER_STEP_SECONDS = 0.25
    waits = []
    monkeypatch.setattr(even_time.time, "sleep", waits.append)
    return waits


def test_a_time_becomes_a_whole_number_of_steps():
    assert [even_time.seconds_to_step(each, 0.25) for each in (0.0625, 0.25, 0.375)] == [0.1875, 0, 0.125]
    assert even_time.seconds_to_step(0.1, 0) == 0


def test_a_request_that_is_held_is_answered_at_a_step_and_no_other(desk, employer, typed, waits):
    factories.Employer("Another").enroll()
    near = {"first_name": "Ana", "birth_date": "4/28/1986", "number": "", "no_number_reason": "applied"}
    for answers, held in ((typed, False), (typed | near, True)):
        pk = draft(desk, answers)
        assert desk.post(reverse("draft_check", args=[pk]))["Location"] == reverse("request", args=[pk])
        with employer.scope():
            assert Change.objects.get(pk=pk).is_open is held
        assert len(waits) == held
    assert 0 <= waits[0] <= 0.25


def test_a_correction_that_is_held_is_answered_at_a_step(desk, employer, waits):
    ana = employer.enroll().person_id
    both = {"first_name": "Anna", "birth_date": "4/29/1986"}
    assert desk.post(*factories.correction(desk, ana, phone="(415) 555-0100")).status_code == 302
    assert waits == []
    assert desk.post(*factories.correction(desk, ana, **both)).status_code == 302
    assert len(waits) == 1
