"""A draft is saved as it is typed: incomplete, wrong, by the page itself or by a button, at every step."""

import re
from datetime import date

import pytest
from django.urls import reverse

from enrollment.models import Change
from tests import factories
from tests.enrollment.changes.forms import dependent, draft, version
from tests.forms import posts_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]
KEEP, LEAVE = {"keep": "1"}, {"leave": "1"}
BITS = {"first_name": "Noor", "birth_date": "4/31/1987", "number": "512-33", "zip_code": "9"}


def drafts(employer):
    with employer.scope():
        return list(Change.objects.filter(state="draft").order_by("created_at", "pk"))


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def family(employer):
    return employer.enroll(hired_on=date(2026, 9, 1))


def first_steps(family):
    """(address of a first step, what was typed, its name in the draft)."""
    return [
        (reverse("add_employee"), BITS, "employee"),
        (reverse("add_dependents", args=[family.person_id]), {"event": "marriage", "event_on": "11/31"}, "event"),
    ]


def test_a_first_step_is_saved_by_the_page_however_incomplete(desk, employer, family):
    for address, bits, name in first_steps(family):
        told = desk.post(address, bits | KEEP)
        assert (told.status_code, told["Content-Type"]) == (200, "application/json"), address
        (saved,) = [each for each in drafts(employer) if name in each.payload]
        assert told.json() == {"address": told.json()["address"], "hidden": {"seen": "1"}}
        assert str(saved.pk) in told.json()["address"]
        assert {key: saved.payload[name][key] for key in bits} == bits
        more = bits | KEEP | told.json()["hidden"] | {"first_name": "Noora", "event_on": "11/2"}
        again = desk.post(told.json()["address"], more)
        assert again.json()["hidden"] == {"seen": "2"}
        assert len([each for each in drafts(employer) if name in each.payload]) == 1
        page = desk.get(told.json()["address"]).content.decode()
        assert "Noora" in page or "11/2" in page


def test_a_first_step_is_left_by_a_button_however_incomplete(desk, employer, family):
    for address, bits, name in first_steps(family):
        page = desk.get(address).content.decode()
        assert 'name="leave"' in page
        assert "select “Save and exit”" in page
        left = desk.post(address, bits | LEAVE, follow=True)
        assert left.redirect_chain == [(reverse("requests"), 302)]
        assert "Draft saved." in words(left)
        (saved,) = [each for each in drafts(employer) if name in each.payload]
        assert {key: saved.payload[name][key] for key in bits} == bits
        assert f'<a href="/drafts/{saved.pk}/e' in left.content.decode()
        assert "Step 1 of 3" in words(left)


def test_a_dependent_is_saved_incomplete_and_stands_in_the_way_of_submitting(desk, employer, typed):
    pk = draft(desk, typed)
    address = reverse("draft_dependent", args=[pk, 0])
    bits = {"first_name": "Ida", "number": "234-56-7891", "seen": version(pk)}
    told = desk.post(address, bits | KEEP).json()
    assert told["address"] == address
    (kept,) = drafts(employer)[0].payload["dependents"]
    assert (kept["first_name"], kept["id"]) == ("Ida", told["hidden"]["dependent"])
    assert "Needs information" in words(desk.get(reverse("draft_dependents", args=[pk])))
    assert desk.get(reverse("draft_check", args=[pk]))["Location"] == reverse("draft_dependents", args=[pk])
    page = desk.get(address).content.decode()
    assert "234-56-7891" not in page
    assert "Ends in 7891. Leave blank to keep it." in page
    whole = dependent("Ida", "") | {"dependent": kept["id"], "seen": version(pk)}
    assert desk.post(address, whole).status_code == 302
    (kept,) = drafts(employer)[0].payload["dependents"]
    assert kept["number"] == "234-56-7891"
    assert desk.get(reverse("draft_check", args=[pk])).status_code == 200


@pytest.mark.parametrize("button", [KEEP, LEAVE])
def test_no_question_about_a_dependent_is_passed_over_by_saving(desk, employer, typed, button):
    """A child as old as the employee is asked about before the request can be sent."""
    pk = draft(desk, typed)
    address = reverse("draft_dependent", args=[pk, 0])
    old = dependent("Ida", "234-56-7891", born="4/28/1986")
    desk.post(address, old | button | {"seen": version(pk)})
    assert desk.get(reverse("draft_check", args=[pk])).status_code == 302
    asked = desk.post(address, old | {"seen": version(pk)})
    assert asked.status_code == 422
    assert "older_than_parent" in asked.content.decode()


def test_a_page_of_an_earlier_version_saves_nothing_by_itself(desk, employer, typed, family):
    pk = draft(desk, typed, dependent("Ida", "234-56-7891"))
    event = desk.post(
        reverse("add_dependents", args=[family.person_id]), {"event": "marriage", "event_on": "11/2/2026"}
    )
    other = event["Location"].split("/")[2]
    before = [(each.version, each.payload) for each in drafts(employer)]
    for address in (
        reverse("draft_employee", args=[pk]),
        reverse("draft_dependent", args=[pk, 0]),
        reverse("draft_event", args=[other]),
    ):
        for button in (KEEP, LEAVE):
            told = desk.post(address, BITS | {"seen": "99"} | button)
            assert told.status_code == 409, address
            assert "data-saves" not in told.content.decode()
    assert [(each.version, each.payload) for each in drafts(employer)] == before


def test_a_number_that_was_cleared_on_its_page_is_not_kept(desk, employer, typed):
    told = desk.post(reverse("add_employee"), typed | KEEP).json()
    sent = typed | told["hidden"] | {"number": ""} | KEEP
    kept = desk.post(told["address"], sent).json()
    assert drafts(employer)[0].payload["employee"]["number"] == typed["number"]
    desk.post(told["address"], sent | kept["hidden"] | {"cleared": "number"})
    assert drafts(employer)[0].payload["employee"]["number"] == ""


def test_a_second_draft_of_a_name_is_still_asked_about(desk, employer, typed):
    first = draft(desk, typed)
    other = typed | {"birth_date": "5/5/1990", "number": "512-33-4428"}
    told = desk.post(reverse("add_employee"), {"first_name": "Noor"} | KEEP).json()
    kept = desk.post(told["address"], other | told["hidden"] | KEEP).json()
    asked = desk.post(told["address"], other | kept["hidden"])
    page = asked.content.decode()
    assert asked.status_code == 200
    assert "You already have a draft with this name" in page
    assert reverse("draft_dependents", args=[first]) in page
    assert "data-saves" not in page
    assert desk.post(told["address"], other | kept["hidden"] | {"another": "1"}).status_code == 302
    refused = desk.post(reverse("add_employee"), typed | {"city": "Davis"} | KEEP)
    assert "You already have a draft with this name" in refused.content.decode()
    assert len(drafts(employer)) == 2


def test_a_draft_only_begun_is_not_begun_twice(desk, employer, family):
    address = reverse("add_dependents", args=[family.person_id])
    for _turn in range(2):
        desk.post(address, {"event": "marriage", "event_on": ""} | KEEP)
    assert len(drafts(employer)) == 1


def test_another_users_draft_is_changed_by_a_button_only(client, desk, employer, typed):
    pk = draft(desk, typed)
    kim = factories.user("Kim Other")
    factories.grant(kim, employer.purchaser, privileges=["view_roster", "enroll", "manage_access"])
    client.force_login(kim)
    page = client.get(reverse("draft_employee", args=[pk])).content.decode()
    assert "data-saves" not in page
    assert "aren't saved until you select a button" in page


@pytest.mark.parametrize("name", ["home", "requests"])
def test_discarding_and_leaving_are_confirmed(desk, employer, typed, name):
    pk = draft(desk, typed)
    for step in ("draft_dependents", "draft_check"):
        page = desk.get(reverse(step, args=[pk])).content.decode()
        address = re.search(r'href="([^"]*)">\s*Save and exit', page)[1]
        assert "Draft for Noor Morales saved." in words(desk.get(address))
    assert "saved." not in words(desk.get(reverse("requests") + "?saved=x"))
    left = desk.post(reverse("delete_draft", args=[pk]), {"back": name, "seen": version(pk)}, follow=True)
    assert left.redirect_chain == [(reverse(name), 302)]
    assert "Draft discarded." in words(left)


def test_every_form_that_is_no_draft_says_what_leaving_costs(desk, family):
    pages = [reverse(name, args=[family.person_id]) for name in ("correct_details", "end_coverage")]
    for address in pages:
        page = desk.get(address)
        assert "your entries are lost" in page.content.decode(), address
        assert "data-keep>" in page.content.decode(), address
        (form,) = [each for each in posts_of(page, address) if each.action == address]
        refused = desk.post(address, form.sent() | {"event_on": "x", "birth_date": "x"})
        assert "data-keep data-unsaved>" in refused.content.decode(), address
