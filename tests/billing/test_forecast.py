"""The next bill so far: what it comes to, why it differs from the last, and that the bill then is the same."""

from datetime import date
from decimal import Decimal

import pytest

from access.admission import Admission
from billing.queries.forecast import forecasts
from enrollment.rules.codes import EndReason
from tests import factories
from tests.billing.money import made, publish
from tests.factories import TODAY
from tests.races import someone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_limits")]
HIRED = date(2026, 7, 6)


def at(month, day):
    return factories.NOW.replace(month=month, day=day)


@pytest.fixture
def billed(employer):
    """Ana and Ben, billed for September to November on the November bill, and for December."""
    publish(employer)
    change = employer.enroll(factories.spouse(), hired_on=HIRED, at=at(7, 6))
    made(employer, "2026-11")
    made(employer, "2026-12")
    return change


def forecast(employer, grant=None):
    with employer.scope():
        return forecasts(Admission.of(grant or employer.grant), TODAY)


def adds_up(found):
    sums = found.smaller.amount + found.by_terms.amount + found.once
    return sum(each.amount for each in found.reasons) + sums == found.difference


def test_without_a_change_the_next_bill_looks_like_the_last(employer, billed):
    [found] = forecast(employer)
    assert (found.month, found.charges, found.difference, found.reasons, found.once) == (
        date(2027, 1, 1), Decimal(120), Decimal(0), [], Decimal(0),
    )  # fmt: skip


def test_a_change_is_named_with_what_it_does(employer, billed):
    with employer.scope():
        ben = billed.enrollment.coverages.get(relationship="01", superseded_at=None).person_id
    end = employer.end(billed, person_ids=[ben], reason=EndReason.DIVORCE, event_on=date(2026, 11, 10), attested=True)
    [found] = forecast(employer)
    [reason] = found.reasons
    assert (reason.name, reason.amount, [each.pk for each in reason.causes]) == (
        "Morales, Ana", Decimal(-120), [end.pk],
    )  # fmt: skip
    assert (found.charges, found.difference) == (Decimal(0), Decimal(-120))
    assert adds_up(found)
    assert made(employer, "2027-01").new_charges == found.charges


def test_corrections_of_the_last_bill_are_not_repeated(employer):
    publish(employer)
    employer.enroll(factories.spouse(), hired_on=HIRED, at=at(7, 6))
    made(employer, "2026-11")
    [found] = forecast(employer)
    assert (found.charges, found.once, found.difference) == (Decimal(120), Decimal(-240), Decimal(-240))
    assert adds_up(found)


def test_many_reasons_are_cut_to_the_largest(employer, billed):
    for number in range(10):
        employer.enroll(employee=someone(number), hired_on=date(2026, 9, 7), at=at(11, 20))
    [found] = forecast(employer)
    assert (len(found.reasons), found.smaller.count, found.charges) == (8, 2, Decimal(120 + 10 * 180))
    assert adds_up(found)


def test_a_user_of_another_unit_sees_no_forecast(employer, billed):
    other = factories.unit(employer.purchaser, code="002", name="Dockside")
    who = factories.user("Luis Ortega")
    grant = factories.grant(who, employer.purchaser, privileges={"view_bill"}, units=[other.pk])
    assert forecast(employer, grant) == []


def test_a_user_without_the_roster_sees_no_request(employer, billed):
    employer.end(billed, event_on=date(2026, 11, 20), attested=True)
    grant = factories.grant(factories.user("Luis Ortega"), employer.purchaser, privileges={"view_bill"})
    [found] = forecast(employer, grant)
    [reason] = found.reasons
    assert [(each.confirmation, each.title) for each in reason.causes] == [("", "")]


def test_what_is_kept_is_forgotten_once_more_is_known(employer, billed):
    assert [forecast(employer)[0].charges for _ in range(2)] == [Decimal(120), Decimal(120)]
    employer.end(billed, event_on=date(2026, 11, 20), attested=True)
    assert forecast(employer)[0].charges == Decimal(-120)


def test_new_rates_are_one_row_without_names(employer, billed):
    publish(employer, effective_on=date(2027, 1, 1), tiers={"EE": "61.00", "ES": "121.00", "EC": "1.00", "FAM": "1.00"})
    [found] = forecast(employer)
    assert (found.reasons, found.by_terms.count, found.by_terms.amount) == ([], 1, Decimal(1))
    assert adds_up(found)
