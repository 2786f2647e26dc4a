"""A group that is being set up enrolls nobody, by whatever door."""

import pytest
from django.urls import reverse

from access import tenancy
from accounts.services import open_purchaser
from enrollment import services
from enrollment.models import Change
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]
WORDS = "isn't open for enrollment yet. Your representative, Robin Okafor, is setting it up. Questions: 1-800-555-0142."


@pytest.fixture
def new_group():
    return factories.Employer("Wren Dental", is_open=False)


def test_the_page_says_whom_to_call_and_keeps_nothing(client, new_group, typed):
    client.force_login(new_group.administrator)
    for page in (client.get(reverse("add_employee")), client.post(reverse("add_employee"), typed)):
        assert page.status_code == 409
        assert WORDS.replace("'", "&#x27;") in page.content.decode()
    with new_group.scope():
        assert Change.objects.count() == 0


def test_the_service_refuses_it_for_every_other_door(new_group):
    with pytest.raises(services.CannotEnroll, match="isn't open for enrollment yet"):
        new_group.enroll(employee=factories.applicant())


def test_it_is_enrolled_once_it_is_open(new_group):
    with tenancy.scope(new_group.purchaser), tenancy.staff():
        open_purchaser(purchaser=new_group.purchaser, **factories.given(new_group.purchaser))
    assert new_group.enroll().state == Change.State.COMPLETED
