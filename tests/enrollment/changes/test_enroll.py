from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from access import tenancy
from accounts.models import Activity, Job
from enrollment import services
from enrollment.models import Candidate, Change, Coverage, FollowUp, Person, PersonDetail, Review, RosterLine
from tests import factories
from tests.factories import applicant, child, near, spouse

pytestmark = pytest.mark.django_db


def coverage_of(employer):
    with employer.scope():
        rows = Coverage.objects.known().order_by("relationship")
        return list(rows.values_list("relationship", "starts_on", "ends_on"))


def persons():
    with tenancy.as_user(None), tenancy.matching():
        return Person.objects.count()


def test_a_family_that_is_new_is_covered_at_once():
    employer = factories.Employer()
    change = employer.enroll(spouse(), child())
    assert change.state == Change.State.COMPLETED
    assert coverage_of(employer) == [
        ("01", date(2026, 12, 1), None),
        ("18", date(2026, 12, 1), None),
        ("19", date(2026, 12, 1), None),
    ]
    assert [person["name"] for person in change.outcome] == ["Ana Morales", "Ben Morales", "Cora Morales"]
    with employer.scope():
        line = RosterLine.objects.get()
        assert (line.name, line.starts_on, line.in_review) == ("Morales, Ana", date(2026, 12, 1), False)
        assert Activity.objects.filter(verb="enrolled", object_id=str(change.pk)).count() == 1
        assert Job.objects.filter(kind="enrollment.mail_outcome").count() == 1


def test_somebody_on_file_for_certain_keeps_their_record():
    first, second = factories.Employer("First"), factories.Employer("Second")
    first.enroll()
    change = second.enroll()
    assert change.state == Change.State.COMPLETED
    assert persons() == 1
    with second.scope():
        assert PersonDetail.objects.count() == 1


@pytest.mark.parametrize(
    "employee",
    [
        applicant(born=date(1986, 4, 29)),
        applicant(number="123-45-6789"),
        applicant(number="132-45-6788"),
        applicant("Anita"),
        applicant(last="Quist", address=None),
        applicant("Morales", "Ana"),
        applicant(number=""),
    ],
    ids=[
        "born a day later",
        "next number",
        "swapped digits",
        "a short form of the name",
        "married",
        "names exchanged",
        "no number, same street",
    ],
)
def test_whoever_every_rule_asks_for_is_certain(employee):
    first, second = factories.Employer("First"), factories.Employer("Second")
    first.enroll()
    assert second.enroll(employee=employee).state == Change.State.COMPLETED
    assert persons() == 1


@pytest.mark.parametrize(
    "employee",
    [
        near(),
        near(born=date(1986, 4, 29)),
        near(first="Anita"),
        near(last="Moralez"),
        applicant(number="456-78-9123"),
        applicant("Elisa", number="123-45-6789"),
        applicant(first="Berta", last="Quist", born=date(1970, 1, 1)),
    ],
    ids=[
        "same name and date",
        "born a day later",
        "a short form of the name",
        "one letter off",
        "another number",
        "a twin with the next number",
        "only the number",
    ],
)
def test_somebody_near_goes_to_a_representative_and_nothing_else_is_written(employee):
    first, second = factories.Employer("First"), factories.Employer("Second")
    first.enroll()
    change = second.enroll(spouse(), employee=employee)
    assert change.state == Change.State.IN_REVIEW
    assert change.due_at.isoformat() == "2026-11-25T17:00:00-08:00"
    assert persons() == 1
    assert coverage_of(second) == []
    with second.scope():
        assert PersonDetail.objects.count() == 0
        assert RosterLine.objects.values_list("name", "in_review").get() == (
            f"{employee.name.last}, {employee.name.first}",
            True,
        )
    with tenancy.scope(second.purchaser), tenancy.staff():
        assert Candidate.objects.count() == 1
        assert Review.objects.get().reasons == ["near"]


def test_one_near_dependent_holds_the_whole_family():
    first, second = factories.Employer("First"), factories.Employer("Second")
    first.enroll(child())
    change = second.enroll(
        replace(near(first="Cora", born=date(2019, 3, 10)), relationship="19"),
        employee=applicant("Eve", "Stone", born=date(1990, 1, 1), number="456-78-9123"),
    )
    assert change.state == Change.State.IN_REVIEW
    assert coverage_of(second) == []


def test_the_same_key_and_content_give_the_same_receipt():
    employer = factories.Employer()
    command = employer.add_employee()
    with employer.scope():
        first = services.submit(command=command, submission=employer.submission(key="once"))
        again = services.submit(command=command, submission=employer.submission(key="once"))
    assert again.pk == first.pk
    assert len(coverage_of(employer)) == 1


def test_the_same_key_with_other_content_is_refused_with_the_first_receipt():
    employer = factories.Employer()
    with employer.scope():
        first = services.submit(command=employer.add_employee(), submission=employer.submission(key="once"))
        with pytest.raises(services.KeyReused) as refusal:
            services.submit(command=employer.add_employee(spouse()), submission=employer.submission(key="once"))
    assert refusal.value.first == first


def test_a_new_request_for_somebody_covered_is_refused_with_a_link():
    employer = factories.Employer()
    first = employer.enroll()
    with pytest.raises(services.CannotEnroll, match="Ana Morales is already covered") as refusal:
        employer.enroll()
    assert refusal.value.see == first


def test_a_second_request_while_the_first_is_held_is_refused_with_a_link():
    first, second = factories.Employer("First"), factories.Employer("Second")
    first.enroll()
    employee = near()
    held = second.enroll(employee=employee)
    with pytest.raises(services.CannotEnroll, match="is already in review") as refusal:
        second.enroll(employee=employee)
    assert refusal.value.see == held


def test_a_medicare_plan_is_refused_and_a_working_person_over_65_is_not():
    employer = factories.Employer()
    medicare = factories.offering(employer.unit, plan_=factories.plan("Senior Advantage", medicare=True))
    older = applicant(born=date(1958, 4, 28))
    command = employer.add_employee(employee=older, offerings=[medicare])
    with employer.scope(), pytest.raises(services.MedicarePlan):
        services.submit(command=command, submission=employer.submission())
    assert employer.enroll(employee=older).state == Change.State.COMPLETED


@pytest.mark.parametrize(
    ("dependents", "message"),
    [
        ([spouse(), spouse("Carl", number="567-89-1234")], "A family can have only one spouse or partner"),
        ([child(), child()], "Cora Morales is entered twice"),
        (
            [child(born=date(2000, 11, 1))],
            "over the age limit of 26. The last day of coverage for this child would be November 30, 2026",
        ),
    ],
)
def test_people_who_cannot_be_a_family_are_refused_with_the_rule(dependents, message):
    employer = factories.Employer()
    with pytest.raises(services.CannotEnroll, match=message):
        employer.enroll(*dependents)
    assert coverage_of(employer) == []


def test_a_date_of_hire_too_long_ago_names_the_limit():
    employer = factories.Employer()
    with pytest.raises(services.CannotEnroll, match=r"started on September 1, 2026.*60 days"):
        employer.enroll(hired_on=date(2026, 8, 1))


def test_a_newborn_without_a_number_and_a_spouse_join_a_family_at_once():
    employer = factories.Employer()
    first = employer.enroll(hired_on=date(2026, 9, 1))
    newborn = child("Baby", number="", born=date(2026, 11, 10))
    command = factories.dependents(first, spouse(), newborn, event="birth", event_on=date(2026, 11, 10))
    with employer.scope():
        change = services.submit(command=command, submission=employer.submission())
        assert FollowUp.objects.values_list("due_on", flat=True).get() == date(2027, 1, 22)
    assert change.state == Change.State.COMPLETED
    assert coverage_of(employer) == [
        ("01", date(2026, 11, 10), None),
        ("18", date(2026, 10, 1), None),
        ("19", date(2026, 11, 10), None),
    ]


def test_a_twin_who_joins_the_family_of_the_other_is_family_not_a_stranger():
    employer = factories.Employer()
    first = employer.enroll(child("Ida", number="", born=date(2026, 11, 10)), hired_on=date(2026, 9, 1))
    twin = child("Ivo", number="", born=date(2026, 11, 10))
    with employer.scope():
        command = factories.dependents(first, twin, event="birth", event_on=date(2026, 11, 10))
        change = services.submit(command=command, submission=employer.submission())
    assert change.state == Change.State.COMPLETED


def test_more_held_requests_than_a_day_allows_alert_the_representative_once(settings):
    settings.REVIEWS_PER_DAY = 2
    first, second = factories.Employer("First"), factories.Employer("Second")
    first.enroll()
    for first_name in ("Ana", "Anna", "Anita", "Annie", "Ann"):
        assert second.enroll(employee=near(first_name)).state == Change.State.IN_REVIEW
    with second.scope():
        assert Job.objects.filter(kind="enrollment.mail_review_budget").count() == 1
        assert Activity.objects.filter(verb="review_budget_passed", staff_only=True).count() == 1


def test_a_plan_that_ends_later_is_still_offered_until_then(desk, employer):
    """What is offered is judged by the first day of coverage, not by today."""
    with tenancy.scope(employer.purchaser), tenancy.staff():
        given = factories.given(employer.purchaser)
        services.stop_offering(offering=employer.offering, last_day=date(2026, 12, 31), **given)
    page = desk.get(reverse("add_employee")).content.decode()
    assert "Gold HMO, through 12/31/2026" in page
    assert employer.enroll(hired_on=date(2026, 10, 5)).state == Change.State.COMPLETED
    with pytest.raises(services.CannotEnroll, match="isn't offered on the day coverage would start"):
        employer.enroll(employee=applicant("Olga", number="345-67-8912"), hired_on=date(2026, 12, 5))
