"""The case names what would prevent "Same person" before the decision, and only there."""

from datetime import date

import pytest
from django.urls import reverse

from access import tenancy
from enrollment import services
from enrollment.models import Review
from tests import factories
from tests.factories import NOW, child, near

pytestmark = pytest.mark.django_db
NOT_ENDED = "earlier employment, from October 5, 2026, is still open. End that coverage first."
OVERLAPS = "Enter a date of hire after the last day worked of the earlier employment."


def hire_again(employer, hired_on):
    return employer.enroll(employee=near(born=date(1986, 4, 29)), hired_on=hired_on)


def review_of(held):
    with tenancy.as_user(None), tenancy.staff():
        return Review.objects.get(change=held).pk


def case(client, review):
    page = client.get(reverse("admin:enrollment_review_case", args=[review])).content.decode()
    assert "Submitted by the employer" in page
    return page.replace("&#x27;", "'")


def page_and_refusal(client, employer, held, person):
    """The warning on the case, and the refusal after choosing "Same person"."""
    rep = employer.purchaser.representative.user
    client.force_login(rep)
    review = review_of(held)
    page = case(client, review)
    try:
        with tenancy.as_user(rep), tenancy.staff():
            services.settle(review_id=review, identities={0: person}, by=rep, at=NOW, note="Seen")
    except services.CannotDecide as refusal:
        return page, str(refusal)
    return page, ""


def test_an_employment_that_is_open_and_a_coverage_are_both_said(client, employer):
    ana = employer.enroll().person_id
    page, refusal = page_and_refusal(client, employer, hire_again(employer, date(2026, 11, 2)), ana)
    assert page.count("Can't choose this yet:") == 2
    assert "Can't choose this yet: Ana Morales is already covered." in page
    assert NOT_ENDED in page
    assert refusal == "Ana Morales is already covered. Coverage by Gold HMO started on December 1, 2026."


def test_an_employment_that_overlaps_is_said(client, employer):
    first = employer.enroll(hired_on=date(2026, 9, 1))
    employer.end(first, event_on=date(2026, 11, 20))
    page, refusal = page_and_refusal(client, employer, hire_again(employer, date(2026, 11, 10)), first.person_id)
    assert (f"Can't choose this yet: {OVERLAPS}" in page, refusal) == (True, OVERLAPS)


def test_a_dependent_who_is_covered_in_another_family_is_said(client, employer):
    cora = factories.applicant("Zed", "Quist", born=date(1970, 1, 1), number="456-78-9123")
    employer.enroll(child(), employee=cora)
    family = employer.enroll()
    added = factories.dependents(family, child(number="", born=date(2019, 3, 11)))
    with employer.scope():
        held = services.submit(command=added, submission=employer.submission())
    with tenancy.as_user(None), tenancy.staff():
        other = Review.objects.get(change=held).candidates.get().person_id
    page, refusal = page_and_refusal(client, employer, held, other)
    assert "Can't choose this yet: Cora Morales is already covered." in page
    assert refusal == "Cora Morales is already covered. Coverage by Gold HMO started on December 1, 2026."


def test_nothing_is_said_where_nothing_is_in_the_way(client, employer):
    """Employment and coverage at another employer do not prevent it."""
    ana = factories.Employer("Other").enroll().person_id
    page, refusal = page_and_refusal(client, employer, hire_again(employer, date(2026, 10, 5)), ana)
    assert ("Can't choose this yet" in page, refusal) == (False, "")


def test_a_settled_case_says_nothing_of_the_kind(client, employer):
    ana = employer.enroll(hired_on=date(2026, 9, 1))
    employer.end(ana, event_on=date(2026, 9, 20), attested=True)
    held = hire_again(employer, date(2026, 10, 5))
    assert page_and_refusal(client, employer, held, ana.person_id)[1] == ""
    assert "Can't choose this yet" not in case(client, review_of(held))
