"""Home: each figure counts what its link lists."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from access import tenancy
from enrollment import services
from enrollment.models import Review
from enrollment.rules.codes import EndReason
from tests import factories
from tests.factories import applicant, child, near, spouse

pytestmark = pytest.mark.django_db


def ask(change, employer):
    rep = employer.purchaser.representative.user
    with tenancy.as_user(rep), tenancy.staff():
        review = Review.objects.get(change=change)
        at = factories.NOW + timedelta(hours=1)
        services.ask_employer(review_id=review.pk, by=rep, at=at, question="Which birth date is right?")


def kay():
    return applicant("Kay", "Lund", born=date(1975, 6, 2), number="533-44-5518")


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
    number, (waiting, asked) = figure(page, "In review")
    assert number == len(desk.get(waiting).context["page"].object_list) == 2
    assert [change.pk for change in desk.get(asked).context["page"].object_list] == [held[0].pk]
    assert "Action needed: 1 request needs your answer" in page
    assert "?state=action_needed" not in home_of_nobody()


def home_of_nobody():
    other, client = factories.Employer("Other"), Client()
    client.force_login(other.administrator)
    return client.get(reverse("home")).content.decode()


def test_a_dependent_whose_coverage_ends_alone_is_on_home_and_among_those_ending_soon(desk, employer):
    with time_machine.travel(factories.NOW, tick=True):
        family = employer.enroll(spouse(), child(), hired_on=date(2026, 9, 1))
        leaving = employer.enroll(
            child("Ola", "Lund", born=date(2015, 7, 4), number="345-67-8913"), employee=kay(), hired_on=date(2026, 9, 1)
        )
        employer.enroll(employee=applicant("Zed", "Quist", born=date(1970, 1, 1), number="456-78-9123"))
        with employer.scope():
            ben = family.enrollment.coverages.get(relationship="01").person_id
        employer.end(family, person_ids=[ben], reason=EndReason.DIVORCE, event_on=date(2026, 11, 20))
        employer.end(leaving, event_on=date(2026, 12, 20))
        page = desk.get(reverse("home"))
        number, (address,) = figure(page.content.decode(), "Coverage ending within 60 days")
        roster = desk.get(address)
        everybody = desk.get(reverse("roster")).content.decode()
    assert [(each.name, each.last_day) for each in page.context["ending"]] == [
        ("Ben Morales", date(2026, 11, 30)),
        ("Kay Lund", date(2026, 12, 31)),
    ]
    assert number == roster.context["total"] == 2
    assert roster.content.decode().count('class="name"') == 2
    assert everybody.count('<span class="sub">Ben ends 11/30/2026</span>') == 1
    assert "Ola ends" not in everybody


def test_a_dependent_of_a_unit_one_may_not_see_is_not_on_home(client, employer):
    with time_machine.travel(factories.NOW, tick=True):
        family = employer.enroll(spouse(), hired_on=date(2026, 9, 1))
        with employer.scope():
            ben = family.enrollment.coverages.get(relationship="01").person_id
        employer.end(family, person_ids=[ben], reason=EndReason.DIVORCE, event_on=date(2026, 11, 20))
        elsewhere, clerk = factories.unit(employer.purchaser, code="002", name="Elsewhere"), factories.user("Sam")
        factories.grant(clerk, employer.purchaser, units=[elsewhere.pk])
        client.force_login(clerk)
        page = client.get(reverse("home"))
    assert (page.context["families_ending"], page.context["ending"]) == (0, [])
    assert "Ben Morales" not in page.content.decode()
