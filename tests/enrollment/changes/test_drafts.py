"""Drafts in lists: distinguished, continued where left, discarded, and not duplicated."""

import re
from datetime import date

import pytest
from django.urls import reverse

from enrollment.models import Change
from tests import factories
from tests.enrollment.changes.forms import dependent, draft
from tests.pages import markup

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]


def drafts(employer):
    with employer.scope():
        return list(Change.objects.filter(state="draft").order_by("saved_at", "pk"))


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize("name", ["home", "requests"])
def test_a_draft_says_how_far_it_is_and_when_and_who_saved_it(desk, employer, typed, name):
    draft(desk, typed, dependent("Ida", "234-56-7891"))
    desk.post(reverse("add_employee"), typed | {"first_name": "Sam", "hired_on": "", "leave": "1"})
    family = employer.enroll(hired_on=date(2026, 9, 1))
    desk.post(reverse("add_dependents", args=[family.person_id]), {"event": "marriage", "event_on": "11/2/2026"})
    page = words(desk.get(reverse(name)))
    saved = "Saved November 23, 2026, 10:30 AM PST. Started by Dana Rivera."
    assert f"Finish adding Noor Morales Step 2 of 3: dependents (1 added). {saved}" in page
    assert f"Finish adding Sam Morales Step 1 of 3: employee. {saved}" in page
    assert f"Finish adding dependents for Ana Morales Step 2 of 3: dependents (0 added). {saved}" in page


def test_a_draft_is_gone_on_with_at_the_step_it_reached(desk, employer, typed):
    whole = draft(desk, typed)
    desk.post(reverse("add_employee"), typed | {"first_name": "Sam", "hired_on": "", "leave": "1"})
    begun = next(each for each in drafts(employer) if str(each.pk) != whole)
    page = desk.get(reverse("home")).content.decode()
    assert f'<a href="{reverse("draft_dependents", args=[whole])}">Finish adding Noor Morales</a>' in page
    assert f'<a href="{reverse("draft_employee", args=[begun.pk])}">Finish adding Sam Morales</a>' in page


@pytest.mark.parametrize("name", ["home", "requests"])
def test_a_draft_is_discarded_where_it_is_listed(desk, employer, typed, name):
    pk = draft(desk, typed)
    page = desk.get(reverse(name)).content.decode()
    form = re.search(r'<form method="post" action="(/drafts/[^"]*)">.*?</form>', page, re.DOTALL)
    assert form[1] == reverse("delete_draft", args=[pk])
    back = re.search(r'name="back" value="(\w+)"', form[0])[1]
    assert desk.post(form[1], {"back": back})["Location"] == reverse(name)
    assert drafts(employer) == []


def test_whoever_may_not_enroll_is_offered_no_discarding(client, employer, typed, desk):
    draft(desk, typed)
    manager = factories.user("Kim")
    factories.grant(manager, employer.purchaser, privileges=["view_roster", "manage_access"])
    client.force_login(manager)
    page = client.get(reverse("requests")).content.decode()
    assert "Finish adding Noor Morales" in page
    assert "Discard" not in page
    assert "/drafts/" not in page


def test_the_same_answers_once_more_go_on_with_the_draft_there_is(desk, employer, typed):
    pk = draft(desk, typed, dependent("Ida", "234-56-7891"))
    assert desk.post(reverse("add_employee"), typed)["Location"] == reverse("draft_dependents", args=[pk])
    (kept,) = drafts(employer)
    assert len(kept.payload["dependents"]) == 1


@pytest.mark.parametrize("button", [{}, {"leave": "1"}])
def test_a_name_that_has_a_draft_is_offered_it_before_there_is_another(desk, employer, typed, button):
    pk = draft(desk, typed)
    other = typed | {"last_name": "MORALES", "birth_date": "5/5/1990", "number": "512-33-4428"} | button
    response = desk.post(reverse("add_employee"), other)
    page = response.content.decode()
    assert response.status_code == 200
    assert "You already have a draft with this name" in page
    link = f'<a href="{reverse("draft_dependents", args=[pk])}">Continue the draft for Noor Morales</a>'
    assert link in page
    assert "saved November 23, 2026, 10:30 AM PST, started by Dana Rivera" in words(response)
    assert 'value="5/5/1990"' in page
    assert len(drafts(employer)) == 1
    assert '<input type="hidden" name="another" value="1">' in page
    assert desk.post(reverse("add_employee"), other | {"another": "1"}).status_code == 302
    assert len(drafts(employer)) == 2


def test_a_draft_of_somebody_else_is_offered_to_whoever_sees_it_only(client, desk, employer, typed):
    draft(desk, typed)
    clerk = factories.user("Kim")
    factories.grant(clerk, employer.purchaser, privileges=["view_roster", "enroll"])
    client.force_login(clerk)
    assert client.post(reverse("add_employee"), typed | {"birth_date": "5/5/1990"}).status_code == 302
    assert len(drafts(employer)) == 2


def test_a_draft_of_a_medicare_plan_is_at_its_first_step_until_another_plan_is_chosen(desk, employer, typed):
    medicare = factories.offering(employer.unit, plan_=factories.plan("Senior", medicare=True))
    pk = desk.post(reverse("add_employee"), typed | {"medical": medicare.plan_id})["Location"].split("/")[2]
    for name in ("home", "requests"):
        page = desk.get(reverse(name))
        assert "Finish adding Noor Morales Step 1 of 3: employee." in words(page)
        assert f'<a href="{reverse("draft_employee", args=[pk])}">Finish' in page.content.decode()
    assert desk.post(reverse("draft_employee", args=[pk]), typed)["Location"] == reverse("draft_dependents", args=[pk])
    assert "Step 2 of 3: dependents (0 added)." in words(desk.get(reverse("requests")))


def asked_first(page, label):
    """(text before the button, its address) of the block below a summary."""
    found = re.search(rf"<details[^>]*><summary>{label}.*?</details>", page, re.DOTALL)
    return found[0], re.search(r'action="([^"]*)"', found[0])[1]


def test_a_dependent_is_taken_off_a_draft_after_a_second_look(desk, employer, typed):
    pk = draft(desk, typed, dependent("Ida", "234-56-7891"))
    address = reverse("remove_dependent", args=[pk, 0])
    page = markup(desk.get(reverse("draft_dependents", args=[pk])))
    asked, action = asked_first(page, "Remove Ida")
    assert ">Remove Ida from this request</button>" in asked
    assert (action, page.count(address)) == (address, 1)
    desk.post(address)
    assert [each.payload["dependents"] for each in drafts(employer)] == [[]]


def test_a_draft_is_discarded_from_its_last_page_after_a_second_look(desk, typed):
    pk = draft(desk, typed)
    page = markup(desk.get(reverse("draft_check", args=[pk])))
    asked, action = asked_first(page, "Discard")
    assert ">Discard draft</button>" in asked
    assert (action, page.count(action)) == (reverse("delete_draft", args=[pk]), 1)


def test_without_dependents_only_a_new_employee_can_be_gone_on_with(desk, employer, typed):
    alone = words(desk.get(reverse("draft_dependents", args=[draft(desk, typed)])))
    assert "Add a dependent, or continue with employee-only coverage." in alone
    assert "Continue to check" in alone
    family = employer.enroll(hired_on=date(2026, 9, 1))
    step = desk.post(reverse("add_dependents", args=[family.person_id]), {"event": "marriage", "event_on": "11/2/2026"})
    pk, page = step["Location"].split("/")[2], desk.get(step["Location"])
    assert "Add at least one dependent to continue." in words(page)
    assert "Continue to check" not in words(page)
    first = reverse("draft_dependent", args=[pk, 0])
    assert f'<a class="btn btn-primary" href="{first}">Add a dependent</a>' in page.content.decode()


def test_a_form_that_uses_the_id_of_a_draft_as_its_key_does_not_block_the_draft(desk, employer, typed):
    ana, pk = employer.enroll().person_id, draft(desk, typed)
    assert desk.post(*factories.correction(desk, ana, phone="(415) 555-0100", key=pk)).status_code == 302
    assert desk.post(reverse("draft_check", args=[pk]))["Location"] == reverse("request", args=[pk])


def test_two_forms_without_a_key_are_two_requests(desk, employer):
    ana = employer.enroll().person_id
    receipts = set()
    for phone in ("(415) 555-0100", "(415) 555-0101"):
        address, answers = factories.correction(desk, ana, phone=phone)
        del answers["key"]
        receipts.add(desk.post(address, answers)["Location"])
    assert len(receipts) == 2
