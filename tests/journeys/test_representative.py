"""A representative's morning: ten cases by keyboard, a question, an answer with a correction."""

import pytest
from playwright.sync_api import expect

from access import tenancy
from enrollment import services
from enrollment.commands import CorrectDetails
from enrollment.models import Change, Review
from enrollment.rules.people import Name
from tests import factories
from tests.factories import applicant, near
from tests.journeys.browsing import Desk, today
from tests.journeys.steps import recent

pytestmark = pytest.mark.django_db(transaction=True)
CASES = 10
FIRSTS = ["Mary", "Linda", "Susan", "Karen", "Lisa", "Nancy", "Betty", "Helen", "Sandra", "Donna"]
LASTS = ["Smith", "Johnson", "Williams", "Brown", "Jones", "Garcia", "Miller", "Davis", "Martinez", "Wilson"]


@pytest.fixture
def rep_desk(page, live_server, employer):
    return Desk(page, live_server).sign_in(employer.purchaser.representative.user)


def born(place):
    return factories.date(1950 + 3 * place, 1 + place, 10 + place)


def on_file(place):
    return applicant(
        FIRSTS[place], LASTS[place], born=born(place), number=f"{211 + 17 * place}-4{place}-{3104 + 701 * place}"
    )


@pytest.fixture
def ten(employer):
    """Ten employees who share name and birth date with people at another employer."""
    other = factories.Employer("Bay Logistics")
    for place in range(CASES):
        other.enroll(employee=on_file(place), hired_on=recent(70), at=today())
    held = [
        employer.enroll(employee=near(FIRSTS[place], LASTS[place], born=born(place)), hired_on=recent(70), at=today())
        for place in range(CASES)
    ]
    assert {change.state for change in held} == {"in_review"}
    return held


def states(employer, changes):
    with employer.scope():
        return [Change.objects.get(pk=each.pk).state for each in changes]


def decide(page, key, reason):
    number = page.locator("#content h1").inner_text()
    page.keyboard.press(key)
    page.keyboard.press("t")
    page.keyboard.type(reason)
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    expect(page.get_by_text(f"{number} completed")).to_be_visible()


def test_ten_cases_are_settled_by_keyboard_alone(rep_desk, employer, ten):
    page = rep_desk.open("/admin/enrollment/review/")
    page.get_by_role("link", name=ten[0].confirmation).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Employee: Mary Smith")).to_be_visible()
    rep_desk.look()
    page.keyboard.press("Shift+?")
    expect(page.get_by_role("heading", name="Shortcuts")).to_be_visible()
    rep_desk.look()
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    expect(page.get_by_text("You claimed this request.")).to_be_visible()
    page.keyboard.press("s")
    expect(page.get_by_text("Choose what to do first")).to_be_visible()
    rep_desk.look()
    for place in range(CASES):
        decide(page, "1" if place % 2 else "n", "Birth certificate seen")
    expect(page.get_by_text("All open (0)")).to_be_visible()
    assert states(employer, ten) == ["completed"] * CASES
    assert rep_desk.silent() == []


def test_a_button_pressed_twice_decides_once(rep_desk, employer, ten):
    with tenancy.as_user(None), tenancy.staff():
        review = Review.objects.get(change=ten[0])
    page = rep_desk.open(f"/admin/enrollment/review/{review.pk}/case/")
    page.get_by_role("button", name="Complete").click()
    expect(page.locator(".wrong")).to_be_focused()
    page.get_by_label("New member").check()
    page.get_by_label("Reason for the decision").fill("Birth certificate seen")
    posts = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="Complete").dblclick()
    expect(page.get_by_text(f"{ten[0].confirmation} completed")).to_be_visible()
    assert len(posts) == 1
    assert rep_desk.silent() == []


def test_a_question_is_answered_with_a_correction_that_completes_the_request(rep_desk, employer, browser, live_server):
    factories.Employer("Bay Logistics").enroll(hired_on=recent(70), at=today())
    held = employer.enroll(employee=near(born=factories.date(1986, 4, 29)), hired_on=recent(70), at=today())
    with tenancy.as_user(None), tenancy.staff():
        review = Review.objects.get(change=held)
    work = rep_desk.open(f"/admin/enrollment/review/{review.pk}/case/")
    work.get_by_label("Reason for the decision").fill("Was she born on April 28?")
    work.get_by_role("button", name="Ask the employer").click()
    expect(work.get_by_text("The message includes a date from our records")).to_be_visible()
    work.get_by_label("Reason for the decision").fill("Please check the date of birth and send the number.")
    work.get_by_role("button", name="Ask the employer").click()
    expect(work.get_by_text("Question about")).to_be_visible()
    desk = Desk(browser.new_page(), live_server).sign_in(employer.administrator)
    page = desk.open(held.get_absolute_url())
    expect(page.get_by_role("heading", name="Action needed: answer a question")).to_be_visible()
    page.get_by_text("Correct this request").click()
    desk.look()
    page.get_by_label("Answer").fill("It was a slip")
    page.get_by_label("Date of birth").fill("31/31/1986")
    page.get_by_role("button", name="Send answer").click()
    expect(page.locator(".error-summary")).to_be_focused()
    desk.look()
    page.get_by_label("Date of birth").fill("4/28/1986")
    page.get_by_label("Social Security number", exact=True).fill("123-45-6788")
    page.get_by_label("Why the Social Security number is missing").select_option("")
    page.get_by_role("button", name="Send answer").click()
    expect(page.get_by_role("heading", name="Completed")).to_be_visible()
    assert desk.silent() + rep_desk.silent() == []


def test_a_correction_is_decided_field_by_field_by_keyboard(rep_desk, page, employer):
    ana = employer.enroll(hired_on=recent(40), at=today()).person_id
    after = applicant(name=Name("Ana", "Whitfield"), born=factories.date(1986, 4, 29))
    with employer.scope():
        command = CorrectDetails(person_id=ana, after=after)
        held = services.submit(command=command, submission=employer.submission(at=today()))
    with tenancy.as_user(None), tenancy.staff():
        review = Review.objects.get(change=held)
    rep_desk.open(f"/admin/enrollment/review/{review.pk}/case/")
    rep_desk.look()
    page.locator("#note").fill("Nothing is chosen for me")
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("s")
    expect(page.get_by_role("alert")).to_contain_text("Choose what to do with each field that differs.")
    for name in ("Legal name", "Date of birth"):
        page.get_by_label(name, exact=True).focus()
        page.keyboard.press("End")
    page.locator("#note").fill("Both are as on the certificate")
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("s")
    expect(page.get_by_role("alert")).to_contain_text("Decline the request")
    rep_desk.look()
    page.get_by_label("Legal name", exact=True).focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.locator("#note").focus()
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("s")
    expect(page.get_by_text(f"{held.confirmation} completed")).to_be_visible()
    with employer.scope():
        (said,) = Change.objects.get(pk=held.pk).outcome
    assert (said["fields"], said["kept"], rep_desk.silent()) == ("name", "birth_date", [])
