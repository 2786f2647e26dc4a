"""Long content on a phone: 40-letter names without spaces, and lists with a message above."""

from datetime import timedelta

import pytest

from tests.factories import applicant, child, spouse
from tests.journeys.browsing import today
from tests.journeys.steps import fill_employee, recent

pytestmark = pytest.mark.django_db(transaction=True)
FIRST, LAST = "Wolfeschlegelsteinhausenbergerdorffmuell", "Uvuvwevwevweonyetenyevweugwemuhwemosasem"
PHONES = (320, 360)


def sideways(page):
    """How far the page and its parts exceed the screen width."""
    return page.evaluate(
        "Math.max(...[document.documentElement, ...document.querySelectorAll('main, main .panel, main .receipt')]"
        ".map(each => each.scrollWidth - each.clientWidth))"
    )


def test_no_page_scrolls_sideways_for_a_long_name(desk, employer):
    family = employer.enroll(
        spouse(FIRST, LAST),
        child(FIRST[::-1].title(), LAST),
        employee=applicant(FIRST, LAST, number="533-44-5518"),
        hired_on=recent(70),
        at=today(),
    )
    ended = employer.end(family, event_on=(today() + timedelta(days=40)).date(), at=today())
    page = desk.open("/employees/add/")
    fill_employee(page, **{"First name": FIRST[:-1], "Last name": LAST})
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/dependents/")
    draft = page.url.removeprefix(desk.url).removesuffix("dependents/")
    person = f"/people/{family.person_id}/"
    pages = ["/", "/employees/", "/requests/", "/activity/", person, f"{person}correct/", f"{person}end/"]
    pages += [f"{person}add-dependents/", family.get_absolute_url(), ended.get_absolute_url()]
    pages += [f"{draft}{step}/" for step in ("employee", "dependents", "dependents/0", "check")]
    for address in pages:
        desk.open(address)
        for width in PHONES:
            page.set_viewport_size({"width": width, "height": 800})
            assert sideways(page) <= 0, f"{address} at {width}"


CUT = """() => [...document.querySelectorAll('main form select')].filter(each => {
  const style = getComputedStyle(each), pen = document.createElement('canvas').getContext('2d');
  pen.font = style.font;
  const arrow = 20, room = each.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - arrow;
  return pen.measureText(each.selectedOptions[0].text).width > room;
}).map(each => each.name)"""


def test_what_is_chosen_in_a_list_is_not_cut(desk, employer):
    """Also with an error, which needs space of its own."""
    page = desk.open("/employees/add/")
    for width in (*PHONES, 390, 412, 1024):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(CUT) == [], width
    page.get_by_role("button", name="Save and continue").click()
    page.locator(".error-summary").wait_for()
    for width in (*PHONES, 390, 412, 1024):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(CUT) == [], width
