"""One rule for each day of an end, whoever announces it, whenever it is asked for."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from access import tenancy
from access.admission import Admission
from enrollment import services
from enrollment.commands import EndCoverage
from enrollment.queries.roster.aging import aging
from enrollment.rules.codes import EndReason, Relationship
from tests import factories
from tests.enrollment.changes.ends import covered, person, previewed, undo, worked
from tests.factories import child, spouse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("end_rule", ["last_day_of_month", "last_day_worked"])
@pytest.mark.parametrize("age_out", [("end_of_month", date(2026, 12, 31)), ("birthday", date(2026, 12, 19))])
def test_the_end_at_the_age_limit_is_the_day_that_was_announced(end_rule, age_out):
    rule, last_day = age_out
    employer = factories.Employer(end_rule=end_rule, age_out_rule=rule)
    parent = factories.applicant(born=date(1970, 4, 28))
    family = employer.enroll(child("Soon", born=date(2000, 12, 20)), employee=parent, hired_on=date(2026, 9, 1))
    with employer.scope():
        announced = aging(Admission.of(employer.grant), date(2026, 12, 2), at_most=8)
    assert [each.last_day for each in announced] == [last_day]
    whose = [person(employer, "19")]
    employer.end(family, person_ids=whose, reason=EndReason.DEPENDENT_AGE, event_on=date(2026, 12, 20))
    assert covered(employer) == [("18", None), ("19", last_day)]


def test_a_child_far_from_the_age_limit_does_not_reach_it(employer):
    family = employer.enroll(child())
    with pytest.raises(services.CannotEnd, match="doesn't reach the age limit until March 10, 2045"):
        employer.end(family, person_ids=[person(employer, "19")], reason=EndReason.DEPENDENT_AGE)


@pytest.mark.parametrize(
    ("relationship", "reason"),
    [("01", "dependent_age"), ("19", "divorce"), ("53", "legal_separation"), ("18", "dependent_age"), ("01", "quit")],
)
def test_a_reason_that_does_not_fit_is_neither_offered_nor_taken(client, employer, relationship, reason):
    other = {"01": spouse(), "53": replace(spouse(), relationship="53"), "19": child()}.get(relationship)
    family = employer.enroll(*([other] if other else []))
    whose = person(employer, relationship)
    client.force_login(employer.administrator)
    page = client.get(reverse("end_coverage", args=[whose]))
    assert reason not in dict(page.context["form"].fields["reason"].choices)
    with pytest.raises(services.CannotEnd, match="doesn't fit"):
        employer.end(family, person_ids=[] if relationship == "18" else [whose], reason=EndReason(reason))


@pytest.mark.parametrize("asked_on", [date(2026, 12, 20), date(2027, 1, 5)])
def test_the_terms_are_those_of_the_day_of_the_event(employer, asked_on):
    family = employer.enroll(hired_on=date(2026, 9, 1))
    with tenancy.scope(employer.purchaser), tenancy.staff():
        given = factories.given(employer.purchaser)
        services.set_unit_rules(unit=employer.unit, effective_on=date(2027, 1, 1), end_rule="last_day_worked", **given)
    found = previewed(employer, family, event_on=date(2026, 12, 18), today=asked_on)
    assert (found.computed.on, found.last_day) == (date(2026, 12, 31), date(2026, 12, 31))
    after = previewed(employer, family, event_on=date(2027, 1, 4), today=date(2027, 1, 5))
    assert after.last_day == date(2027, 1, 4)


def test_the_limit_back_is_that_of_the_day_of_the_event(employer):
    family = employer.enroll(hired_on=date(2026, 9, 1))
    with tenancy.scope(employer.purchaser), tenancy.staff():
        rules = {"retro_kind": "month_of_receipt"} | factories.given(employer.purchaser)
        services.set_unit_rules(unit=employer.unit, effective_on=date(2027, 1, 1), **rules)
    assert previewed(employer, family, event_on=date(2026, 12, 18), today=date(2027, 1, 5)).limit.on == date(
        2026, 11, 30
    )


def test_a_second_end_moves_the_last_day_worked_too(employer):
    family = employer.enroll(spouse(), hired_on=date(2026, 9, 1))
    employer.end(family, event_on=date(2027, 1, 15))
    second = employer.end(family, event_on=date(2026, 12, 10))
    assert covered(employer) == [("01", date(2026, 12, 31)), ("18", date(2026, 12, 31))]
    assert worked(employer) == [(date(2026, 12, 10), "quit")]
    reversal = undo(employer, second)
    assert covered(employer) == [("01", date(2027, 1, 31)), ("18", date(2027, 1, 31))]
    assert worked(employer) == [(date(2027, 1, 15), "quit")]
    assert [(each["result"], each["on"], each["until"]) for each in reversal.outcome] == [
        ("restored_until", "2026-10-01", "2027-01-31")
    ] * 2


def test_every_relationship_has_reasons():
    assert all(EndReason.for_relationship(each) for each in Relationship)


def test_who_leaves_after_coverage_ended_can_be_hired_again(client, employer):
    family = employer.enroll(hired_on=date(2026, 9, 1))
    first = employer.end(family, reason=EndReason.VOLUNTARY, event_on=date(2026, 10, 20), attested=True)
    client.force_login(employer.administrator)
    page = client.get(reverse("person", args=[family.person_id])).content.decode()
    assert reverse("end_coverage", args=[family.person_id]) in page
    left = employer.end(family, event_on=date(2026, 11, 20))
    assert (covered(employer), worked(employer)) == ([("18", date(2026, 10, 31))], [(date(2026, 11, 20), "quit")])
    page = client.get(left.get_absolute_url()).content.decode()
    assert "Last day worked: November 20, 2026. Coverage had ended before." in page
    with pytest.raises(services.CannotReverse, match="end of this employee's work"):
        undo(employer, first)
    undo(employer, left)
    assert worked(employer) == [(None, "")]
    employer.end(family, event_on=date(2026, 11, 20))
    employer.enroll(hired_on=date(2026, 11, 23))
    assert covered(employer)[-1] == ("18", None)


@pytest.mark.parametrize(
    ("worked_on", "died_on", "field"),
    [(date(2026, 11, 20), date(2026, 11, 10), "last_day_worked"), (None, date(2026, 8, 10), "event_on")],
)
def test_nobody_works_after_death_or_dies_before_the_hire(employer, worked_on, died_on, field):
    family = employer.enroll(hired_on=date(2026, 9, 1))
    command = EndCoverage(
        enrollment_id=family.enrollment_id,
        person_ids=(),
        reason=EndReason.DEATH,
        event_on=died_on,
        last_day=died_on,
        attested=True,
        last_day_worked=worked_on,
    )
    with employer.scope(), pytest.raises(services.CannotEnd) as refusal:
        services.submit(command=command, submission=employer.submission())
    assert [each.field for each in refusal.value.problems] == [field]
