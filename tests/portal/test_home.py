"""Home: each figure counts what its link lists."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from access import tenancy
from enrollment import services
from enrollment.models import Review
from tests import factories
from tests.factories import applicant, near

pytestmark = pytest.mark.django_db


@pytest.fixture
def employer():
    return factories.Employer()


@pytest.fixture
def desk(client, employer):
    client.force_login(employer.administrator)
    return client


def ask(change, employer):
    rep = employer.purchaser.representative.user
    with tenancy.as_user(rep), tenancy.staff():
        review = Review.objects.get(change=change)
        at = factories.NOW + timedelta(hours=1)
        services.ask_employer(review_id=review.pk, by=rep, at=at, question="Which birth date is right?")


def figure(page, title):
    """(the number, the addresses below it) of one of the figures."""
    panel = page[page.index(f"<dt>{title}</dt>") :]
    panel = panel[: panel.index("</dd>")]
    return int(re.search(r'class="value">(\d+)', panel)[1]), re.findall(r'href="([^"]*)"', panel)


def test_with_a_representative_counts_what_its_link_lists_and_what_waits_for_the_employer_apart(desk, employer):
    first = factories.Employer("First")
    for given, number in (("Ana", "123-45-6788"), ("Kay", "533-44-5518"), ("Ida", "533-44-5519")):
        first.enroll(employee=applicant(given, number=number))
    held = [employer.enroll(employee=near(given)) for given in ("Ana", "Kay", "Ida")]
    assert {change.state for change in held} == {"in_review"}
    ask(held[0], employer)
    page = desk.get(reverse("home")).content.decode()
    number, (waiting, asked) = figure(page, "With a representative")
    assert number == len(desk.get(waiting).context["page"].object_list) == 2
    assert [change.pk for change in desk.get(asked).context["page"].object_list] == [held[0].pk]
    assert "Action needed: 1 request waits for your answer" in page
    assert "?state=action_needed" not in home_of_nobody()


def home_of_nobody():
    other, client = factories.Employer("Other"), Client()
    client.force_login(other.administrator)
    return client.get(reverse("home")).content.decode()
