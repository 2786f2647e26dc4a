"""A full Social Security number typed into the search never reaches an address."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_begins_like_a_number_is_not_sent(desk, employer):
    employer.enroll()
    page = desk.open("/employees/")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("Name or member number").press_sequentially("123-45-6788", delay=5)
    expect(page.get_by_text("you can't search by a full Social Security number")).to_be_visible()
    page.keyboard.press("Enter")
    page.get_by_label("Name or member number").fill("")
    page.get_by_label("Name or member number").press_sequentially("moral", delay=5)
    page.wait_for_url("**/employees/?q=moral")
    expect(page.get_by_text("you can't search by a full Social Security number")).to_be_hidden()
    assert not any("123-4" in address for address in asked)
