"""Database constraints, broken by raw SQL as the application's role."""

from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from enrollment.models import Change, PersonDetail
from tests import factories
from tests.factories import spouse

pytestmark = pytest.mark.django_db(transaction=True)

COLUMNS = (
    "purchaser_id, enrollment_id, person_id, relationship, plan_line, rated_birth_date, starts_on, ends_on, end_reason,"
    " ended_by_id, change_id, known_at, known_seq"
)


@pytest.fixture
def family(employer):
    return employer.enroll(spouse())


def refused(employer, statement, *arguments):
    """The constraint a statement breaks, immediately or at commit."""
    with pytest.raises(IntegrityError) as failure, employer.scope(), connection.cursor() as cursor:
        cursor.execute(statement, arguments)
    return failure.value.__cause__.diag.constraint_name


@pytest.mark.parametrize("later", [0, 10], ids=["the same period", "a period that overlaps"])
def test_one_person_is_covered_once_at_a_time(employer, family, later):
    values = COLUMNS.replace("starts_on,", "starts_on + %s,").replace("known_seq", "known_seq + 1")
    copy = f"INSERT INTO enrollment_coverage ({COLUMNS}) SELECT {values} FROM enrollment_coverage WHERE relationship = '18'"
    assert refused(employer, copy, later) == "coverage_no_overlap"


def test_the_last_day_may_be_the_day_before_the_next_first_day(employer, family):
    with employer.scope(), connection.cursor() as cursor:
        cursor.execute("UPDATE enrollment_coverage SET superseded_at = now(), superseded_seq = 9")
        for starts, ends in [("2026-12-01", "2026-12-31"), ("2027-01-01", None)]:
            cursor.execute(
                f"INSERT INTO enrollment_coverage ({COLUMNS}) SELECT purchaser_id, enrollment_id, person_id, relationship,"
                " plan_line, rated_birth_date, %s, %s, CASE WHEN %s::date IS NULL THEN '' ELSE 'quit' END,"
                " CASE WHEN %s::date IS NULL THEN NULL ELSE change_id END, change_id, now(), 10"
                " FROM enrollment_coverage WHERE relationship = '18' AND superseded_seq = 9",
                [starts, ends, ends, ends],
            )


def test_a_dependent_is_not_covered_outside_the_employees_period(employer, family):
    statement = "UPDATE enrollment_coverage SET superseded_at = now(), superseded_seq = 9 WHERE relationship = '18'"
    assert refused(employer, statement) == "coverage_dependent_inside_subscriber"


def test_coverage_names_a_change_of_its_own_purchaser(employer, family):
    other = factories.Employer("Other")
    theirs = other.enroll(
        employee=factories.applicant("Zed", "Quist", born=factories.date(1970, 1, 1), number="456789123")
    )
    statement = (
        f"INSERT INTO enrollment_coverage ({COLUMNS}) SELECT purchaser_id, enrollment_id, person_id, relationship, plan_line,"
        " rated_birth_date, '2020-01-01', '2020-02-01', 'quit', change_id, %s, now(), 1"
        " FROM enrollment_coverage WHERE relationship = '18'"
    )
    assert refused(employer, statement, theirs.pk) == "coverage_change_of_purchaser"


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ("due_at = now()", "change_in_review_has_due_time"),
        ("refusal = 'No'", "change_refused_has_reason"),
        ("state = 'reversed'", "change_reversed_by_change"),
        ("minutes_left = 5", "change_action_needed_stops_clock"),
        ("settled_at = now()", "change_settled_has_time"),
    ],
)
def test_a_state_and_its_facts_cannot_part(employer, family, facts, constraint):
    assert refused(employer, f"UPDATE enrollment_change SET {facts}") == constraint


def test_an_employment_does_not_overlap_another(employer, family):
    columns = "purchaser_id, unit_id, person_id, employee_number, employment_class, hired_on, end_reason, change_id"
    statement = f"INSERT INTO enrollment_employment ({columns}) SELECT {columns} FROM enrollment_employment"
    assert refused(employer, statement) == "employment_no_overlap"


def named(save):
    """The name of the constraint that refuses a row."""
    with pytest.raises(IntegrityError) as failure, transaction.atomic():
        save(force_insert=True)
    return failure.value.__cause__.diag.constraint_name


def test_a_submitted_request_has_its_confirmation_number(employer, family):
    with employer.scope():
        change = Change.objects.get(pk=family.pk)
        change.pk, change.idempotency_key, change.confirmation = uuid4(), "another", None
        assert named(change.save) == "change_submitted_unless_draft"


def test_two_current_details_of_one_person_at_one_purchaser(employer, family):
    with employer.scope():
        row = PersonDetail.objects.first()
        row.pk = None
        assert named(row.save) == "detail_one_current"


def test_nobody_waits_more_than_90_days():
    from access import tenancy
    from accounts.services import CannotSetUp, next_known_seq
    from enrollment import services
    from enrollment.models import UnitRules
    from enrollment.rules.codes import WaitingRule

    employer = factories.Employer()
    rule = {"waiting_rule": WaitingRule.FIRST_OF_MONTH_FOLLOWING_DAYS, "waiting_days": 61}
    with tenancy.scope(employer.purchaser), tenancy.staff():
        given = factories.given(employer.purchaser)
        with pytest.raises(CannotSetUp, match="90 days"):
            services.set_unit_rules(unit=employer.unit, effective_on=factories.TODAY, **given, **rule)
        row = UnitRules.objects.get(unit=employer.unit)
        row.pk, row.known_seq = None, next_known_seq([employer.unit.pk])[employer.unit.pk]
        row.waiting_rule, row.waiting_days = rule["waiting_rule"], rule["waiting_days"]
        assert named(row.save) == "unit_rules_wait_at_most_90_days"
