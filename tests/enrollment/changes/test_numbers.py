"""The number of its unit that every completed change takes once, and everything it writes there holds."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import EnrollmentUnit
from accounts.services import next_known_seq
from enrollment.models import BillTo, Change, Coverage
from enrollment.rules.people import Address
from tests import factories
from tests.enrollment.changes.corrections import corrected, detail
from tests.enrollment.changes.ends import joined, undo
from tests.factories import applicant, child, spouse

pytestmark = pytest.mark.django_db
HIRED = date(2026, 9, 1)
OAK = Address("7 Oak St", "Fresno", "CA", "93701")
NUMBERED = "known_seq = unit.known_seq + 1"


@pytest.fixture
def lines(employer):
    extra = [("Dental PPO", "dental"), ("Vision", "vision")]
    return [
        employer.offering,
        *(factories.offering(employer.unit, plan_=factories.plan(name, line=line)) for name, line in extra),
    ]


def last_number(employer):
    with employer.scope():
        return EnrollmentUnit.objects.get(pk=employer.unit.pk).known_seq


def written(employer, change):
    """The numbers of the coverage that a change made."""
    with employer.scope():
        return set(Coverage.objects.filter(change=change).values_list("known_seq", flat=True))


def test_every_kind_takes_one_number_and_writes_all_lines_under_it(employer, lines):
    number = last_number(employer)
    family = employer.enroll(spouse(), employee=applicant(), hired_on=HIRED, offerings=lines)
    joining = joined(employer, family, child())
    end = employer.end(family)
    back = undo(employer, end)
    birth = corrected(employer, "Ben", birth_date=date(1985, 2, 12))
    changes = [family, joining, end, back, birth]
    with employer.scope():
        kept = [Change.objects.get(pk=change.pk).known_seq for change in changes]
    assert kept == [number + turn for turn in range(1, 6)]
    assert last_number(employer) == number + 5
    assert [written(employer, change) for change in changes] == [{each} for each in kept]


def test_a_change_without_an_effect_on_the_bill_has_a_number_too(employer):
    employer.enroll(employee=applicant(), hired_on=HIRED)
    number = last_number(employer)
    moved = corrected(employer, "Ana", address=OAK)
    assert (moved.known_seq, last_number(employer)) == (number + 1, number + 1)
    assert written(employer, moved) == set()


def test_a_request_takes_its_number_when_it_is_completed(employer):
    factories.Employer("First").enroll()
    number = last_number(employer)
    held = employer.enroll(employee=factories.near())
    assert (held.state, held.known_seq, last_number(employer)) == ("in_review", None, number)


def test_the_number_is_taken_by_one_statement_however_many_lines(employer, lines):
    with CaptureQueriesContext(connection) as asked:
        employer.enroll(spouse(), employee=applicant(), hired_on=HIRED, offerings=lines)
    assert len([each for each in asked.captured_queries if NUMBERED in each["sql"]]) == 1


# What waits for another transaction.
WAITS = re.compile(
    r'FOR (NO KEY )?UPDATE|pg_advisory|UPDATE "enrollment_(person|persondetail|followup)"|INTO "enrollment_knownto"'
)


def test_nothing_waits_for_another_change_once_the_unit_is_locked(employer, lines):
    """Else two changes of people in two families could wait for each other: for a person's details and for the unit."""
    with CaptureQueriesContext(connection) as asked:
        family = employer.enroll(spouse(), employee=applicant(), hired_on=HIRED, offerings=lines)
        joined(employer, family, child())
        undo(employer, employer.end(family))
        corrected(employer, "Ben", birth_date=date(1985, 2, 12))
        corrected(employer, "Ana", address=OAK, moves=[detail(employer, "Ben").person_id])
    statements = [each["sql"] for each in asked.captured_queries]
    _before, *after = "\n".join(statements).split(NUMBERED)
    assert len(after) == 6
    for each in after:
        own = each.split("RELEASE SAVEPOINT")[0].split("set_config")[0]
        assert WAITS.findall(own) == []


def test_a_birth_date_rates_the_coverage_of_every_unit_under_that_units_number(employer):
    """Ben is covered by Ana and works in another unit."""
    west = factories.unit(employer.purchaser, code="002", name="West")
    factories.offering(west)
    ana = employer.enroll(spouse(), employee=applicant(), hired_on=HIRED)
    head, employer.unit = employer.unit, west
    vision = factories.offering(west, plan_=factories.plan("Vision", line="vision"))
    employer.enroll(employee=replace(spouse(), relationship="18"), hired_on=HIRED, offerings=[vision])
    with employer.scope():
        before = dict(EnrollmentUnit.objects.values_list("pk", "known_seq"))
    with CaptureQueriesContext(connection) as asked:
        change = corrected(employer, "Ben", birth_date=date(1985, 2, 12))
    assert change.state == "completed"
    assert len([each for each in asked.captured_queries if NUMBERED in each["sql"]]) == 1
    with employer.scope():
        rated = Coverage.objects.filter(change=change).values_list("enrollment__unit", "known_seq")
        assert dict(rated) == {head.pk: before[head.pk] + 1, west.pk: before[west.pk] + 1}
        assert change.known_seq == before[change.unit_id] + 1
        assert (
            Coverage.objects.known().filter(enrollment=ana.enrollment, rated_birth_date=date(1985, 2, 12)).count() == 1
        )


def refused(statement):
    with pytest.raises(DatabaseError) as failure, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return failure.value.__cause__.diag.constraint_name


def test_a_change_keeps_its_number_and_takes_only_its_units(employer):
    done = employer.enroll()
    with employer.scope():
        held = Change.objects.create(
            purchaser=employer.purchaser,
            unit=employer.unit,
            type="add_employee",
            payload={},
            channel="web",
            created_by=employer.administrator,
            created_at=factories.NOW,
            saved_at=factories.NOW,
        )
        assert refused("UPDATE enrollment_change SET known_seq = known_seq + 1 WHERE state = 'completed'") == (
            "enrollment_change_known_seq_stays"
        )
        assert refused(f"UPDATE enrollment_change SET known_seq = {done.known_seq - 1} WHERE id = '{held.pk}'") == (
            "enrollment_change_known_seq_taken"
        )
        assert refused(f"UPDATE enrollment_change SET known_seq = {done.known_seq} WHERE id = '{held.pk}'") == (
            "change_completed_has_time"
        )


COLUMNS = "purchaser_id, enrollment_id, payer, effective_on"
ADD = f"INSERT INTO enrollment_billto ({COLUMNS}, known_seq) SELECT {COLUMNS}, %s FROM enrollment_billto"


def test_who_pays_is_known_by_the_number_of_the_change_and_by_no_other(employer):
    family = employer.enroll()
    with employer.scope():
        assert BillTo.objects.get().known_seq == family.known_seq
        for number in ("0", "known_seq - 1", "known_seq + 1", "NULL"):
            assert refused(ADD % number) in ("enrollment_billto_known_seq_taken", None), number
        assert BillTo.objects.count() == 1


def test_a_correction_of_who_pays_is_a_newer_row_of_the_same_day(employer):
    family = employer.enroll(hired_on=HIRED)
    with employer.scope():
        number = next_known_seq([employer.unit.pk])[employer.unit.pk]
        facts = {"purchaser": employer.purchaser, "enrollment": family.enrollment, "effective_on": HIRED}
        BillTo.objects.create(payer=BillTo.Payer.MEMBER, known_seq=number, **facts)
        own = family.enrollment.bill_to
        assert (own.on(HIRED).payer, own.on(date(2026, 8, 31))) == (BillTo.Payer.MEMBER, None)
        assert own.filter(known_seq__lt=number).on(HIRED).payer == BillTo.Payer.GROUP
