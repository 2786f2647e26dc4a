"""Contract periods, the end of a contract, reinstatement, and what renewing leaves alone."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import ContractPeriod, PlanYear
from accounts.services import CannotSetUp, NothingToChange
from enrollment.queries.setup.affected import of_contract_end
from tests import factories
from tests.enrollment.setup.world import STARTS, staff

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LAST = date(2027, 12, 31)


def open_(group, **contract):
    unit = group.complete()
    if contract:
        group.of_group("record_contract", **contract)
    group.of_group("open_group")
    return unit


def test_the_first_period_can_be_corrected_until_the_group_is_open(group):
    group.of_group("record_contract", starts_on=date(2027, 2, 1), ends_on=date(2028, 1, 31), number="2027-0183")
    with staff(group.purchaser):
        group.purchaser.refresh_from_db()
        periods = list(group.purchaser.contract_periods.order_by("pk").values_list("effective_on", "number"))
    assert group.purchaser.contract_starts_on == date(2027, 2, 1)
    assert periods == [(STARTS, ""), (date(2027, 2, 1), "2027-0183")]
    assert group.lines("recorded_contract")[-1][1] == "February 1, 2027 to January 31, 2028, 2027-0183"


@pytest.mark.parametrize(
    ("starts_on", "words"),
    [
        (STARTS, "must start after that"),
        (LAST, None),
        (LAST + DAY, None),
        (LAST + 2 * DAY, "must start by the next day"),
    ],
    ids=["the day it started", "its last day", "the day after its last", "a day later"],
)
def test_a_renewal_follows_the_present_period_without_a_break(group, starts_on, words):
    open_(group, starts_on=STARTS, ends_on=LAST)
    if words:
        with pytest.raises(CannotSetUp, match=words):
            group.of_group("record_contract", starts_on=starts_on)
        return
    group.of_group("record_contract", starts_on=starts_on, plan_year_starts_on=STARTS if starts_on == LAST else None)
    with staff(group.purchaser):
        group.purchaser.refresh_from_db()
        assert group.purchaser.contract_starts_on == STARTS
        periods = ContractPeriod.objects.filter(purchaser=group.purchaser)
        assert periods.on(starts_on - DAY).effective_on == STARTS
        assert periods.on(starts_on).effective_on == starts_on
    assert group.lines("renewed_contract")[0][1].startswith(("From December 31, 2027", "From January 1, 2028"))


def test_a_renewal_starts_a_plan_year_in_every_unit_under_its_number(group):
    first = open_(group)
    second = group.unit("002", "Kiln")
    group.of_group("record_contract", starts_on=date(2028, 1, 1))
    with staff(group.purchaser):
        found = [unit.plan_years.on(date(2028, 1, 1)) for unit in (first, second)]
        first.refresh_from_db()
        second.refresh_from_db()
        assert [(row.effective_on, row.known_seq) for row in found] == [
            (date(2028, 1, 1), first.known_seq),
            (date(2028, 1, 1), second.known_seq),
        ]
        assert PlanYear.objects.filter(unit=first).on(date(2027, 12, 31)).effective_on == STARTS


@pytest.mark.parametrize(
    ("plan_year", "refused"),
    [
        (date(2026, 1, 1), False),
        (date(2025, 12, 1), True),
        (date(2026, 7, 1), False),
        (date(2026, 7, 2), True),
        (date(2027, 2, 1), True),
    ],
)
def test_a_plan_year_starts_on_a_first_in_the_year_before(group, plan_year, refused):
    def record():
        group.of_group("record_contract", starts_on=STARTS, plan_year_starts_on=plan_year)

    if refused:
        with pytest.raises(CannotSetUp) as refusal:
            record()
        assert refusal.value.field == "plan_year_starts_on"
    else:
        record()


def test_the_same_period_again_is_nothing_to_change(group):
    with pytest.raises(NothingToChange):
        group.of_group("record_contract", starts_on=STARTS)


@pytest.mark.parametrize(("last_day", "refused"), [(STARTS - DAY, True), (STARTS, False), (STARTS + DAY, False)])
def test_a_contract_ends_on_or_after_its_first_day(group, last_day, refused):
    if refused:
        with pytest.raises(CannotSetUp, match="can't be before that"):
            group.of_group("end_contract", last_day=last_day)
    else:
        group.of_group("end_contract", last_day=last_day)
    with staff(group.purchaser):
        group.purchaser.refresh_from_db()
    assert group.purchaser.contract_ends_on == (None if refused else last_day)


def test_an_ended_contract_ends_once_and_is_not_renewed(group):
    open_(group)
    group.of_group("end_contract", last_day=LAST)
    with pytest.raises(CannotSetUp, match="already ends on December 31, 2027"):
        group.of_group("end_contract", last_day=LAST + DAY)
    with pytest.raises(CannotSetUp, match="Reinstate it first"):
        group.of_group("record_contract", starts_on=date(2028, 1, 1))


def test_a_reinstatement_takes_the_end_back_and_keeps_it_on_file(group):
    open_(group)
    group.of_group("end_contract", last_day=LAST, reason="Unpaid")
    group.of_group("reinstate_contract", reason="Paid in full")
    with staff(group.purchaser):
        group.purchaser.refresh_from_db()
        (end,) = group.purchaser.contract_ends.all()
    assert group.purchaser.contract_ends_on is None
    assert (end.last_day, end.reason, end.taken_back_reason) == (LAST, "Unpaid", "Paid in full")
    assert group.lines("ended_contract", "reinstated_contract") == [
        ("ended_contract", "Last day December 31, 2027", "Unpaid"),
        ("reinstated_contract", "Without a break after December 31, 2027", "Paid in full"),
    ]
    with pytest.raises(CannotSetUp, match="no last day"):
        group.of_group("reinstate_contract")
    group.of_group("end_contract", last_day=LAST)


def test_after_an_end_access_is_bills_only_and_comes_back_with_the_contract(client, employer, that_day):
    from accounts.services import end_contract, reinstate_contract

    client.force_login(employer.administrator)
    given = {"purchaser": employer.purchaser} | factories.given(employer.purchaser)
    with staff(employer.purchaser):
        end_contract(last_day=factories.TODAY - DAY, **given)
    assert client.get(reverse("roster")).status_code == 403
    with staff(employer.purchaser):
        reinstate_contract(**given)
    assert client.get(reverse("roster")).status_code == 200


@pytest.mark.parametrize(
    ("last_day", "employees"),
    [(date(2026, 11, 29), 1), (date(2026, 11, 30), 1), (date(2026, 12, 1), 0)],
)
def test_a_preview_of_an_end_counts_who_is_covered_from_its_last_day(employer, last_day, employees):
    employer.end(employer.enroll(hired_on=date(2026, 9, 1)), event_on=date(2026, 11, 20))
    with staff(employer.purchaser):
        effect = of_contract_end(employer.purchaser, last_day)
    assert effect.employees == employees
    assert "1 user sees bills only after that, for 365 days." in effect.sentences
