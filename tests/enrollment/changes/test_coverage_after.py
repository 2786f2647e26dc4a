"""What a command would leave standing, beside what it leaves once it is submitted."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from access import tenancy
from enrollment import services
from enrollment.commands import ReverseEnd
from enrollment.models import Coverage, Review
from enrollment.rules.codes import EndReason
from enrollment.rules.people import Address
from enrollment.services.changes import kind_of
from tests import factories
from tests.enrollment.changes.proposals import HIRED, Group, after, compared, now
from tests.factories import NOW, TODAY, child, spouse

pytestmark = pytest.mark.django_db
OAK = Address("7 Oak St", "Fresno", "CA", "93701")


DOT, EVE = child("Dot", number="567-89-1234", born=date(2021, 6, 1)), child("Eve", number="", born=date(2026, 11, 20))
NEWBORN = replace(EVE, no_number_reason="newborn")


def rehired(of, lines=1):
    of.done(of.end(of.enrolled(), reason=EndReason.VOLUNTARY, on=date(2026, 12, 18)))
    return of.employer.add_employee(hired_on=HIRED, offerings=of.lines[:lines])


def ended(of, lines=1, on=TODAY, reason=EndReason.QUIT):
    family = of.enrolled(lines=lines)
    of.done(of.end(family, on=on, reason=reason))
    return family


def reversed_after_the_employee(of):
    family = of.enrolled(child(), lines=2)
    end = of.done(of.end(family, "19", reason=EndReason.VOLUNTARY))
    of.done(of.end(family, on=date(2026, 12, 18)))
    return ReverseEnd(end.pk, "Entered twice")


def corrected_and_reversed(of):
    family = of.enrolled(spouse(), lines=2, hired_on=date(2026, 10, 26))
    end = of.done(of.end(family))
    of.done(of.correct("Ben", birth_date=date(1985, 2, 12)))
    return ReverseEnd(end.pk, "Entered twice")


def corrected(of, **facts):
    of.enrolled(spouse(), lines=3)
    return of.correct("Ben", **facts)


def in_two_families(of):
    """Ben is covered by Ana, and in one more line by his own work."""
    of.enrolled(spouse(), lines=2)
    of.lines = of.lines[::-1]
    of.enrolled(employee=replace(spouse(), relationship="18"))
    return of.correct("Ben", birth_date=date(1985, 2, 12))


# Commands of each kind, with what stands before them.
CASES = {
    "a new employee alone": lambda of: of.employer.add_employee(hired_on=HIRED),
    "a family in three lines, of which some people waive some": lambda of: of.employer.add_employee(
        spouse(waives=("vision",)), child(waives=("dental", "vision")), hired_on=HIRED, offerings=of.lines
    ),
    "an employee who starts later": lambda of: of.employer.add_employee(child(), hired_on=date(2027, 1, 11)),
    "a rehire whose earlier coverage is not over": rehired,
    "a rehire in a line that ended and one that was never taken": lambda of: rehired(of, lines=2),
    "a spouse in all lines": lambda of: factories.dependents(of.enrolled(lines=3), spouse()),
    "a newborn from the day of birth, before today": lambda of: factories.dependents(
        of.enrolled(child(), lines=2), NEWBORN, event="birth", event_on=date(2026, 11, 20)
    ),
    "two children who join an ended family until its last day": lambda of: factories.dependents(
        ended(of, lines=2), child(), replace(DOT, waives=("dental",)), event="adoption", event_on=date(2026, 11, 2)
    ),
    "a child who joins before the employee's coverage starts": lambda of: factories.dependents(
        of.enrolled(hired_on=date(2026, 10, 5)), child(), event="adoption", event_on=date(2026, 11, 2)
    ),
    "an end of the whole family": lambda of: of.end(of.enrolled(spouse(), child(), lines=3)),
    "an end in the past": lambda of: of.end(of.enrolled(spouse(), lines=2), on=date(2026, 10, 20)),
    "an end of some people": lambda of: of.end(
        of.enrolled(spouse(), child(), lines=2), "01", reason=EndReason.DIVORCE, on=date(2026, 11, 3)
    ),
    "an end of one line": lambda of: of.end(
        of.enrolled(spouse(), lines=3), reason=EndReason.VOLUNTARY, lines=["dental"]
    ),
    "an end of one line for one person": lambda of: of.end(
        of.enrolled(spouse(), lines=2), "01", reason=EndReason.VOLUNTARY, lines=["medical"]
    ),
    "an end before the first day": lambda of: of.end(of.enrolled(spouse(), lines=2, hired_on=date(2026, 10, 26))),
    "an enrollment in error": lambda of: of.end(
        of.enrolled(spouse(), hired_on=date(2026, 10, 26)), reason=EndReason.ENTERED_IN_ERROR, on=None
    ),
    "an end on an earlier day than that of before": lambda of: of.end(
        ended(of, on=date(2026, 12, 20)), reason=EndReason.DISCHARGED, on=date(2026, 11, 3)
    ),
    "a death, however long ago": lambda of: of.end(
        of.enrolled(spouse(), lines=2), "01", reason=EndReason.DEATH, on=date(2026, 10, 10)
    ),
    "a child at the age limit": lambda of: of.end(
        of.enrolled(child(born=date(2001, 2, 5))), "19", reason=EndReason.DEPENDENT_AGE, on=None
    ),
    "work that ends after coverage": lambda of: of.end(
        ended(of, reason=EndReason.VOLUNTARY, on=date(2026, 11, 20)), on=date(2026, 12, 18)
    ),
    "a reversal": lambda of: of.reverse(of.enrolled(spouse(), child(), lines=2)),
    "a reversal of an end of some": lambda of: of.reverse(
        of.enrolled(spouse(), child()), "19", reason=EndReason.VOLUNTARY
    ),
    "a reversal of what never started": lambda of: of.reverse(
        of.enrolled(spouse(), lines=2, hired_on=date(2026, 10, 26))
    ),
    "a reversal to an earlier end": lambda of: of.reverse(
        ended(of, on=date(2026, 12, 20)), reason=EndReason.DISCHARGED, on=date(2026, 11, 3)
    ),
    "a reversal of a child's end where the employee ends since": reversed_after_the_employee,
    "a reversal of what never started, after a corrected birth date": corrected_and_reversed,
    "a corrected birth date in three lines": lambda of: corrected(of, birth_date=date(1985, 2, 12)),
    "a corrected address": lambda of: corrected(of, address=OAK),
    "a corrected name": lambda of: corrected(of, name=replace(spouse().name, first="Benno")),
    "a corrected birth date of someone in two families": in_two_families,
}
WITHOUT_EFFECT = {"work that ends after coverage", "a corrected address", "a corrected name"}


@pytest.fixture
def group():
    return Group()


@pytest.mark.parametrize("case", CASES)
def test_what_stands_after_a_command_is_what_was_proposed(group, case):
    command = CASES[case](group)
    expected, before = after(group, command)
    assert (expected == compared(before, before)) == (case in WITHOUT_EFFECT)
    group.done(command)
    assert now(group, before) == expected


def test_a_proposal_names_each_family_with_its_unit(group):
    with group.scope():
        (new,) = group.proposed(group.employer.add_employee(child()))
    assert (new.unit_id, new.subscriber, new.replaced) == (group.employer.unit.pk, None, ())
    command = in_two_families(group)
    with group.scope():
        people = {each.person_id for each in Coverage.objects.filter(relationship="18")}
        found = group.proposed(command)
    assert {(each.unit_id, each.subscriber) for each in found} == {(new.unit_id, person) for person in people}
    assert [len(each.rows) for each in sorted(found, key=lambda each: len(each.rows))] == [1, 2]


def test_one_person_in_several_lines_is_one_person(group):
    with group.scope():
        (new,) = group.proposed(group.employer.add_employee(child(), offerings=group.lines))
    assert sorted(Counter(each.person for each in new.rows).values()) == [3, 3]


def test_an_employee_on_file_is_named_and_starts_after_the_earlier_coverage(group):
    command = rehired(group)
    with group.scope():
        (again,) = group.proposed(command)
        assert again.subscriber == Coverage.objects.filter(relationship="18").latest("pk").person_id
    assert [(each.person, each.starts_on) for each in again.rows] == [(again.subscriber, date(2027, 1, 1))]


def test_an_earlier_last_day_that_nobody_has_allowed_does_not_count(group):
    command = group.end(group.enrolled())
    with group.scope():
        known = group.proposed(command)
        asked = replace(command, earlier=date(2026, 10, 31), earlier_reason="Left long ago")
        assert group.proposed(asked) == known
        assert [each.ends_on for each in known[0].rows] == [command.last_day]


def test_a_request_that_is_held_proposes_what_its_approval_writes(group):
    factories.Employer("First").enroll()
    command = group.employer.add_employee(spouse(), employee=factories.near(), offerings=group.lines)
    expected, before = after(group, command)
    with group.scope():
        held = services.submit(command=command, submission=group.employer.submission())
    assert (held.state, now(group, before)) == ("in_review", Counter())
    rep = group.employer.purchaser.representative.user
    with tenancy.as_user(rep), tenancy.staff():
        review = Review.objects.get(change=held)
        services.settle(review_id=review.pk, identities={0: None, 1: None}, by=rep, at=NOW, note="Another person")
    assert now(group, before) == expected


# What writes, locks, or reads what others report.
FORBIDDEN = ("INSERT ", "UPDATE", "DELETE ", "FOR KEY SHARE", "pg_advisory", "portal_match", "enrollment_survivor")


@pytest.mark.parametrize("case", CASES)
def test_a_proposal_reads_this_employers_rows_and_locks_and_writes_nothing(group, case):
    command = CASES[case](group)
    with group.scope():
        family = group.family_of(command)
        with CaptureQueriesContext(connection) as asked:
            kind_of(command).coverage_after(command, family, group.employer.submission())
    statements = [each["sql"] for each in asked.captured_queries]
    assert statements
    assert [each for each in statements if any(word in each for word in FORBIDDEN)] == []
