"""A person's page: its content, its readers, and the record of each view."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from accounts.models import Activity
from enrollment.models import Coverage, Employment
from tests import factories
from tests.factories import child, spouse

pytestmark = pytest.mark.django_db
ADDRESSES = ["person", "correct_details", "end_coverage", "add_dependents"]


def test_the_whole_number_asks_for_the_password_after_five_minutes(client, employer):
    person = employer.enroll().person_id
    client.force_login(employer.administrator)
    address = reverse("reveal_number", args=[person])
    asked = client.post(address)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    inside = client.post(
        address, headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver/people/{person}/"}
    )
    assert inside["HX-Redirect"] == f"{reverse('account_reauthenticate')}?next=%2Fpeople%2F{person}%2F"
    with employer.scope():
        assert not Activity.objects.filter(verb="revealed_number").exists()


def words(response):
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))


def test_the_number_is_masked_and_shown_only_by_post_with_its_line_of_activity(desk, employer):
    person = employer.enroll().person_id
    assert "123-45-6788" not in desk.get(reverse("person", args=[person])).content.decode()
    assert desk.get(reverse("reveal_number", args=[person])).status_code == 405
    assert "123-45-6788" in desk.post(reverse("reveal_number", args=[person])).content.decode()
    with employer.scope():
        assert Activity.objects.filter(verb="revealed_number", object_id=str(person)).count() == 1


def test_every_look_at_a_person_is_on_the_record(desk, employer):
    person = employer.enroll().person_id
    for _ in range(2):
        desk.get(reverse("person", args=[person]))
    with employer.scope():
        assert Activity.objects.filter(verb="viewed_person", actor=employer.administrator).count() == 2


def test_ended_people_stay_with_their_history_and_both_clocks(desk, employer):
    family = employer.enroll(spouse(), hired_on=date(2026, 9, 1))
    employer.end(family)
    page = words(desk.get(reverse("person", args=[family.person_id])))
    assert "Gold HMO: 10/01/2026 to 11/30/2026" in page
    assert "Recorded November 23, 2026, 10:30 AM PST by request" in page
    before = page[page.index("Previous records") :]
    assert (
        "10/01/2026 to no end date Recorded November 23, 2026, 10:30 AM, changed November 23, 2026, 10:30 AM" in before
    )


@pytest.mark.usefixtures("that_day")
def test_coverage_that_has_not_started_and_has_an_end_says_both(desk, employer):
    family = employer.enroll(hired_on=date(2026, 11, 20))
    employer.end(family, event_on=date(2027, 2, 12))
    page = words(desk.get(reverse("person", args=[family.person_id])))
    assert "Coverage starts on January 1, 2027 and ends on February 28, 2027." in page
    assert "View request or reverse the end" in page
    assert "Coverage ended" not in page
    assert "withdraw" not in page
    assert "01/01/2027 Ends 02/28/2027" in words(desk.get(reverse("roster")))


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_person_of_another_unit_is_as_missing_as_a_stranger(client, employer, name):
    person = employer.enroll(child()).person_id
    warehouse = factories.unit(employer.purchaser, code="002", name="Warehouse")
    delegate = factories.user("Sam")
    factories.grant(delegate, employer.purchaser, units=[warehouse.pk], at=factories.NOW.replace(year=2020))
    client.force_login(delegate)
    assert client.get(reverse(name, args=[person])).status_code == 404


def test_requests_and_activity_of_another_unit_are_not_shown(client, employer):
    change = employer.enroll()
    warehouse = factories.unit(employer.purchaser, code="002", name="Warehouse")
    delegate = factories.user("Sam")
    factories.grant(delegate, employer.purchaser, units=[warehouse.pk], at=factories.NOW.replace(year=2020))
    client.force_login(delegate)
    assert client.get(change.get_absolute_url()).status_code == 404
    for name in ("requests", "activity", "home"):
        assert "Ana Morales" not in client.get(reverse(name)).content.decode()


def submitted(desk, address, typed):
    """The values with the last day that the page showed, and the button."""
    shown = desk.post(address, typed).context["preview"].last_day.isoformat()
    return typed | {"submit": "1", "shown": shown}


def test_an_end_beyond_the_limit_is_offered_at_the_limit_or_sent_with_a_reason(desk, employer):
    family = employer.enroll(hired_on=date(2026, 7, 1), at=factories.NOW.replace(month=8))
    address = reverse("end_coverage", args=[family.person_id])
    typed = {"reason": "quit", "last_day_worked": "8/10/2026", "key": "one"}
    shown = words(desk.post(address, typed))
    assert "Your unit's rule gives August 31, 2026" in shown.replace("'", "'")
    missing = desk.post(address, submitted(desk, address, typed))
    assert missing.status_code == 422
    assert "no employee contributions were collected" in words(missing)
    asked = submitted(desk, address, typed) | {
        "attested": "on",
        "earlier": "8/31/2026",
        "earlier_reason": "Payroll told us late",
    }
    held = desk.get(desk.post(address, asked)["Location"])
    assert "In review" in words(held)
    with employer.scope():
        assert not Coverage.objects.filter(ends_on__isnull=False).exists()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"reason": "quit", "event_on": "11/20/2026"}, "Enter the last day worked."),
        ({"reason": "death", "last_day_worked": "11/20/2026"}, "Enter the date of death."),
        ({"reason": "reduced_hours"}, "Enter the date hours were reduced."),
        (
            {"reason": "reduced_hours", "event_on": "11/20/2026", "last_day_worked": "11/20/2026"},
            "Leave Last day worked blank for this reason. The employee is still working.",
        ),
    ],
)
def test_an_end_asks_for_the_day_that_its_reason_has(desk, employer, typed, message):
    family = employer.enroll(hired_on=date(2026, 9, 1))
    response = desk.post(reverse("end_coverage", args=[family.person_id]), typed | {"key": "one"})
    assert response.status_code == 422
    assert message in words(response)


@pytest.mark.usefixtures("that_day")
def test_an_end_keeps_the_day_of_the_event_beside_the_last_day_worked(desk, employer):
    """Resigned on October 28, worked until November 6: the end counts from the day worked."""
    family = employer.enroll(hired_on=date(2026, 9, 1))
    address = reverse("end_coverage", args=[family.person_id])
    typed = {"reason": "quit", "event_on": "10/28/2026", "last_day_worked": "11/6/2026", "key": "one"}
    assert desk.post(address, submitted(desk, address, typed)).status_code == 302
    with employer.scope():
        coverage = Coverage.objects.known().get()
        assert (coverage.event_on, coverage.ends_on) == (date(2026, 10, 28), date(2026, 11, 30))
        assert Employment.objects.get().last_day_worked == date(2026, 11, 6)


@pytest.mark.usefixtures("that_day")
def test_a_last_day_that_was_never_shown_is_not_written(desk, employer):
    family = employer.enroll(hired_on=date(2026, 9, 1))
    address = reverse("end_coverage", args=[family.person_id])
    seen = submitted(desk, address, {"reason": "quit", "last_day_worked": "12/15/2026", "key": "one"})
    changed = desk.post(address, seen | {"last_day_worked": "2/15/2027"})
    assert (changed.status_code, changed.context["preview"].last_day) == (422, date(2027, 2, 28))
    assert "Your entries changed. Check the last day of coverage below, then submit again." in words(changed)
    with employer.scope():
        assert not Coverage.objects.filter(ends_on__isnull=False).exists()
    assert desk.post(address, seen | {"last_day_worked": "2/15/2027", "shown": "2027-02-28"}).status_code == 302


CANNOT_BE = [
    (
        "quit",
        "last_day_worked",
        "10/30/2026",
        "Enter a last day worked on or after the date of hire, November 2, 2026.",
    ),
    ("quit", "last_day_worked", "11/20/2126", "This date is more than a year from now. Check the year."),
    ("death", "event_on", "3/20/2027", "The date of death can't be in the future. Check the date."),
]


@pytest.mark.usefixtures("that_day")
@pytest.mark.parametrize(("reason", "field", "day", "message"), CANNOT_BE)
def test_a_day_that_cannot_be_is_refused_before_anything_is_previewed_and_when_sent(
    desk, employer, reason, field, day, message
):
    family = employer.enroll(hired_on=date(2026, 11, 2))
    address = reverse("end_coverage", args=[family.person_id])
    typed = {"reason": reason, field: day, "attested": "on", "key": "one"}
    for sent in (typed, typed | {"submit": "1", "shown": "2026-11-30"}):
        response = desk.post(address, sent)
        assert (response.status_code, response.context["preview"]) == (422, None)
        assert message in words(response)
        assert field in response.context["form"].errors


def test_a_receipt_is_a_tagged_pdf(desk, employer):
    change = employer.enroll(spouse())
    content = desk.get(reverse("request_file", args=[change.pk])).content
    assert content.startswith(b"%PDF-")
    assert b"/MarkInfo" in content or b"StructTreeRoot" in content
