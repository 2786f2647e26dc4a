"""What migrations do to rows from before them, as the owner of the tables."""

from importlib import import_module

import pytest
from django.db import connection, transaction
from django.db.utils import InternalError, ProgrammingError

from enrollment.models import Change, Coverage, Enrollment, Offering, Plan
from portal.database import as_owner
from tests import factories
from tests.enrollment.changes.corrections import corrected
from tests.factories import child

pytestmark = pytest.mark.django_db(transaction=True)
TABLES = {"enrollment_offering": "offering_line_of_plan", "enrollment_enrollment": "enrollment_offering_of_unit"}
TABLES["enrollment_coverage"] = "coverage_line_of_enrollment"


class Undo(Exception):
    """Ends a transaction without leaving anything."""


def as_before(cursor, lines):
    """The rows as they were when the line held the product type. `lines` are the old lines by plan code."""
    for table, key in TABLES.items():
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {key}")
    cursor.execute("ALTER TABLE enrollment_plan DROP CONSTRAINT plan_line_known")
    cursor.execute("ALTER TABLE enrollment_coverage DROP CONSTRAINT coverage_no_overlap")
    cursor.execute("UPDATE enrollment_plan SET product = ''")
    for code, line in lines.items():
        own = "SELECT o.id FROM enrollment_offering o JOIN enrollment_plan p ON p.id = o.plan_id WHERE p.code = %s"
        families = f"SELECT id FROM enrollment_enrollment WHERE offering_id IN ({own})"
        cursor.execute(
            f"UPDATE enrollment_coverage SET plan_line = %s WHERE enrollment_id IN ({families})", [line, code]
        )
        cursor.execute(f"UPDATE enrollment_enrollment SET plan_line = %s WHERE offering_id IN ({own})", [line, code])
        cursor.execute(f"UPDATE enrollment_offering SET plan_line = %s WHERE id IN ({own})", [line, code])
        cursor.execute("UPDATE enrollment_plan SET line = %s WHERE code = %s", [line, code])
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table, key in TABLES.items():
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {key} {migration().KEYS[table][1]}")


def migration():
    return import_module("enrollment.migrations.0013_lines_of_coverage")


def carried_over(lines):
    """{(plan code, product, line of plan, offering, enrollment and coverage)} after the migration."""
    found = set()
    with as_owner():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                as_before(cursor, lines)
                cursor.execute(migration().CARRY_OVER)
                for plan in Plan.objects.order_by("pk"):
                    offering = Offering.objects.get(plan=plan)
                    family = Enrollment.objects.get(offering=offering)
                    (covered,) = set(Coverage.objects.filter(enrollment=family).values_list("plan_line", flat=True))
                    found.add((plan.code, plan.product, plan.line, offering.plan_line, family.plan_line, covered))
                raise Undo
        except Undo:
            pass
    return found


@pytest.fixture
def two_plans(employer):
    """Somebody in two plans, which had two lines."""
    silver = factories.offering(employer.unit, plan_=factories.plan("Silver PPO", line="dental"))
    employer.enroll(child(), offerings=[employer.offering])
    employer.enroll(child(), offerings=[silver])


@pytest.mark.usefixtures("two_plans")
def test_the_product_type_moves_to_the_plan_and_the_line_to_every_row():
    assert carried_over({"GOLD-HMO": "HMO", "SILVER-PPO": "DEN"}) == {
        ("GOLD-HMO", "HMO", *["medical"] * 4),
        ("SILVER-PPO", "", *["dental"] * 4),
    }
    assert carried_over({"GOLD-HMO": "HDH", "SILVER-PPO": "VIS"}) == {
        ("GOLD-HMO", "HDHP", *["medical"] * 4),
        ("SILVER-PPO", "", *["vision"] * 4),
    }


@pytest.mark.usefixtures("two_plans")
def test_somebody_in_two_medical_plans_on_one_day_stops_the_migration_with_the_rows():
    with pytest.raises(
        (InternalError, ProgrammingError), match=r"covered twice in one line of coverage: .* \d+ and \d+"
    ):
        carried_over({"GOLD-HMO": "HMO", "SILVER-PPO": "PPO"})


def numbered():
    """{(kind, state, number)} of all changes after the migration of rows that had none."""
    numbers = import_module("enrollment.migrations.0016_numbers_of_changes")
    triggers = ("enrollment_change_known_seq_stays", "enrollment_change_known_seq_taken")
    found = set()
    with as_owner():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("ALTER TABLE enrollment_change DROP CONSTRAINT change_completed_has_time")
                for trigger in triggers:
                    cursor.execute(f"DROP TRIGGER {trigger} ON enrollment_change")
                cursor.execute("UPDATE enrollment_change SET known_seq = NULL")
                cursor.execute(numbers.CARRY_OVER)
                found = set(Change.objects.values_list("type", "state", "known_seq"))
                raise Undo
        except Undo:
            pass
    return found


def test_a_change_from_before_has_the_last_number_of_its_coverage_or_none(employer):
    family = employer.enroll(hired_on=factories.date(2026, 9, 1))
    corrected(employer, "Ana", phone="(510) 555-0100")
    end = employer.end(family)
    factories.Employer("Second").enroll(employee=factories.near(), hired_on=factories.date(2026, 9, 1))
    assert numbered() == {
        ("add_employee", "completed", family.known_seq),
        ("correct_details", "completed", 0),
        ("end_coverage", "completed", end.known_seq),
        ("add_employee", "in_review", None),
    }
