"""Names of forty letters without a space: no page scrolls sideways on a phone."""

from datetime import timedelta

import pytest

from tests.factories import applicant, child, spouse
from tests.journeys.conftest import today
from tests.journeys.test_employer import fill_employee, recent

pytestmark = pytest.mark.django_db(transaction=True)
FIRST, LAST = "Wolfeschlegelsteinhausenbergerdorffmuell", "Uvuvwevwevweonyetenyevweugwemuhwemosasem"
PHONES = (320, 360)


def sideways(page):
    """By how much the page as a whole, and what is on it, is wider than the screen."""
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
