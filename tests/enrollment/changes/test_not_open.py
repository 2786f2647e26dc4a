"""A group that is being set up enrolls nobody, by whatever door."""

import pytest
from django.urls import reverse

from access import tenancy
from accounts.models import Purchaser
from enrollment import services
from enrollment.models import Change
from tests import factories
from tests.enrollment.changes.forms import draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]
WORDS = "isn't open for enrollment yet. Your representative, Robin Okafor, is setting it up. Questions: 1-800-555-0142."


def close(employer):
    with tenancy.as_user(None), tenancy.staff():
        Purchaser.objects.filter(pk=employer.purchaser.pk).update(opened_at=None)
    employer.purchaser.refresh_from_db()


def test_the_page_says_whom_to_call(desk, employer, typed):
    close(employer)
    for page in (desk.get(reverse("add_employee")), desk.post(reverse("add_employee"), typed)):
        assert page.status_code == 409
        assert WORDS.replace("'", "&#x27;") in page.content.decode()
    with employer.scope():
        assert Change.objects.count() == 0


def test_a_draft_from_before_is_not_submitted(desk, employer, typed):
    pk = draft(desk, typed)
    close(employer)
    page = desk.post(reverse("draft_check", args=[pk]))
    assert [WORDS in problem["text"] for problem in page.context["problems"]] == [True]


def test_the_service_refuses_it_for_every_other_door(employer):
    close(employer)
    with pytest.raises(services.CannotEnroll, match="isn't open for enrollment yet"):
        employer.enroll(employee=factories.applicant())
