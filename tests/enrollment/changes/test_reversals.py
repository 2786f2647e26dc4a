"""A reversal goes back to exactly what held before, or says what is in the way."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from enrollment import services
from enrollment.rules.codes import EndReason
from tests import factories
from tests.enrollment.changes.ends import covered, joined, person, undo, worked
from tests.factories import child, spouse

pytestmark = pytest.mark.django_db
JANUARY = datetime(2027, 1, 5, 18, tzinfo=UTC)


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


def test_an_end_is_not_reversed_once_the_employee_is_hired_again(employer):
    """Two ends, and a hire before the last day worked of the first: coverage would fit, employment would not."""
    family = employer.enroll(hired_on=date(2026, 9, 1))
    employer.end(family, event_on=date(2027, 1, 15))
    second = employer.end(family, event_on=date(2026, 12, 10))
    employer.enroll(hired_on=date(2027, 1, 5), at=JANUARY)
    with pytest.raises(services.CannotReverse, match="hired again since"):
        undo(employer, second)


def test_who_joined_late_and_ended_alone_is_restored(employer):
    family = employer.enroll(hired_on=date(2026, 9, 1))
    together = employer.end(family, event_on=date(2026, 12, 10))
    joined(employer, family, child())
    whose = [person(employer, "19")]
    alone = employer.end(family, person_ids=whose, reason=EndReason.VOLUNTARY, event_on=date(2026, 11, 5))
    undo(employer, together)
    undo(employer, alone)
    assert covered(employer) == [("18", None), ("19", None)]


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
