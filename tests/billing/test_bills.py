"""A unit's bill: what is on it, when it is made, and when it waits for a representative."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from accounts.models import Activity, EnrollmentUnit
from billing.models import Bill, BillLine, LedgerEntry, Posting
from billing.queries.due import months_due
from enrollment.commands import ReverseEnd
from enrollment.models import Change
from enrollment.rules.codes import EndReason
from tests import factories
from tests.billing.money import lines, made, pay, publish
from tests.factories import child, spouse

pytestmark = pytest.mark.django_db
# Covered from September 1.
HIRED, HIRE = date(2026, 7, 6), datetime(2026, 7, 6, 18, tzinfo=UTC)


def at(month, day):
    return datetime(2026, month, day, 18, tzinfo=UTC)


@pytest.fixture
def family(employer):
    """Ana and Ben, covered from September 1."""
    publish(employer)
    return employer.enroll(spouse(), hired_on=HIRED, at=HIRE)


def test_the_first_bill_holds_every_month_since_coverage_began(employer, family):
    bill = made(employer, "2026-10")
    assert lines(employer, bill) == [("2026-09", "120.00", "ES"), ("2026-10", "120.00", "ES")]
    assert (bill.previous_total, bill.new_charges, bill.total) == (Decimal(0), Decimal(240), Decimal(240))
    assert bill.number == f"{employer.purchaser.number}-001-202610-{bill.number[-1]}"
    assert (bill.made_on, bill.due_on) == (date(2026, 9, 16), date(2026, 10, 1))


def test_a_bill_made_late_is_due_ten_days_later(employer, family):
    assert made(employer, "2026-10", at=at(9, 28)).due_on == date(2026, 10, 8)


def test_what_a_line_says_is_of_the_day_it_was_made(employer, family):
    made(employer, "2026-10")
    with employer.scope():
        line = BillLine.objects.order_by("-month", "pk").first()
    assert (line.subscriber_name, line.plan_name, line.sort_key) == ("Morales, Ana", "Gold HMO", "morales ana")
    [span] = line.spans
    assert (span["from"], span["days"], span["tier"], span["rate"]) == ("2026-10-01", 31, "ES", 120.00)
    assert [who["as"] for who in span["who"]] == ["01", "18"]
    assert line.changes == [family.pk]


def test_a_retroactive_change_is_billed_with_the_change_that_caused_it(employer, family):
    made(employer, "2026-10")
    with employer.scope():
        ben = family.enrollment.coverages.get(relationship="01", superseded_at=None).person_id
    end = employer.end(
        family, person_ids=[ben], reason=EndReason.DIVORCE, event_on=date(2026, 9, 10), at=at(9, 20), attested=True
    )
    bill = made(employer, "2026-11")
    assert lines(employer, bill) == [("2026-10", "-60.00", "EE"), ("2026-11", "60.00", "EE")]
    assert bill.total == Decimal("240.00")
    with employer.scope():
        assert [line.changes for line in BillLine.objects.filter(bill=bill).order_by("month")] == [[end.pk], [end.pk]]


def test_a_month_without_anything_new_repeats_the_current_lines(employer, family):
    made(employer, "2026-10")
    bill = made(employer, "2026-11")
    assert lines(employer, bill) == [("2026-11", "120.00", "ES")]
    with employer.scope():
        assert BillLine.objects.get(bill=bill).changes == []


def test_a_credited_month_is_not_billed_again(employer, family):
    """Case A1: an end that is reported after the month was billed, and reversed later."""
    made(employer, "2026-10")
    made(employer, "2026-11")
    end = employer.end(family, event_on=date(2026, 10, 20), at=at(11, 3), attested=True)
    december = made(employer, "2026-12")
    assert lines(employer, december) == [("2026-11", "-120.00", "")]
    assert made(employer, "2026-12") == december
    january = made(employer, "2027-01")
    assert (lines(employer, january), january.total) == ([], Decimal("240.00"))
    with employer.scope():
        back = factories.services.submit(
            command=ReverseEnd(change_id=end.pk, reason="Ended by mistake"),
            submission=employer.submission(at=at(12, 28)),
        )
    february = made(employer, "2027-02")
    assert lines(employer, february) == [
        ("2026-11", "120.00", "ES"), ("2026-12", "120.00", "ES"), ("2027-01", "120.00", "ES"), ("2027-02", "120.00", "ES"),
    ]  # fmt: skip
    with employer.scope():
        assert {change for line in february.lines.all() for change in line.changes} == {back.pk}


def test_ended_before_it_began_is_never_charged(employer):
    """Case A2: the month comes back in full."""
    publish(employer)
    change = employer.enroll(hired_on=date(2026, 9, 7), at=at(9, 7))
    made(employer, "2026-11")
    employer.end(change, reason=EndReason.ENTERED_IN_ERROR, event_on=None, at=at(10, 20), attested=True)
    assert lines(employer, made(employer, "2026-12")) == [("2026-11", "-60.00", "")]


def test_a_second_run_makes_nothing(employer, family):
    first = made(employer, "2026-10")
    assert made(employer, "2026-10", at=at(9, 17)) == first
    with employer.scope():
        assert (Bill.objects.count(), Posting.objects.count()) == (1, 1)


def test_the_posting_of_a_bill_has_the_premium_by_month(employer, family):
    bill = made(employer, "2026-10")
    with employer.scope():
        entries = LedgerEntry.objects.order_by("pk").values_list("account", "coverage_month", "amount", "ledger_seq")
        assert list(entries) == [
            ("receivable", None, Decimal("240.00"), 1),
            ("premium", date(2026, 9, 1), Decimal("-120.00"), None),
            ("premium", date(2026, 10, 1), Decimal("-120.00"), None),
        ]
        assert bill.posting.kind == "bill"


def test_who_is_in_review_is_named_and_not_billed(employer, family):
    employer.enroll(employee=factories.near(), hired_on=date(2026, 9, 7), at=at(9, 10))
    bill = made(employer, "2026-10")
    with employer.scope():
        waiting = Change.objects.get(state="in_review")
    assert bill.left_out == [{"change": str(waiting.pk), "title": "Ana Morales", "confirmation": waiting.confirmation}]
    assert bill.total == Decimal("240.00")


@pytest.mark.parametrize(
    ("today", "months"),
    [
        (date(2026, 12, 14), []),
        (date(2026, 12, 15), [date(2027, 1, 1)]),
        (date(2027, 2, 20), [date(2027, 3, 1)]),
    ],
)
def test_the_first_bill_is_made_on_the_first_bill_day_after_opening(employer, today, months):
    employer.enroll()
    with employer.scope():
        unit = EnrollmentUnit.objects.get()
        assert unit.rules.get().cut_day == 15
        assert months_due(unit, today=today) == months


def test_missed_months_are_made_up_for(employer, family):
    made(employer, "2026-10")
    with employer.scope():
        assert months_due(employer.unit, today=date(2026, 12, 20)) == [
            date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1),
        ]  # fmt: skip


@pytest.mark.parametrize("zone", ["Pacific/Guam", "Pacific/Honolulu"])
def test_a_bill_has_the_day_of_the_purchaser(zone):
    """Case A7: two starts of the clock on one day there, two days in UTC, make one bill."""
    employer = factories.Employer()
    with factories.tenancy.as_user(None), factories.tenancy.staff():
        employer.purchaser.time_zone = zone
        employer.purchaser.save()
    publish(employer)
    employer.enroll(hired_on=HIRED, at=HIRE)
    first = made(employer, "2026-10", at=datetime(2026, 9, 30, 20, tzinfo=UTC))
    again = made(employer, "2026-10", at=datetime(2026, 10, 1, 1, tzinfo=UTC))
    assert first == again
    assert first.made_on == {"Pacific/Guam": date(2026, 10, 1), "Pacific/Honolulu": date(2026, 9, 30)}[zone]


def test_a_newborn_is_free_in_the_month_of_birth(employer, family):
    made(employer, "2026-10")
    with employer.scope():
        command = factories.dependents(family, child(born=date(2026, 9, 18)), event="birth", event_on=date(2026, 9, 18))
        factories.services.submit(command=command, submission=employer.submission(at=at(9, 20)))
    assert lines(employer, made(employer, "2026-11")) == [("2026-10", "50.00", "FAM"), ("2026-11", "170.00", "FAM")]


def test_the_employer_reads_that_a_bill_was_made(employer, family):
    bill = made(employer, "2026-10")
    with employer.scope():
        line = Activity.objects.get(verb="made_bill")
    assert (line.summary, line.unit_id, line.staff_only) == (f"{bill.number}: $240.00", employer.unit.pk, False)


def test_a_bill_is_the_same_ever_after(employer, family):
    bill = made(employer, "2026-10")
    before = bill.sha256
    employer.end(family, event_on=date(2026, 9, 20), at=at(9, 25) + timedelta(days=1), attested=True)
    made(employer, "2026-11")
    with employer.scope():
        assert Bill.objects.get(pk=bill.pk).sha256 == before


def test_a_group_whose_contract_ended_is_billed_until_nothing_is_left(employer, family):
    """No bills of nothing: once nobody is covered and nothing is owed, there are no more."""
    made(employer, "2026-10")
    employer.end(family, event_on=date(2026, 9, 20), at=at(9, 21), attested=True)
    made(employer, "2026-11")
    december = date(2026, 12, 20)
    with employer.scope():
        unit = EnrollmentUnit.objects.select_related("purchaser").get()
        unit.purchaser.contract_ends_on = date(2026, 9, 30)
        assert months_due(unit, today=december) == [date(2026, 12, 1), date(2027, 1, 1)]
    pay(employer, "120.00")
    made(employer, "2026-12")
    with employer.scope():
        assert Bill.objects.latest("month").total == 0
        assert months_due(unit, today=december) == []
        unit.purchaser.contract_ends_on = None
        assert months_due(unit, today=december) == [date(2027, 1, 1)]
