"""A representative's day at the queue in a browser: accessible pages, silent console."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from access import tenancy
from enrollment import services
from enrollment.models import Review
from tests import factories
from tests.factories import applicant
from tests.journeys.browsing import Desk, today

pytestmark = pytest.mark.django_db(transaction=True)
QUEUE = "/admin/enrollment/review/"


@pytest.fixture
def held(employer):
    hired = (today() - timedelta(days=70)).date()
    factories.Employer("First").enroll(hired_on=hired, at=today())
    changes = []
    for place in range(5):
        who = applicant(f"Ana{'abcde'[place]}", number=f"123-45-678{place}")
        changes.append(employer.enroll(employee=who, hired_on=hired, at=today() - timedelta(days=place)))
    return changes


@pytest.fixture
def work(page, live_server, employer, held):
    rep = employer.purchaser.representative.user
    with tenancy.as_user(rep), tenancy.staff():
        reviews = [Review.objects.get(change=change) for change in held]
        services.ask_employer(review_id=reviews[1].pk, by=rep, at=today(), question="Which birth date is right?")
        services.refuse(review_id=reviews[4].pk, by=rep, at=today(), note="No form")
        services.save_filter(name="Late ones", query="queue=late", by=rep, at=today())
    with tenancy.as_user(None), tenancy.service():
        services.watch_goals(at=today())
    return Desk(page, live_server).sign_in(rep)


def test_every_page_of_the_queue_is_accessible_and_silent(work, employer):
    supervisor = factories.supervisor()
    for path in ("/admin/", QUEUE, QUEUE + "?queue=waiting", QUEUE + "?q=nobody", QUEUE + "report/"):
        work.open(path)
        work.look()
    work.open(QUEUE + "report/?first=soon&last=")
    work.look()
    work.open("/admin/accounts/closure/")
    work.look()
    work.sign_in(supervisor)
    for path in ("/admin/accounts/closure/", "/admin/accounts/closure/enter/"):
        work.open(path)
        work.look()
    assert work.silent() == []


def test_the_queue_is_searched_as_you_type_and_never_by_an_identity_number(work, held):
    page = work.open(QUEUE + "?queue=unclaimed")
    field = page.get_by_label("Name, confirmation number, employer or purchaser ID")
    field.press_sequentially(held[0].confirmation)
    expect(page.get_by_text("1 request", exact=True)).to_be_visible()
    expect(field).to_be_focused()
    expect(page.get_by_role("link", name=held[0].confirmation)).to_be_visible()
    assert "queue=unclaimed" in page.url
    addresses = []
    page.on("request", lambda request: addresses.append(request.url))
    field.fill("123-45-6789")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(field).to_have_js_property("validity.valid", False)
    field.fill("anac")
    expect(page.get_by_text("1 request", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name=held[2].confirmation)).to_be_visible()
    field.fill("harbor")
    expect(page.get_by_text("3 requests", exact=True)).to_be_visible()
    assert not [address for address in addresses if "6789" in address]
    assert work.silent() == []


def test_what_is_chosen_for_an_action_can_be_read_on_a_phone(work):
    page = work.open(QUEUE)
    page.set_viewport_size({"width": 320, "height": 900})
    boxes = [page.get_by_label(name).bounding_box() for name in ("Action:", "Representative:")]
    assert [box["width"] >= 150 and box["x"] + box["width"] <= 320 for box in boxes] == [True, True]
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"]


def test_a_request_is_claimed_assigned_and_kept_under_a_filter(work, held, employer):
    other = factories.user("Otto Berg", representative=True)
    page = work.open(QUEUE + "?queue=unclaimed")
    page.get_by_role("button", name=f"Claim {held[0].confirmation}").click()
    expect(page.get_by_role("link", name="Mine (1)")).to_be_visible()
    assert page.url.endswith("?queue=unclaimed")
    page.get_by_role("checkbox", name="Select all").check()
    page.get_by_label("Action:").select_option(label="Assign to representative")
    page.get_by_label("Representative:").select_option(label="Otto Berg")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_text("Assigned to Otto Berg: 2.")).to_be_visible()
    page.get_by_label("Save this view as").fill("Free ones")
    page.get_by_role("button", name="Save filter").click()
    page.get_by_role("link", name="Late ones").click()
    expect(page.get_by_role("link", name="Free ones")).to_be_visible()
    work.sign_in(other)
    page = work.open(QUEUE)
    expect(page.get_by_role("link", name="Mine (2)")).to_be_visible()
    expect(page.get_by_role("link", name="Free ones")).to_have_count(0)
    assert work.silent() == []
