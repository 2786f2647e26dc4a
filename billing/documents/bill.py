"""A bill as a tagged PDF for letters: an address for the window, a summary that foots, the lines, and a payment coupon.

It names employees and members, never a birth date, an age or a relationship. The coupon names no person.
"""

from pathlib import Path
from textwrap import shorten
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.platform.printing import FONT, pdf, qr_squares
from billing.models import Posting
from billing.rules.dollars import dollars
from billing.rules.months import next_month

SOURCE = Path(__file__).with_name("bill.typ")
Kind = Posting.Kind
BOOKED = {
    Kind.OPENING: gettext_lazy("Balance carried over"),
    Kind.PAYMENT: gettext_lazy("Payments received"),
    Kind.RETURN: gettext_lazy("Returned payments"),
    Kind.REFUND: gettext_lazy("Refunds"),
    Kind.FEE: gettext_lazy("Fees"),
    Kind.CREDIT: gettext_lazy("Credits"),
    Kind.CHARGE: gettext_lazy("Charges"),
    Kind.WRITE_OFF: gettext_lazy("Write-offs"),
    Kind.TRANSFER: gettext_lazy("Transfers between units"),
}
# More kinds than these stand on page 2, and page 1 has their sum.
KINDS_ON_PAGE_1 = 4
# Signs that have room in one line of an address, and beside the title at the head of a page.
LONGEST_STREET, LONGEST_HEAD = 48, 80


def _amount(amount):
    return dollars(amount).replace("-", "\u2212")


def _day(day):
    return date_format(day, "F j, Y")


def _month(month):
    return date_format(month, "F Y")


def _address(paper):
    """The lines behind the window of the envelope."""
    bill, place = paper.bill, paper.place
    yield bill.purchaser_name
    if paper.attention:
        yield _("Attn: %(name)s") % {"name": paper.attention}
    if place is not None:
        street = [each for each in (place.street, getattr(place, "street2", "")) if each]
        in_one = ", ".join(street)
        yield from [in_one] if street and len(in_one) <= LONGEST_STREET else street
        yield ", ".join(filter(None, [place.city, f"{place.state} {place.zip_code}"]))


def _facts(bill):
    """(label, value) pairs beside the address."""
    yield _("Bill"), bill.number
    yield _("Made"), _day(bill.made_on)
    through = {"first": date_format(bill.month, "F j"), "last": date_format(bill.month, "t, Y")}
    yield _("Covers"), _("%(first)s to %(last)s") % through
    if bill.total > 0:
        yield _("Due"), date_format(bill.due_on, "l, F j, Y")


def _booked(paper):
    """[kind, days, amount] of what was booked since the bill before."""
    for each in paper.booked:
        days = _day(each.first_on)
        if each.first_on != each.last_on:
            days = _("%(first)s to %(last)s") % {"first": days, "last": _day(each.last_on)}
        several = ngettext("%(count)d entry", "%(count)d entries", each.postings) % {"count": each.postings}
        yield [str(BOOKED[each.kind]), days if each.postings == 1 else f"{several}, {days}", _amount(each.amount)]


def _count(lines):
    return ngettext("%(count)d line", "%(count)d lines", len(lines)) % {"count": len(lines)}


def _summary(paper, booked):
    """[what, more about it, amount] of the summary. The amounts add up to the bill's total."""
    bill = paper.bill
    if paper.previous:
        yield [_("%(month)s bill") % {"month": _month(paper.previous.month)}, "", _amount(bill.previous_total)]
    if len(booked) > KINDS_ON_PAGE_1:
        total = sum(each.amount for each in paper.booked)
        yield [_("Payments and other entries"), _("listed on page 2"), _amount(total)]
    else:
        yield from booked
    current = _("%(month)s coverage") % {"month": _month(bill.month)}
    yield [current, _count(paper.current), _amount(paper.current_sum)]
    if paper.retroactive:
        more = f"{_count(paper.retroactive)}, {_of_months(paper.retroactive)}"
        yield [_("Retroactive charges and credits"), more, _amount(paper.retroactive_sum)]


def _of_months(lines):
    first, last = min(line.month for line in lines), max(line.month for line in lines)
    if first == last:
        return _month(first)
    return _("%(first)s to %(last)s") % {"first": _month(first), "last": _month(last)}


def _notes(bill):
    """What the bill includes, in sentences."""
    made, later = _day(bill.made_on), _month(next_month(bill.month))
    text = _("This bill includes changes recorded through %(day)s. Later changes are on your %(month)s bill.")
    yield text % {"day": made, "month": later}
    if count := len(bill.left_out):
        text = ngettext(
            "Not included: %(count)d request that was in review on %(day)s, listed after the lines.",
            "Not included: %(count)d requests that were in review on %(day)s, listed after the lines.",
            count,
        )
        yield text % {"count": count, "day": made}
    if bill.total < 0:
        yield _("You have a credit. Nothing is due, and your next bill starts with it.")
    elif bill.total == 0:
        yield _("Nothing is due.")


def _help(bill):
    """(heading, text) of the ways to pay, and of whom to ask."""
    carrier, representative = settings.CARRIER, bill.purchaser.representative
    site = urlsplit(settings.BASE_URL).netloc
    yield _("Online"), _("Sign in at %(site)s to see this bill and how it was computed.") % {"site": site}
    if bill.total > 0:
        text = _("Make the check payable to %(name)s, write the bill number on it, and enclose the coupon below.")
        yield _("Pay by check"), text % {"name": carrier["name"]}
        if carrier["wire"]:
            text = _("%(account)s. Give the bill number as the reference.")
            yield _("Pay by wire"), text % {"account": carrier["wire"]}
    yield _("Questions"), f"{representative.user}, {representative.phone}, {representative.hours}"


def scan_line(bill):
    """Bill number, amount in cents and due day: what the QR code of the coupon says, in readable signs."""
    return f"{bill.number} {int(bill.total * 100):010d} {bill.due_on:%Y%m%d}"


def _qr(text):
    """The QR code of a text as an SVG image."""
    squares = qr_squares(text)
    runs = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(squares) for x, is_dark in enumerate(row) if is_dark)
    size = len(squares)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{runs}"/></svg>'


def _coupon(bill):
    """What is mailed with a check, or None if nothing is due."""
    if bill.total <= 0:
        return None
    scanned = scan_line(bill)
    return {
        "detach": _("Detach here and mail this part with your check."),
        "title": _("Payment coupon"),
        "payer": [
            f"{bill.purchaser_name}, {bill.unit_name}",
            _("Purchaser ID %(number)s") % {"number": bill.purchaser_number},
        ],
        "facts": [[_("Bill"), bill.number], [_("Due"), _day(bill.due_on)], [_("Total due"), _amount(bill.total)]],
        "qr": _qr(scanned),
        "qr_words": _("QR code with the bill number, the amount and the due day"),
        "scan_line": scanned,
        "remittance": [settings.CARRIER["name"], *settings.CARRIER["remittance"].split("|")],
        "enclosed": _("Amount enclosed"),
    }


def _retroactive(paper):
    """The earlier months, with what each should be and what was billed for it before."""
    total = _amount(paper.retroactive_sum)
    return {
        "title": _("Retroactive charges and credits: %(amount)s") % {"amount": total},
        "columns": [_("Employee"), _("Who is covered"), _("Month"), _("Should be"), _("Billed before"), _("This bill")],
        "rows": [
            [
                line.name,
                line.plan,
                line.covered or _("Not covered"),
                date_format(line.month, "M Y"),
                _amount(line.owed),
                _amount(line.billed_before),
                _("credit") if line.amount < 0 else "",
                _amount(line.amount),
            ]
            for line in paper.retroactive
        ],
        "total": [_("Retroactive charges and credits"), total],
    }


def _current(paper):
    """The month of the bill by employee."""
    month, total = _month(paper.bill.month), _amount(paper.current_sum)
    return {
        "title": _("%(month)s coverage: %(amount)s") % {"month": month, "amount": total},
        "columns": [_("Employee"), _("Plan"), _("Who is covered"), _("Amount")],
        "rows": [
            [line.name, line.employee_number, line.plan, line.covered, _amount(line.amount)] for line in paper.current
        ],
        "total": [_("%(month)s coverage, %(lines)s") % {"month": month, "lines": _count(paper.current)}, total],
    }


def _data(paper):
    bill = paper.bill
    booked = list(_booked(paper))
    owed = _("Total due") if bill.total >= 0 else _("Your credit")
    total = _("Total due %(day)s") % {"day": _day(bill.due_on)} if bill.total > 0 else owed
    return {
        "font": FONT,
        "title": _("%(month)s bill") % {"month": _month(bill.month)},
        "heading": _("%(month)s bill, %(unit)s") % {"month": _month(bill.month), "unit": bill.unit_name},
        "number": bill.number,
        "numbered": _("Bill %(number)s") % {"number": bill.number},
        "made_on": [bill.made_on.year, bill.made_on.month, bill.made_on.day],
        "carrier": settings.CARRIER["name"],
        "carrier_address": settings.CARRIER["address"],
        "payer": shorten(f"{bill.purchaser_name}, {bill.unit_name}", LONGEST_HEAD, placeholder="\u2026"),
        "address": list(_address(paper)),
        "facts": list(_facts(bill)),
        "page": [_("Page"), _("of")],
        "owed": [owed, _amount(bill.total)],
        "summary": list(_summary(paper, booked)),
        "total": [total, _amount(bill.total)],
        "notes": list(_notes(bill)),
        "help": list(_help(bill)),
        "coupon": _coupon(bill),
        "booked": {
            "title": _("Payments and other entries"),
            "columns": [_("What"), _("When"), _("Amount")],
            "rows": booked if len(booked) > KINDS_ON_PAGE_1 else [],
        },
        "retroactive": _retroactive(paper),
        "current": _current(paper),
        "left_out": {
            "title": _("Not on this bill: requests in review"),
            "columns": [_("Request"), _("For")],
            "rows": [[each["confirmation"], each["title"]] for each in bill.left_out],
        },
    }


def bill_pdf(paper):
    """The bill as a PDF/UA-1 file. Two calls for the same rows give the same bytes."""
    return pdf(SOURCE, _data(paper))
