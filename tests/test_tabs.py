"""A form belongs to the purchaser it was opened for, whatever another tab has switched to since."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from access.guard import SESSION_PURCHASER
from access.opened_for import HEADER, MARK, Mark, page_to_return_to
from access.preview import SESSION_PREVIEW
from enrollment.models import Change, PersonDetail
from tests import companies, factories, role_world
from tests.companies import FENCED, mark, state, switched, working
from tests.forms import posts_of
from tests.role_table import TABLE
from tests.role_world import filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_limits")]
made_world, world, both = role_world.made_world, role_world.world, companies.both
FILES = (".csv", "xlsx", ".pdf", "ort/")
POSTS = [path for path in FENCED if TABLE[path][2] != "-"]
# Parts that htmx puts into a page.
PARTS = {"billing/bills/<int:pk>/lines/<int:line>/"}
PAGES = [path for path in FENCED if TABLE[path][1] == "200" and path[-4:] not in FILES and path not in PARTS]
# Switching, and what a user does for themselves, is no purchaser's.
ANYONES = {"/switch/", "/stay/", "/accounts/logout/"}
WORDS = "You opened this form for"


@pytest.fixture(params=["administrator", "representative"])
def worker(request, world, both):
    """A client that works for the world's employer."""
    user = both if request.param == "administrator" else world.employer.purchaser.representative.user
    return working(Client(), user, world.employer)


def test_no_post_is_taken_for_another_purchaser_than_its_form_was_opened_for(world, worker):
    before = state()
    for path in POSTS:
        for headers in ({}, {"HX-Request": "true"}):
            answer = worker.post(filled(path, world), {MARK: mark(world.other), "name": "x"}, headers=headers)
            page = answer.content.decode()
            assert (answer.status_code, WORDS in page) == (409, True), path
            assert world.other.purchaser.name in page
            assert world.employer.purchaser.name in page
            assert answer.get("HX-Retarget") == ("body" if headers else None)
    assert state() == before


def test_no_post_is_taken_without_a_mark_or_with_one_that_was_not_made_here(world, both):
    client = working(Client(enforce_csrf_checks=True), both, world.employer)
    client.get(reverse("roster"))
    token = {"csrfmiddlewaretoken": client.cookies[settings.CSRF_COOKIE_NAME].value}
    before = state()
    for path in POSTS:
        for sent in (
            {},
            {MARK: str(world.employer.purchaser.pk)},
            {MARK: mark(world.employer)[:-1] + "x"},
            {MARK: mark(world.other)[:34] + mark(world.employer)[34:]},
        ):
            answer = client.post(filled(path, world), token | sent)
            words = "This form doesn't say which company"
            assert (answer.status_code, words in answer.content.decode()) == (409, True), path
    assert state() == before
    taken = client.post(reverse("add_employee"), token | {MARK: mark(world.employer)})
    assert taken.status_code == 422


def test_every_form_on_a_purchasers_page_carries_its_mark(world, worker):
    found = set()
    for path in PAGES:
        address = filled(path, world)
        pages = [worker.get(address)]
        if TABLE[path][2] == "422":
            pages.append(worker.post(address, {MARK: mark(world.employer)}))
        for page in pages:
            if page.status_code not in (200, 422):  # a representative gives nobody access
                continue
            assert page.content.count(b'name="csrfmiddlewaretoken"') == page.content.count(b'name="opened_for"'), path
            for form in posts_of(page, address):
                assert form.hidden(MARK) == mark(world.employer), (path, form.action)
                found.add(form.action)
            assert f'{{"{HEADER}": "{mark(world.employer)}"}}' in page.content.decode(), path
    assert len(found) > 6


def typed_into(form):
    """The form as somebody fills it in: every text, every choice, every box."""
    for number, each in enumerate(form.fields):
        if each.kind in ("checkbox", "radio"):
            each.checked = True
        elif each.kind == "select":
            each.value = each.options[-1]
        elif each.is_typed:
            each.value = f"512-33-44{number:02} <\"&amp;'> é"
    return form.sent()


def entries(form):
    return [(each.name, each.kind, each.value, each.checked) for each in form.fields if each.is_typed]


def same_form(forms, action):
    return next(form for form in forms if form.action.partition("?")[0] == action.partition("?")[0] and entries(form))


def test_what_was_typed_is_on_the_page_again_after_switching_back(world, worker):
    """Every form of every page: it is shown again at the right company, and saved by nothing but its own button."""
    tried = set()
    for path in PAGES:
        address = filled(path, world)
        for form in posts_of(worker.get(address), address):
            if form.action in ANYONES or not entries(form):
                continue
            sent = typed_into(form)
            before = state()
            switched(worker, world.other)
            refused = worker.post(form.action, sent, headers={"Referer": f"http://testserver{address}"})
            assert refused.status_code == 409, form.action
            again = next(each for each in posts_of(refused, form.action) if each.hidden("show_again"))
            assert again.action == address
            shown = worker.post(again.action, again.sent())
            assert shown.status_code == 200, address
            assert worker.session[SESSION_PURCHASER] == world.employer.purchaser.pk
            put_back = same_form(posts_of(shown, address), form.action)
            assert entries(put_back) == entries(form), address
            assert put_back.hidden(MARK) == mark(world.employer)
            assert [row for row in state() if row[0] != "Activity"] == [row for row in before if row[0] != "Activity"]
            tried.add(path)
    assert len(tried) > 5


def test_every_form_leads_back_to_a_page(world, rf):
    """Also without the address that sent it, and where that was the answer to a form and is no page."""
    for path in POSTS:
        address = filled(path, world)
        for headers in ({}, {"Referer": f"http://testserver{address}"}, {"Referer": "https://example.test/employees/"}):
            back = page_to_return_to(rf.post(address, headers=headers))
            own = TABLE[path][1] != "-"
            assert back == address if own else address.startswith(back) or back == "/", path
    (answer,) = [filled(path, world) for path in POSTS if path.endswith("/answer/")]
    assert page_to_return_to(rf.post(answer)) == answer.removesuffix("answer/")


def test_the_way_back_is_asked_for_proof_like_the_form_itself(world, both):
    client = working(Client(), both, world.other)
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    address = reverse("new_access")
    sent = {"show_again": mark(world.employer), "sent_to": address, "name": "Sam Ito"}
    asked = client.post(address, sent)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    shown = client.post(asked["Location"], {"password": factories.PASSWORD})
    assert 'value="Sam Ito"' in shown.content.decode()


def test_nobody_is_switched_to_a_company_where_they_have_no_access(world, both):
    stranger = factories.Employer("Canary Company")
    client = working(Client(), both, world.employer)
    answer = client.post(reverse("add_employee"), {MARK: mark(stranger)})
    page = answer.content.decode()
    assert (answer.status_code, "Canary" in page, "show_again" in page) == (409, False, False)
    assert "a company that you no longer have access to" in page
    again = client.post(reverse("add_employee"), {"show_again": mark(stranger)})
    assert (again.status_code, "Canary" in again.content.decode()) == (404, False)
    assert client.session[SESSION_PURCHASER] == world.employer.purchaser.pk


def test_a_form_of_somebody_elses_view_is_not_sent_as_oneself(world, both):
    client = working(Client(), both, world.employer)
    address = reverse("new_access")
    client.post(reverse("preview_access", args=[world.member.pk]))
    with world.employer.scope():
        looked_at = world.member.user
    seen_as = str(Mark(world.employer.purchaser.pk, looked_at.pk))
    assert seen_as in client.get(reverse("home")).content.decode()
    before = state()
    looking = client.post(address, {MARK: seen_as, "name": "Sam Ito"})
    assert looking.status_code == 403
    client.post(reverse("end_preview"))
    answer = client.post(address, {MARK: seen_as, "name": "Sam Ito"})
    assert answer.status_code == 409
    assert f"You opened this form while you viewed the portal as {looked_at}" in answer.content.decode()
    assert [row for row in state() if row[0] != "Activity"] == [row for row in before if row[0] != "Activity"]


def test_a_form_that_meets_a_view_in_another_tab_keeps_what_was_typed(world, both):
    client = working(Client(), both, world.employer)
    address = reverse("new_access")
    client.post(reverse("preview_access", args=[world.member.pk]))
    looking = client.post(address, {MARK: mark(world.employer), "name": "Sam Ito"})
    assert looking.status_code == 403
    again = next(each for each in posts_of(looking, address) if each.hidden("show_again"))
    shown = client.post(again.action, again.sent())
    assert 'value="Sam Ito"' in shown.content.decode()
    assert SESSION_PREVIEW not in client.session


def test_a_part_of_an_old_page_makes_it_a_new_page(world, worker):
    """Rows of one company are never put into a page of another."""
    headers = {"HX-Request": "true", HEADER: mark(world.other)}
    for path in PAGES:
        answer = worker.get(filled(path, world), headers=headers)
        assert (answer.status_code, answer.get("HX-Refresh"), answer.content) == (200, "true", b""), path
    own = worker.get(reverse("roster"), headers=headers | {HEADER: mark(world.employer)})
    assert "HX-Refresh" not in own


def test_an_employee_typed_for_one_company_is_added_to_that_company(world, both):
    """The whole way: opened for one, refused by the other, switched back, and sent."""
    client = working(Client(), both, world.employer)
    address = reverse("add_employee")
    (form,) = [each for each in posts_of(client.get(address), address) if each.action == address]
    sent = form.sent() | {"first_name": ["Noor"], "last_name": ["Quispe"], "birth_date": ["4/28/1987"]}
    switched(client, world.other)
    refused = client.post(address, sent)
    again = next(each for each in posts_of(refused, address) if each.hidden("show_again"))
    shown = client.post(again.action, again.sent())
    (form,) = [each for each in posts_of(shown, address) if each.action == address]
    assert form.sent()["first_name"] == ["Noor"]
    details = reverse("correct_details", args=[world.change.person_id])
    (form,) = [each for each in posts_of(client.get(details), details) if each.action == details]
    sent = factories.as_summarized(client, details, form.sent() | {"phone": ["(415) 555-0100"]})
    assert client.post(details, sent).status_code == 302
    with world.employer.scope():
        assert PersonDetail.objects.get(person=world.change.person_id, superseded_at=None).phone == "(415) 555-0100"
        assert Change.objects.filter(type="correct_details").exists()
