"""Fields side by side: their boxes align, with or without hints and errors."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)
TOPS = """rows => rows.map(row => [...row.querySelectorAll('input:not([type=hidden]), select')].map(
  box => { const place = box.getBoundingClientRect(); return [Math.round(place.left), Math.round(place.bottom)] }))"""


def uneven(page):
    """Rows with neighboring boxes of different heights."""
    rows = page.locator(".fields").evaluate_all(TOPS)
    assert rows
    return [row for row in rows if len({left for left, _ in row}) == len(row) and len({low for _, low in row}) > 1]


@pytest.mark.parametrize("path", ["/employees/add/", "/access/new/", "/user-id-request/"])
def test_boxes_in_a_row_are_level_with_hints_and_with_errors(desk, path):
    page = desk.open(path)
    page.set_viewport_size({"width": 1366, "height": 900})
    assert uneven(page) == []
    page.locator("main form .btn-primary").first.click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert uneven(page) == []
