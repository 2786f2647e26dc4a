"""Rules change while an employee is added: the terms of the day of hire count, whichever commits first."""

from datetime import date

import pytest

from access import tenancy
from enrollment import services
from enrollment.models import Change, Coverage, UnitRules
from tests import factories
from tests.races import TRIALS, someone, together

pytestmark = pytest.mark.django_db(transaction=True)
CHANGES_ON = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("hired_on", "starts_on"),
    [(date(2026, 10, 5), date(2026, 12, 1)), (date(2026, 10, 31), date(2026, 12, 1))],
    ids=["well before the change", "the day before"],
)
def test_an_employee_hired_before_the_new_rules_starts_by_the_old_ones(hired_on, starts_on):
    employer = factories.Employer()
    for trial in range(TRIALS // 4):

        def change(trial=trial):
            with tenancy.scope(employer.purchaser), tenancy.staff():
                rules = {"waiting_rule": "after_days", "waiting_days": trial}
                given = factories.given(employer.purchaser)
                return services.set_unit_rules(unit=employer.unit, effective_on=CHANGES_ON, **given, **rules)

        made, _rules = together(lambda trial=trial: employer.enroll(employee=someone(trial), hired_on=hired_on), change)
        assert isinstance(made, Change)
        with employer.scope():
            assert Coverage.objects.get(enrollment=made.enrollment_id).starts_on == starts_on


def test_two_changes_of_one_units_rules_take_two_numbers_and_the_later_counts():
    employer = factories.Employer()

    def change(days):
        with tenancy.scope(employer.purchaser), tenancy.staff():
            given = factories.given(employer.purchaser)
            return services.set_unit_rules(unit=employer.unit, effective_on=CHANGES_ON, waiting_days=days, **given)

    together(lambda: change(10), lambda: change(20))
    with employer.scope():
        rows = list(UnitRules.objects.filter(effective_on=CHANGES_ON).order_by("known_seq", "pk"))
        assert [row.known_seq for row in rows] == [4, 5]
        assert sorted(row.waiting_days for row in rows) == [10, 20]
        newest = UnitRules.objects.filter(unit=employer.unit).on(CHANGES_ON)
        assert newest.waiting_days == rows[-1].waiting_days
