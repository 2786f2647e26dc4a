"""Balance, bills and a bill as an employer's users see them. Today is November 23, 2026."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from access import tenancy
from accounts.models import EnrollmentUnit
from billing.models import Bill, BillLine
from enrollment.rules.codes import EndReason
from tests import factories
from tests.billing.money import LARGE, made, pay, publish
from tests.enrollment.roster.people import person
from tests.factories import child, spouse
from tests.pages import markup

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]
# Covered from September 1.
SMALL = {"EE": "5.00", "ES": "6.00", "EC": "7.00", "FAM": "8.00"}
HIRED, HIRE = date(2026, 7, 6), datetime(2026, 7, 6, 18, tzinfo=UTC)


def at(month, day):
    return datetime(2026, month, day, 18, tzinfo=UTC)


@pytest.fixture
def family(employer):
    """Ana and Ben, covered from September 1."""
    publish(employer)
    return employer.enroll(spouse(), hired_on=HIRED, at=HIRE)


@pytest.fixture
def corrected(employer, family):
    """November is billed for both; Ben's end on October 31 is known to December's bill."""
    made(employer, "2026-11")
    with employer.scope():
        ben = family.enrollment.coverages.get(relationship="01", superseded_at=None).person_id
    facts = {"reason": EndReason.DIVORCE, "event_on": date(2026, 10, 20), "at": at(10, 25), "attested": True}
    employer.end(family, person_ids=[ben], **facts)
    return made(employer, "2026-12")


def text(response):
    assert response.status_code == 200
    return markup(response)


def seen_by(client, employer, *privileges, units=None):
    who = factories.user("Sam Ito")
    factories.grant(who, employer.purchaser, privileges=list(privileges), units=units, at=HIRE)
    client.force_login(who)
    return client


def line(bill, employer, month):
    with employer.scope():
        return BillLine.objects.get(bill=bill, month=month)


def test_the_balance_has_what_is_late_and_what_is_due_with_every_posting(desk, employer, corrected):
    """November's three months are 360.00, of which 300.00 were paid; December's bill is -60.00 + 60.00."""
    pay(employer, "300.00", at=at(11, 2))
    page = text(desk.get(reverse("balance")))
    assert 'How we got to<span class="amt">$60.00</span>' in page
    assert "22 days late" in page
    amounts = [posted.entry.amount for posted in desk.get(reverse("balance")).context["balance"].posted]
    assert [str(amount) for amount in amounts] == ["360.00", "-300.00"]


def test_late_and_due_add_up_to_the_balance(desk, employer, family):
    made(employer, "2026-11")
    pay(employer, "300.00", at=at(11, 2))
    made(employer, "2026-12")
    found = desk.get(reverse("balance")).context["balance"]
    assert [str(each) for each in (found.late, found.not_late, found.owed, found.total)] == [
        "60.00", "120.00", "180.00", "180.00",
    ]  # fmt: skip
    assert (found.due_on, found.days_late) == (date(2026, 12, 1), 22)
    assert [str(each.balance) for each in found.posted] == ["360.00", "60.00", "180.00"]


def test_the_account_begins_with_what_was_open_before(desk, employer, family):
    made(employer, "2026-10")
    made(employer, "2026-11")
    made(employer, "2026-12")
    found = desk.get(reverse("balance")).context["balance"]
    assert (str(found.opening), [str(each.balance) for each in found.posted]) == ("240.00", ["360.00", "480.00"])
    assert "Open before your November bills" in text(desk.get(reverse("balance")))


def test_a_credit_stays_with_its_unit(desk, employer, family):
    made(employer, "2026-12")
    with tenancy.as_user(None), tenancy.staff():
        name = EnrollmentUnit.objects.get(pk=employer.unit.pk).name
    other = factories.unit(employer.purchaser, code="002", name="Dockside")
    pay(employer, "20.00", unit=other, at=at(11, 20))
    found = desk.get(reverse("balance")).context["balance"]
    assert [(each.unit.name, str(each.amount)) for each in found.units] == [(name, "480.00"), ("Dockside", "-20.00")]
    assert [str(each) for each in (found.total, found.credit, found.owed)] == ["460.00", "20.00", "480.00"]
    assert "Left to pay" in text(desk.get(reverse("balance")))


def test_a_user_of_one_unit_sees_its_balance_and_bills_only(client, employer, family):
    made(employer, "2026-12")
    other = factories.unit(employer.purchaser, code="002", name="Dockside")
    pay(employer, "20.00", unit=other, at=at(11, 20))
    seen_by(client, employer, "view_bill", units=[other.pk])
    page = text(client.get(reverse("balance")))
    assert "−$20.00" in page
    assert "480.00" not in page
    assert "460.00" not in page
    with employer.scope():
        bill = Bill.objects.get()
    assert bill.number not in client.get(reverse("bills")).content.decode()
    assert client.get(reverse("bill", args=[bill.pk])).status_code == 404
    assert client.get(reverse("bill_line", args=[bill.pk, line(bill, employer, "2026-12-01").pk])).status_code == 404


def test_the_list_says_paid_due_or_late(desk, employer, family):
    made(employer, "2026-10")
    made(employer, "2026-11")
    made(employer, "2026-12")
    pay(employer, "300.00", at=at(11, 2))
    rows = desk.get(reverse("bills")).context["bills"]
    assert [(f"{each.bill.month:%Y-%m}", each.state.word, str(each.left)) for each in rows] == [
        ("2026-12", "due", "120.00"), ("2026-11", "late", "60.00"), ("2026-10", "paid", "0.00"),
    ]  # fmt: skip
    page = text(desk.get(reverse("bills")))
    assert "Due December 1" in page
    assert "22 days late" in page
    assert '<span class="amt">$60.00</span>left to pay' in page


def test_a_bill_is_due_on_its_day_and_late_on_the_next(desk, employer, family, that_day):
    made(employer, "2026-11")
    for day, word in ((date(2026, 11, 1), "due"), (date(2026, 11, 2), "late")):
        that_day.move_to(datetime(day.year, day.month, day.day, 20, tzinfo=UTC))
        desk.force_login(employer.administrator)
        assert desk.get(reverse("bills")).context["bills"][0].state.word == word


def test_the_summary_leads_from_the_last_total_to_this_one(desk, employer, corrected):
    summary = desk.get(reverse("bill", args=[corrected.pk])).context["summary"]
    assert (str(summary.previous.total), summary.booked) == ("360.00", [])
    assert [str(part.amount) for part in (summary.current, summary.retroactive)] == ["60.00", "-60.00"]
    assert str(corrected.total) == "360.00"


def test_what_was_paid_in_between_is_in_the_summary(desk, employer, family):
    made(employer, "2026-11")
    pay(employer, "300.00", at=at(11, 2))
    bill = made(employer, "2026-12")
    booked = desk.get(reverse("bill", args=[bill.pk])).context["summary"].booked
    assert [(each.label, str(each.amount), each.first) for each in booked] == [
        ("Payment", "-300.00", date(2026, 11, 2))
    ]
    assert str(bill.total) == "180.00"


def test_a_line_is_explained_from_what_it_says(desk, employer, corrected):
    credit = line(corrected, employer, "2026-11-01")
    page = text(desk.get(reverse("bill", args=[corrected.pk]), {"explain": credit.pk}))
    for words in (
        'How<span class="amt">−$60.00</span>for November was computed',
        "Employee + spouse, November bill",
        "<dt>Who is charged</dt><dd>Ana Morales.",
        'Gold HMO, Employee:<span class="amt">$60.00</span>a month.',
        "November 1 to 30: the full month.",
        "End coverage, Ben Morales, submitted October 25 by Dana",
    ):
        assert words in page, words
    part = desk.get(reverse("bill_line", args=[corrected.pk, credit.pk]))
    assert text(part).startswith(f'<tbody id="line-{credit.pk}"')
    assert "how-computed" not in text(desk.get(reverse("bill_line", args=[corrected.pk, credit.pk]), {"close": 1}))


def test_without_the_roster_nobody_is_named_beside_the_employee(client, employer, corrected):
    credit = line(corrected, employer, "2026-11-01")
    seen_by(client, employer, "view_bill")
    page = text(client.get(reverse("bill", args=[corrected.pk]), {"explain": credit.pk}))
    assert "Morales, Ana" in page
    assert "End coverage, submitted October 25" in page
    for hidden in ("Ben Morales", "/requests/", "/people/", "Dana"):
        assert hidden not in page.replace("Dana Rivera", ""), hidden


def test_a_newborn_without_a_charge_is_named_only_to_those_who_see_employees(client, employer, family):
    with employer.scope():
        command = factories.dependents(family, child(born=date(2026, 11, 8)), event="birth", event_on=date(2026, 11, 8))
        factories.services.submit(command=command, submission=employer.submission(at=at(11, 10)))
    bill = made(employer, "2026-12")
    november = reverse("bill_line", args=[bill.pk, line(bill, employer, "2026-11-01").pk])
    seen_by(client, employer, "view_bill", "view_roster")
    assert "No charge this month: " in text(client.get(november))
    seen_by(client, employer, "view_bill")
    assert "1 person is not charged this month." in text(client.get(november))


def test_a_line_of_another_bill_is_missing(desk, employer, family):
    first, second = made(employer, "2026-11"), made(employer, "2026-12")
    other = line(second, employer, "2026-12-01")
    assert desk.get(reverse("bill_line", args=[first.pk, other.pk])).status_code == 404
    assert "how-computed" not in text(desk.get(reverse("bill", args=[first.pk]), {"explain": other.pk}))


def test_lines_are_searched_by_name_and_employee_number(desk, employer, family):
    employer.enroll(employee=factories.applicant("Zoe", "Quist", number="512-33-4419"), hired_on=HIRED, at=HIRE)
    bill = made(employer, "2026-12")
    for words, found in (("quis zo", ["Quist, Zoe"]), ("nobody", []), ("", ["Morales, Ana", "Quist, Zoe"])):
        people = desk.get(reverse("bill", args=[bill.pk]), {"q": words}).context["people"]
        assert [row.subscriber_name for row in people.rows] == found
    assert "No matches" in text(desk.get(reverse("bill", args=[bill.pk]), {"q": "nobody"}))


def test_a_held_bill_is_being_checked_and_says_whom_to_call(desk, employer):
    publish(employer, tiers=LARGE)
    employer.enroll(spouse(), hired_on=HIRED, at=HIRE)
    made(employer, "2026-10")
    held = made(employer, "2026-11")
    assert held.reason == "jump"
    for name in ("balance", "bills"):
        page = text(desk.get(reverse(name)))
        assert "Being checked: the November bill" in page
        assert employer.purchaser.representative.phone in page
        assert "New charges differ" not in page


def test_before_the_first_bill_its_day_is_named(desk, employer):
    for name in ("balance", "bills"):
        assert "Your first bill comes on December 15" in text(desk.get(reverse(name)))


def test_a_representative_reads_bills_for_an_employer(rep_desk, employer, corrected):
    rep_desk.post(reverse("admin:accounts_purchaser_on_behalf", args=[employer.purchaser.pk]))
    assert corrected.number in text(rep_desk.get(reverse("bill", args=[corrected.pk])))


@pytest.mark.parametrize("name", ["balance", "bills", "bill"])
def test_a_page_takes_as_many_queries_for_one_row_as_for_thirty(desk, employer, name):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries(month):
        bill = made(employer, month)
        address = reverse(name, args=[bill.pk] if name == "bill" else [])
        desk.get(address)
        with CaptureQueriesContext(connection) as found:
            desk.get(address)
        return len(found)

    publish(employer, tiers=SMALL)
    employer.enroll(spouse(), hired_on=HIRED, at=HIRE)
    made(employer, "2026-09")
    employer.enroll(employee=person(0), hired_on=HIRED, at=at(9, 1))
    one = queries("2026-10")
    for place in range(1, 30):
        employer.enroll(employee=person(place), hired_on=HIRED, at=at(9, 20))
    pay(employer, "1.00", at=at(10, 2))
    assert queries("2026-11") == one
    with employer.scope():
        assert BillLine.objects.filter(bill__month="2026-11-01", month="2026-11-01").count() == 31
