"""A representative working for an employer: the same pages, marked, and only for the chosen employer."""

import pytest
from django.urls import reverse

from accounts.models import Activity
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def employer():
    return factories.Employer("Harbor Marine Supply")


def choose(rep_desk, employer):
    return rep_desk.post(reverse("admin:accounts_purchaser_on_behalf", args=[employer.purchaser.pk]))


def test_without_a_choice_a_representative_sees_no_employers_pages(rep_desk, employer):
    assert rep_desk.get(reverse("roster")).status_code == 403


def test_a_representative_without_a_choice_comes_to_the_desk(rep_desk, employer):
    assert rep_desk.get(reverse("home"))["Location"] == reverse("admin:index")


def test_what_is_done_for_an_employer_is_marked_and_the_employer_sees_it(rep_desk, employer, client):
    person = employer.enroll().person_id
    assert choose(rep_desk, employer)["Location"] == reverse("home")
    assert rep_desk.post(*factories.correction(rep_desk, person, phone="(415) 555-0100")).status_code == 302
    with employer.scope():
        line = Activity.objects.get(verb="corrected_details")
        assert (line.channel, line.on_behalf_of) == ("representative", employer.purchaser)
    client.force_login(employer.administrator)
    assert "Representative" in client.get(reverse("activity")).content.decode()


@pytest.mark.parametrize("name", ["roster_csv", "activity_csv"])
def test_lists_are_not_exported_on_behalf(rep_desk, employer, name):
    choose(rep_desk, employer)
    assert rep_desk.get(reverse(name)).status_code == 403


def test_a_number_is_not_shown_on_behalf(rep_desk, employer):
    person = employer.enroll().person_id
    choose(rep_desk, employer)
    assert rep_desk.post(reverse("reveal_number", args=[person])).status_code == 403


def test_only_the_chosen_employer_is_seen(rep_desk, employer):
    other = factories.Employer("Other")
    person = other.enroll().person_id
    choose(rep_desk, employer)
    assert rep_desk.get(reverse("person", args=[person])).status_code == 404


def test_an_employer_cannot_choose(client, employer):
    other = factories.Employer("Other")
    client.force_login(employer.administrator)
    assert client.post(reverse("admin:accounts_purchaser_on_behalf", args=[other.purchaser.pk])).status_code == 302
    assert client.session.get("purchaser") != other.purchaser.pk
