"""What tests of the printed bill share."""

from datetime import UTC, date, datetime

import pypdfium2

from access import tenancy
from accounts.services import set_address
from tests import factories

HIRED, HIRE = date(2026, 7, 6), datetime(2026, 7, 6, 18, tzinfo=UTC)


def at(month, day):
    return datetime(2026, month, day, 18, tzinfo=UTC)


def pages_of(content):
    """The text of each page, in one line."""
    with pypdfium2.PdfDocument(bytes(content)) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def set_place(employer, kind, street, effective_on):
    place = {"street": street, "street2": "Suite 4", "city": "Oakland", "state": "CA", "zip_code": "94607-1202"}
    with tenancy.scope(employer.purchaser), tenancy.staff():
        given = factories.given(employer.purchaser)
        set_address(purchaser=employer.purchaser, kind=kind, effective_on=effective_on, **place, **given)
