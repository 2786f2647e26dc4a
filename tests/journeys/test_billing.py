"""The pages of bills in a browser: accessible at every width, and lines that open where they stand."""

import pytest

from tests.billing.money import made, pay, publish

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_page_of_billing_is_accessible_and_silent(desk, employer, family):
    publish(employer)
    made(employer, "2026-11")
    pay(employer, "20.00")
    bill = made(employer, "2026-12")
    with employer.scope():
        line = bill.lines.order_by("pk").first()
    address = f"/billing/bills/{bill.pk}/"
    for path in ("/", "/billing/balance/", "/billing/bills/", address, f"{address}?explain={line.pk}"):
        desk.open(path)
        desk.look()
    assert desk.silent() == []


def test_a_line_is_explained_and_closed_where_it_stands(desk, employer, family):
    publish(employer)
    bill = made(employer, "2026-12")
    page = desk.open(f"/billing/bills/{bill.pk}/")
    page.get_by_role("link", name="Explain").first.click()
    page.get_by_role("heading", name="was computed").wait_for()
    assert page.url.endswith(f"/billing/bills/{bill.pk}/")
    desk.look()
    page.get_by_role("link", name="Close").first.click()
    page.get_by_role("heading", name="was computed").wait_for(state="detached")
