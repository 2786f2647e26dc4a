"""A draft in two tabs: the second is told who changed it and when, loses nothing that was typed, overwrites nothing."""

import re
from datetime import date

import pytest
from django.urls import reverse

from enrollment.models import Change
from tests import factories
from tests.addresses import addresses
from tests.enrollment.changes.forms import Browser, dependent, draft, version
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]
IDA, UMA = dependent("Ida", "234-56-7891"), dependent("Uma", "345-67-8912", born="3/10/2021")
WRITING = {"draft_employee", "draft_event", "draft_dependent", "remove_dependent", "draft_check", "delete_draft"}


@pytest.fixture
def kim(employer):
    """Another administrator in another browser."""
    who = factories.user("Kim Other")
    privileges = ["view_roster", "enroll", "manage_access"]
    factories.grant(who, employer.purchaser, privileges=privileges, at=NOW.replace(year=2020))
    client = Browser()
    client.force_login(who)
    return client


def held(employer, pk):
    with employer.scope():
        return Change.objects.filter(pk=pk).values().first()


def names(employer, pk):
    return [each["first_name"] for each in held(employer, pk)["payload"]["dependents"]]


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def is_told(response, who="Kim Other"):
    told = f"This draft was changed after you opened this page {who} saved it November 23, 2026, 10:30 AM PST."
    return response.status_code == 409 and told in words(response)


def hidden(response):
    """The (address, hidden fields) of the form of a dependent."""
    form = re.search(r'<form method="post" action="([^"]*)" novalidate.*?</form>', response.content.decode(), re.DOTALL)
    return form[1], dict(re.findall(r'<input type="hidden" name="(seen|dependent)" value="([^"]*)">', form[0]))


def test_every_form_of_every_page_of_a_draft_says_which_version_it_was_made_from(desk, employer, typed):
    pk = draft(desk, typed, IDA)
    family = employer.enroll(hired_on=date(2026, 9, 1))
    event = desk.post(
        reverse("add_dependents", args=[family.person_id]), {"event": "marriage", "event_on": "11/2/2026"}
    )
    other = event["Location"].split("/")[2]
    pages = {reverse(name, args=[pk]) for name in ("draft_employee", "draft_dependents", "draft_check")}
    pages |= {reverse("draft_dependent", args=[pk, 0]), reverse("draft_event", args=[other])}
    for page in (*pages, reverse("home"), reverse("requests")):
        text = desk.get(page).content.decode()
        own = [
            form
            for form in re.findall(r'<form method="post".*?</form>', text, re.DOTALL)
            if "/drafts/" in form or "data-keep" in form or 'class="actions"' in form
        ]
        assert own, page
        assert all(re.search(r'name="seen" value="[1-9]\d*"', form) for form in own), page


def test_all_pages_that_write_a_draft_are_tried_here():
    found = {pattern.name for path, pattern in addresses() if path.startswith("drafts/")}
    assert found - {"draft_dependents", "draft_medicare"} == WRITING


@pytest.mark.parametrize("seen", ["", "1", "x", "99", "9" * 40])
@pytest.mark.parametrize("name", sorted(WRITING - {"draft_event"}))
def test_a_form_of_another_version_changes_nothing(desk, employer, typed, kim, name, seen):
    pk = draft(desk, typed, IDA)
    kim.post(reverse("draft_employee", args=[pk]), typed | {"city": "Fresno"})
    before = held(employer, pk)
    place = [0] if name in ("draft_dependent", "remove_dependent") else []
    sent = (UMA if place else typed) | {"seen": seen}
    response = desk.post(reverse(name, args=[pk, *place]), sent)
    assert is_told(response)
    assert held(employer, pk) == before
    assert f'name="seen" value="{version(pk)}"' in response.content.decode()


def test_an_event_of_another_version_changes_nothing(desk, employer, kim):
    family = employer.enroll(hired_on=date(2026, 9, 1))
    event = {"event": "marriage", "event_on": "11/2/2026"}
    pk = desk.post(reverse("add_dependents", args=[family.person_id]), event)["Location"].split("/")[2]
    address, seen = reverse("draft_event", args=[pk]), version(pk)
    kim.post(address, event | {"event_on": "11/3/2026"})
    before = held(employer, pk)
    response = desk.post(address, event | {"event_on": "11/5/2026", "seen": seen})
    assert is_told(response)
    assert "The draft now has: Date of the event 11/3/2026" in words(response)
    assert 'value="11/5/2026"' in response.content.decode()
    assert held(employer, pk) == before
    assert desk.post(address, event | {"event_on": "11/5/2026", "seen": version(pk)}).status_code == 302


def test_what_was_typed_stays_beside_what_the_draft_has_and_the_number_is_masked(desk, employer, typed, kim):
    pk = draft(desk, typed)
    seen, address = version(pk), reverse("draft_employee", args=[pk])
    kim.post(address, typed | {"city": "Fresno", "sex": "M", "number": "456-78-9123"})
    response = desk.post(address, typed | {"city": "Davis", "seen": seen})
    page = words(response)
    assert "The draft now has: Sex Male Social Security number Ends in 9123. City Fresno" in page
    assert "456-78-9123" not in response.content.decode()
    assert 'value="Davis"' in response.content.decode()
    assert held(employer, pk)["payload"]["employee"]["city"] == "Fresno"
    assert desk.post(address, typed | {"city": "Davis", "seen": version(pk)}).status_code == 302
    assert held(employer, pk)["payload"]["employee"]["city"] == "Davis"


def test_two_new_dependents_of_two_tabs_are_two(desk, employer, typed, kim):
    pk = draft(desk, typed)
    first = reverse("draft_dependent", args=[pk, 0])
    _address, opened = hidden(desk.get(first))
    kim.post(first, IDA)
    told = desk.post(first, UMA | opened)
    assert is_told(told)
    assert "Other dependents in the draft: Ida Morales" in words(told)
    assert names(employer, pk) == ["Ida"]
    address, now = hidden(told)
    assert desk.post(address, UMA | now).status_code == 302
    assert names(employer, pk) == ["Ida", "Uma"]


def test_a_dependent_that_moved_up_is_the_one_that_is_changed(desk, employer, typed, kim):
    pk = draft(desk, typed, IDA, UMA)
    second = reverse("draft_dependent", args=[pk, 1])
    _address, opened = hidden(desk.get(second))
    kim.post(reverse("remove_dependent", args=[pk, 0]))
    told = desk.post(second, UMA | opened | {"first_name": "Ulla", "number": ""})
    assert is_told(told)
    address, now = hidden(told)
    assert address == reverse("draft_dependent", args=[pk, 0])
    assert desk.post(address, UMA | now | {"first_name": "Ulla", "number": ""}).status_code == 302
    (kept,) = held(employer, pk)["payload"]["dependents"]
    assert (kept["first_name"], kept["number"]) == ("Ulla", UMA["number"])


def test_a_dependent_that_was_removed_is_added_again_only_after_that_was_said(desk, employer, typed, kim):
    pk = draft(desk, typed, IDA, UMA)
    first = reverse("draft_dependent", args=[pk, 0])
    _address, opened = hidden(desk.get(first))
    kim.post(reverse("remove_dependent", args=[pk, 0]))
    told = desk.post(first, IDA | opened)
    assert "This dependent was removed from the draft. If you save, we add the dependent again." in words(told)
    assert names(employer, pk) == ["Uma"]
    address, now = hidden(told)
    desk.post(address, IDA | now)
    assert names(employer, pk) == ["Uma", "Ida"]


def test_the_second_removal_of_two_tabs_removes_nobody_else(desk, employer, typed):
    pk = draft(desk, typed, IDA, UMA)
    address, seen = reverse("remove_dependent", args=[pk, 0]), version(pk)
    assert [desk.post(address, {"seen": seen}).status_code for _tab in range(2)] == [302, 409]
    assert names(employer, pk) == ["Uma"]


def test_a_second_press_of_submit_still_shows_the_receipt(desk, typed):
    pk = draft(desk, typed)
    address, sent = reverse("draft_check", args=[pk]), {"seen": version(pk)}
    receipts = {desk.post(address, sent)["Location"] for _press in range(2)}
    assert receipts == {reverse("request", args=[pk])}
    assert desk.post(reverse("delete_draft", args=[pk]), sent)["Location"] == reverse("request", args=[pk])
