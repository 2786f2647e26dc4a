"""One rule for each day of an end, whoever announces it, whenever it is asked for."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from access import tenancy
from access.admission import Admission
from enrollment import services
from enrollment.commands import EndCoverage, ReverseEnd
from enrollment.models import Change, Coverage, Employment, Enrollment
from enrollment.queries.changes.ends import preview_end
from enrollment.queries.roster.aging import aging
from enrollment.rules.codes import EndReason, Relationship
from tests import factories
from tests.factories import child, spouse

pytestmark = pytest.mark.django_db
JANUARY = datetime(2027, 1, 5, 18, tzinfo=UTC)


def previewed(employer, change, *, reason=EndReason.QUIT, event_on=None, person_ids=(), today=factories.TODAY):
    with employer.scope():
        family = Enrollment.objects.get(pk=change.enrollment_id)
        return preview_end(
            family,
            person_ids=person_ids,
            reason=reason,
            event_on=event_on,
            purchaser=employer.purchaser,
            today=today,
        )


def covered(employer):
    with employer.scope():
        rows = Coverage.objects.known().order_by("relationship", "starts_on")
        return list(rows.values_list("relationship", "ends_on"))


def worked(employer):
    with employer.scope():
        return list(Employment.objects.filter(voided_at=None).values_list("last_day_worked", "end_reason"))


def person(employer, relationship):
    with employer.scope():
        return Coverage.objects.filter(relationship=relationship).latest("pk").person_id


def undo(employer, end):
    with employer.scope():
        command = ReverseEnd(change_id=end.pk, reason="Entered twice")
        return services.submit(command=command, submission=employer.submission())


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
        services.set_unit_rules(unit=employer.unit, effective_on=date(2027, 1, 1), end_rule="last_day_worked")
    found = previewed(employer, family, event_on=date(2026, 12, 18), today=asked_on)
    assert (found.computed.on, found.last_day) == (date(2026, 12, 31), date(2026, 12, 31))
    after = previewed(employer, family, event_on=date(2027, 1, 4), today=date(2027, 1, 5))
    assert after.last_day == date(2027, 1, 4)


def test_the_limit_back_is_that_of_the_day_of_the_event(employer):
    family = employer.enroll(hired_on=date(2026, 9, 1))
    with tenancy.scope(employer.purchaser), tenancy.staff():
        services.set_unit_rules(unit=employer.unit, effective_on=date(2027, 1, 1), retro_kind="month_of_receipt")
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


def test_the_first_of_two_ends_is_not_reversed_before_the_second(employer):
    family = employer.enroll(hired_on=date(2026, 9, 1))
    first = employer.end(family, event_on=date(2027, 1, 15))
    second = employer.end(family, event_on=date(2026, 12, 10))
    with pytest.raises(services.CannotReverse, match=f"Reverse the later end, {second.confirmation}, first."):
        undo(employer, first)
    undo(employer, second)
    reversal = undo(employer, first)
    assert covered(employer) == [("18", None)]
    assert worked(employer) == [(None, "")]
    assert [(each["result"], each["on"]) for each in reversal.outcome] == [("restored", "2026-10-01")]


def test_a_dependent_is_restored_no_longer_than_the_employee(employer):
    """The spouse's end is reversed after the family's: both end together, and both go on together."""
    family = employer.enroll(spouse(), hired_on=date(2026, 9, 1))
    whose = [person(employer, "01")]
    alone = employer.end(family, person_ids=whose, reason=EndReason.DIVORCE, event_on=date(2026, 11, 3))
    together = employer.end(family, event_on=date(2026, 12, 10))
    reversal = undo(employer, alone)
    assert covered(employer) == [("01", date(2026, 12, 31)), ("18", date(2026, 12, 31))]
    assert reversal.outcome[0]["until"] == "2026-12-31"
    undo(employer, together)
    assert covered(employer) == [("01", None), ("18", None)]


def test_the_receipt_of_a_reversal_says_the_exact_dates(client, employer):
    family = employer.enroll(hired_on=date(2026, 9, 1))
    employer.end(family, event_on=date(2027, 1, 15))
    reversal = undo(employer, employer.end(family, event_on=date(2026, 12, 10)))
    client.force_login(employer.administrator)
    page = client.get(reversal.get_absolute_url()).content.decode()
    assert "Coverage restored from October 1, 2026 through January 31, 2027" in page


# --- enrolled in error ---


@pytest.mark.usefixtures("that_day")
def test_who_was_enrolled_in_error_was_never_covered_and_can_be_entered_again(client, employer):
    family = employer.enroll(spouse(), hired_on=date(2026, 9, 5))
    client.force_login(employer.administrator)
    address = reverse("end_coverage", args=[family.person_id])
    typed = {"reason": "entered_in_error", "last_day_worked": "", "event_on": "", "key": "one"}
    shown = client.post(address, typed)
    page = shown.content.decode()
    assert "Canceled: coverage from November 1, 2026 never takes effect." in page
    last = shown.context["preview"].last_day
    assert last == date(2026, 10, 31)
    done = client.post(address, typed | {"submit": "1", "shown": last.isoformat(), "attested": "on"})
    assert done.status_code == 302
    receipt = client.get(done["Location"]).content.decode()
    assert "Canceled: coverage from November 1, 2026 never took effect" in receipt
    assert (covered(employer), worked(employer)) == ([], [])
    employer.enroll(hired_on=date(2026, 10, 20))
    assert covered(employer) == [("18", None)]


def test_enrolled_in_error_is_reversed_to_what_it_was(employer):
    family = employer.enroll(spouse(), hired_on=date(2026, 9, 5))
    undo(employer, employer.end(family, reason=EndReason.ENTERED_IN_ERROR, event_on=None, attested=True))
    assert covered(employer) == [("01", None), ("18", None)]
    assert worked(employer) == [(None, "")]


def test_an_old_enrollment_in_error_is_for_a_representative(employer):
    family = employer.enroll(hired_on=date(2026, 7, 1), at=datetime(2026, 8, 1, tzinfo=UTC))
    with pytest.raises(services.CannotEnd, match="Only your representative can cancel"):
        employer.end(family, reason=EndReason.ENTERED_IN_ERROR, event_on=None, attested=True)
    found = previewed(employer, family, reason=EndReason.ENTERED_IN_ERROR)
    command = EndCoverage(
        enrollment_id=family.enrollment_id,
        person_ids=(),
        reason=EndReason.ENTERED_IN_ERROR,
        event_on=found.event_on,
        last_day=found.last_day,
        attested=True,
        earlier=found.last_day,
        earlier_reason="Never worked here",
    )
    with employer.scope():
        change = services.submit(command=command, submission=employer.submission())
    assert (change.state, covered(employer)) == (Change.State.IN_REVIEW, [("18", None)])


def test_only_the_dependent_entered_in_error_is_canceled(employer):
    family = employer.enroll(spouse(), child(), hired_on=date(2026, 9, 5))
    whose = [person(employer, "19")]
    employer.end(family, person_ids=whose, reason=EndReason.ENTERED_IN_ERROR, event_on=None, attested=True)
    assert covered(employer) == [("01", None), ("18", None)]
    assert worked(employer) == [(None, "")]


def test_every_relationship_has_reasons():
    assert all(EndReason.for_relationship(each) for each in Relationship)


def test_a_canceled_enrollment_is_not_reversed_beside_the_one_that_replaced_it(employer):
    canceled = employer.end(
        employer.enroll(hired_on=date(2026, 9, 5)), reason=EndReason.ENTERED_IN_ERROR, event_on=None, attested=True
    )
    again = employer.enroll(hired_on=date(2026, 9, 5))
    with pytest.raises(services.CannotReverse, match="enrolled again since") as refusal:
        undo(employer, canceled)
    assert refusal.value.see == again


def test_an_end_is_not_reversed_once_the_employee_is_hired_again(employer):
    """Two ends, and a hire before the last day worked of the first: coverage would fit, employment would not."""
    family = employer.enroll(hired_on=date(2026, 9, 1))
    employer.end(family, event_on=date(2027, 1, 15))
    second = employer.end(family, event_on=date(2026, 12, 10))
    employer.enroll(hired_on=date(2027, 1, 5), at=JANUARY)
    with pytest.raises(services.CannotReverse, match="hired again since"):
        undo(employer, second)


# --- who joins a family that ends ---

OLGA = factories.applicant("Olga", "Petrov", number="533-44-5518", born=date(1979, 7, 8))


def joined(employer, family, *people, on=date(2026, 11, 2)):
    with employer.scope():
        command = factories.dependents(family, *people, event="adoption", event_on=on)
        return services.submit(command=command, submission=employer.submission())


def test_who_joins_a_family_that_ends_is_covered_as_long_as_the_employee(client, employer):
    family = employer.enroll(hired_on=date(2026, 9, 1))
    end = employer.end(family, event_on=date(2026, 12, 10))
    change = joined(employer, family, child())
    assert covered(employer) == [("18", date(2026, 12, 31)), ("19", date(2026, 12, 31))]
    client.force_login(employer.administrator)
    page = client.get(change.get_absolute_url()).content.decode()
    assert "Covered from November 2, 2026 through December 31, 2026, like the employee" in page
    undo(employer, end)
    assert covered(employer) == [("18", None), ("19", None)]


def test_who_is_covered_elsewhere_until_the_family_ends_cannot_join_it(employer):
    """The child is in the family of another employee until the day on which this one ends."""
    other = employer.enroll(child(), employee=OLGA, hired_on=date(2026, 9, 1))
    employer.end(other, event_on=date(2026, 12, 10))
    family = employer.enroll(hired_on=date(2026, 9, 1))
    employer.end(family, event_on=date(2026, 12, 15))
    with pytest.raises(services.CannotEnroll, match="has other coverage until the employee's ends on December 31"):
        joined(employer, family, child())


def test_each_dependent_starts_on_a_day_of_their_own(employer):
    other = employer.enroll(child(), employee=OLGA, hired_on=date(2026, 9, 1))
    employer.end(other, event_on=date(2026, 12, 10))
    family = employer.enroll(hired_on=date(2026, 9, 1))
    change = joined(employer, family, child(), child("Ida", number="356-78-9123", born=date(2012, 5, 5)))
    assert [each["on"] for each in change.outcome] == ["2027-01-01", "2026-11-02"]


def test_who_joined_late_and_ended_alone_is_restored(employer):
    family = employer.enroll(hired_on=date(2026, 9, 1))
    together = employer.end(family, event_on=date(2026, 12, 10))
    joined(employer, family, child())
    whose = [person(employer, "19")]
    alone = employer.end(family, person_ids=whose, reason=EndReason.VOLUNTARY, event_on=date(2026, 11, 5))
    undo(employer, together)
    undo(employer, alone)
    assert covered(employer) == [("18", None), ("19", None)]


# --- work that ends after coverage ---


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


# --- one spouse ---


def test_a_spouse_is_not_restored_beside_another(employer):
    family = employer.enroll(spouse(), hired_on=date(2026, 9, 1))
    divorce = employer.end(
        family, person_ids=[person(employer, "01")], reason=EndReason.DIVORCE, event_on=date(2026, 11, 3)
    )
    max_ = replace(spouse("Max", number="356-78-9123"), relationship="53")
    with employer.scope():
        command = factories.dependents(family, max_, event="marriage", event_on=date(2026, 11, 10))
        added = services.submit(command=command, submission=employer.submission())
    with pytest.raises(services.CannotReverse, match="Another spouse or partner") as refusal:
        undo(employer, divorce)
    assert refusal.value.see == added


def test_a_spouse_who_starts_later_counts_already(employer):
    family = employer.enroll(hired_on=date(2026, 9, 1))
    with employer.scope():
        command = factories.dependents(family, spouse(), event="marriage", event_on=date(2026, 11, 10))
        services.submit(command=command, submission=employer.submission())
    with pytest.raises(services.CannotEnroll, match="only one spouse or partner"):
        joined(employer, family, replace(spouse("Max", number="356-78-9123"), relationship="53"), on=date(2026, 11, 15))


# --- days that cannot be, and a second press ---


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


@pytest.mark.usefixtures("that_day")
def test_a_second_press_of_an_end_in_error_finds_the_receipt(client, employer):
    family = employer.enroll(hired_on=date(2026, 9, 5))
    client.force_login(employer.administrator)
    address = reverse("end_coverage", args=[family.person_id])
    typed = {"reason": "entered_in_error", "last_day_worked": "", "event_on": "", "key": "one", "attested": "on"}
    sent = typed | {"submit": "1", "shown": "2026-10-31", "seen": client.post(address, typed).context["seen"]}
    first, second = client.post(address, sent), client.post(address, sent)
    assert (first.status_code, second.status_code, second["Location"]) == (302, 302, first["Location"])


def test_a_draft_of_a_family_that_was_canceled_says_so(client, employer):
    family = employer.enroll(hired_on=date(2026, 9, 5))
    client.force_login(employer.administrator)
    event = {"event": "lost_coverage", "event_on": "11/10/2026"}
    pk = client.post(reverse("add_dependents", args=[family.person_id]), event)["Location"].split("/")[2]
    employer.end(family, reason=EndReason.ENTERED_IN_ERROR, event_on=None, attested=True)
    for page in ("draft_dependents", "draft_check"):
        assert client.get(reverse(page, args=[pk])).status_code in (200, 302, 422)
