"""The bill on paper: it says what the rows say, names no more than it must, and is kept as it was made."""

import re
from datetime import date
from decimal import Decimal

import pypdfium2
import pytest
import typst
from pypdfium2 import raw

from access import tenancy
from accounts.platform import printing
from accounts.services import add_contact
from billing.documents.bill import bill_pdf, scan_line
from billing.queries.paper import Line, Paper, paper_of
from billing.services import Entry, Prices, post, publish_rates
from enrollment.rules.codes import EndReason
from tests import factories
from tests.billing.money import made, pay, publish
from tests.billing.paper import HIRE, HIRED, at, pages_of, set_place
from tests.factories import child, spouse

pytestmark = pytest.mark.django_db
HEADS = "Employee Plan Who is covered Amount"


@pytest.fixture
def family(employer):
    """Ana, Ben and Cora, covered from September 1."""
    publish(employer)
    return employer.enroll(spouse(), child(), hired_on=HIRED, at=HIRE)


@pytest.fixture
def november(employer, family):
    """A bill after a payment, a returned payment and a divorce in October."""
    made(employer, "2026-10")
    with employer.scope():
        ben = family.enrollment.coverages.get(relationship="01", superseded_at=None).person_id
    pay(employer, "340.00", at=at(9, 20))
    with employer.scope():
        entries = [Entry("bank", Decimal("-40.00")), Entry("receivable", Decimal("40.00"), employer.unit.pk)]
        post("return", entries, purchaser=employer.purchaser, by=None, at=at(9, 25))
    employer.end(
        family, person_ids=[ben], reason=EndReason.DIVORCE, event_on=date(2026, 9, 10), at=at(9, 20), attested=True
    )
    return made(employer, "2026-11")


@pytest.fixture
def printed(employer, november):
    with employer.scope():
        return pages_of(bill_pdf(paper_of(november)))


def test_the_summary_foots_and_names_what_was_booked_since_the_bill_before(november, printed):
    assert november.total == Decimal("340.00") - 340 + 40 + 105 - 65
    first = printed[0]
    for row in (
        "October 2026 bill $340.00",
        "Payments received September 20, 2026 \u2212$340.00",
        "Returned payments September 25, 2026 $40.00",
        "November 2026 coverage 1 line $105.00",
        "Retroactive charges and credits 1 line, October 2026 \u2212$65.00",
        "Total due November 1, 2026 $80.00",
    ):
        assert row in first, row
    assert f"Bill {november.number} Made October 16, 2026 Covers November 1 to 30, 2026" in first
    assert "Due Sunday, November 1, 2026 Page 1 of 2 Total due $80.00" in first


def test_the_lines_say_what_the_rows_say(employer, november, printed):
    assert "Morales, Ana Employee + children Gold HMO Oct 2026 $105.00 $170.00 credit \u2212$65.00" in printed[1]
    assert "Retroactive charges and credits \u2212$65.00" in printed[1]
    assert "Morales, Ana Gold HMO Employee + children $105.00" in printed[1]
    assert "November 2026 coverage, 1 line $105.00" in printed[1]
    with employer.scope():
        assert sum(line.amount for line in november.lines.all()) == november.new_charges == Decimal("40.00")


def test_the_first_bill_names_no_bill_before(employer, family):
    bill = made(employer, "2026-10")
    with employer.scope():
        first = pages_of(bill_pdf(paper_of(bill)))[0]
    assert "August" not in first
    assert "Retroactive charges and credits 1 line, September 2026 $170.00 Total due October 1, 2026 $340.00" in first


def test_many_kinds_of_entries_have_their_sum_on_page_1_and_stand_on_page_2(employer, family):
    made(employer, "2026-10")
    kinds = {"fee": 5, "charge": 7, "credit": -11, "write_off": -13, "refund": 17}
    with employer.scope():
        for kind, amount in kinds.items():
            entries = [Entry("adjustments", Decimal(-amount)), Entry("receivable", Decimal(amount), employer.unit.pk)]
            post(kind, entries, purchaser=employer.purchaser, by=None, at=at(9, 20))
    bill = made(employer, "2026-11")
    with employer.scope():
        first, second = pages_of(bill_pdf(paper_of(bill)))
    assert "Payments and other entries listed on page 2 $5.00" in first
    assert "Fees September 20, 2026 $5.00 Charges September 20, 2026 $7.00" in second
    assert "Total due November 1, 2026 $515.00" in first


def test_no_birth_date_age_or_relationship_is_printed(employer, family):
    """By age each member has a line with a rated age, which is not printed."""
    with employer.scope():
        plan = family.enrollment.offering.plan
    with tenancy.as_user(None), tenancy.staff():
        prices = Prices(method="age", base=Decimal("91.37"), factor=Decimal(1))
        publish_rates(plan=plan, prices=prices, effective_on=date(2026, 10, 1), by=None, at=HIRE)
    bill = made(employer, "2026-10")
    with employer.scope():
        ages = set(bill.lines.filter(month=date(2026, 10, 1)).values_list("rated_age", flat=True))
        words = " ".join(pages_of(bill_pdf(paper_of(bill))))
    assert ages == {40, 41, 7}
    for name in ("Morales, Ana Gold HMO Ana Morales", "Morales, Ana Gold HMO Ben Morales", "Gold HMO Cora Morales"):
        assert name in words, name
    for fact in ("1986", "1985", "2019", "04/28", "April 28", "February 11", "spouse", "Spouse", "child", "Child"):
        assert fact not in words, fact
    for number in (40, 41, 7, "123-45-6788", "6788"):
        assert not re.search(rf"(?<![\d.,$-]){number}(?![\d.,-])", words), number


def test_the_coupon_names_no_person_and_says_the_code_in_letters(november, printed):
    coupon = printed[0][printed[0].index("Payment coupon") :]
    line = f"{november.number} 0000008000 20261101"
    assert scan_line(november) == line
    assert line in coupon
    assert "Premium Payments P.O. Box 5520 Oakland, CA 94604-5520" in coupon
    assert "Amount enclosed $" in coupon
    assert "Morales" not in printed[0]


def test_a_credit_has_no_coupon(employer, family):
    made(employer, "2026-10")
    pay(employer, "1000.00", at=at(9, 20))
    bill = made(employer, "2026-11")
    with employer.scope():
        first = pages_of(bill_pdf(paper_of(bill)))[0]
    assert "Your credit \u2212$490.00" in first
    assert "Nothing is due, and your next bill starts with it." in first
    for words in ("Payment coupon", "Pay by check", "Due "):
        assert words not in first


def test_wire_details_are_printed_where_the_carrier_has_them(employer, november, settings, printed):
    assert "Pay by wire" not in printed[0]
    settings.CARRIER = settings.CARRIER | {"wire": "Harbor Bank, routing 121000000, account 5550142"}
    with employer.scope():
        first = pages_of(bill_pdf(paper_of(november)))[0]
    assert "Pay by wire Harbor Bank, routing 121000000, account" in first


def test_the_address_is_the_mailing_address_of_the_bills_day(employer, november):
    def address():
        with employer.scope():
            first = pages_of(bill_pdf(paper_of(november)))[0]
        return first[first.index("$80.00") + 7 : first.index("November 2026 bill, Head office")].strip()

    assert address() == "Harbor Freight Cooperative CA 94607"
    set_place(employer, "business", "9 Dock Street", date(2026, 1, 1))
    assert address() == "Harbor Freight Cooperative 9 Dock Street, Suite 4 Oakland, CA 94607-1202"
    set_place(employer, "mailing", "2200 Harbor Way", date(2026, 10, 16))
    set_place(employer, "mailing", "1 Later Road", date(2026, 10, 17))
    with tenancy.scope(employer.purchaser), tenancy.staff():
        facts = {"role": "billing", "name": "Dana Whitfield", "email": "dana@example.test"}
        add_contact(purchaser=employer.purchaser, **facts, **factories.given(employer.purchaser))
    assert address() == (
        "Harbor Freight Cooperative Attn: Dana Whitfield 2200 Harbor Way, Suite 4 Oakland, CA 94607-1202"
    )


def test_requests_in_review_are_listed_as_left_out(employer, family):
    factories.Employer("First").enroll()
    held = employer.enroll(employee=factories.near(), at=at(9, 10))
    assert held.state == "in_review"
    bill = made(employer, "2026-10")
    with employer.scope():
        words = pages_of(bill_pdf(paper_of(bill)))
    assert "Not included: 1 request that was in review on September 16, 2026, listed after the lines." in words[0]
    assert f"{held.confirmation} Ana Morales" in words[-1].partition("Not on this bill: requests in review")[2]


def paper_with(bill, lines, *, retroactive=()):
    return Paper(bill, None, [], lines, retroactive, "", None)


def line(name, *, plan="Gold HMO", month=date(2026, 11, 1)):
    return Line(name, "E-1042", plan, "Employee + family", month, Decimal("170.00"), Decimal(0), Decimal("170.00"))


@pytest.mark.parametrize(("count", "most"), [(100, 5), (400, 15)])
def test_long_bills_repeat_the_heads_of_their_table_on_each_page(employer, november, count, most):
    lines = [line(f"Person {number:04}") for number in range(count)]
    with employer.scope():
        first, *others = pages_of(bill_pdf(paper_with(november, lines)))
    assert 2 <= len(others) <= most
    for number, page in enumerate(others, 2):
        assert f"Page {number} of {len(others) + 1}" in page
        assert page.count(HEADS) == 1, page
        assert "Harbor Freight Cooperative, Head office November 2026 bill" in page
    assert f"Page 1 of {len(others) + 1}" in first
    shown = re.findall(r"Person (\d{4}) E-1042 Gold HMO Employee \+ family \$170\.00", " ".join(others))
    assert shown == [f"{number:04}" for number in range(count)]
    assert f"November 2026 coverage, {count} lines ${170 * count:,.2f}" in others[-1]


@pytest.fixture(params=["the fonts of this machine", "no font but the portal's own"])
def fonts(request, monkeypatch):
    if request.param.startswith("no font"):
        own = typst.Fonts(include_system_fonts=False, font_paths=[printing.FONTS])
        monkeypatch.setattr(printing, "_fonts", lambda: own)


@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize("name", ["李", "Nguyễn Thị Hồng", "سلیم", "김", "𠮷田", "श्रीनिवास", "x" * 160])
def test_a_bill_opens_for_names_of_any_script_and_length(employer, november, name):
    november.purchaser_name = november.unit_name = name
    with employer.scope():
        pages = pages_of(bill_pdf(paper_with(november, [line(name, plan=name)])))
    words = " ".join(pages)
    assert len(pages) == 2
    assert "$170.00" in words
    assert ("Some characters can't be printed here" in words) == ("\ufffd" in words)


def test_a_bill_is_tagged_and_names_its_title_and_language(employer, november):
    with employer.scope():
        content = bill_pdf(paper_of(november))
    with pypdfium2.PdfDocument(content) as document:
        assert raw.FPDFCatalog_IsTagged(document)
        assert document.get_metadata_value("Title") == "November 2026 bill"
        # Not the day it is drawn: the same rows make the same bytes on any day.
        assert document.get_metadata_value("CreationDate").startswith("D:20261016")
    assert b"pdfuaid:part" in content
    assert b"QR code with the bill number" in content


def test_the_same_rows_make_the_same_bytes(employer, november):
    with employer.scope():
        assert bill_pdf(paper_of(november)) == bill_pdf(paper_of(november))
