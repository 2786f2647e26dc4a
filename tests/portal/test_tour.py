"""The tour: real pages, the sample company, nothing else and nothing saved."""

import re
from dataclasses import replace
from html import unescape

import pytest
from django.core.management import call_command
from django.urls import resolve, reverse

from access import tenancy
from access.models import AccessCode, Grant
from access.sandbox import sandbox_admission
from accounts.models import Activity
from enrollment.models import Change, PersonDetail, RosterLine
from enrollment.rules.people import Name
from portal.views.tour import NAMES, PAGES, STEPS
from tests import factories
from tests.factories import applicant

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def sandbox(kept_rows):
    call_command("sandbox", verbosity=0)


@pytest.fixture
def sample(sandbox):
    return sandbox_admission().purchaser


def text(response):
    return unescape(" ".join(response.content.decode().split()))


def follow(client, number):
    return client.get(client.get(reverse("tour_step", args=[number]))["Location"])


def test_six_steps_show_the_real_pages_of_the_sample_company(client, sample):
    assert len(STEPS) == 6
    for number in range(1, 7):
        page = follow(client, number)
        assert page.status_code == 200, number
        assert f"Tour, step {number} of 6" in text(page)
        assert "Sample Company" in text(page)
    assert reverse("user_id_request") in text(page)


OPEN_TO_ANYBODY = {"help", "contact", "accessibility", "employees_elsewhere", "caught_mail"}
LINK = r'(href|action|hx-get|hx-post)="(/[^"#?]*)'


def someone_covered(sample):
    """A covered person and a request that ended another's coverage."""
    with tenancy.scope(sample):
        line = RosterLine.objects.filter(person__isnull=False, ends_on=None).order_by("sort_key").first()
        ended = Change.objects.filter(purchaser=sample, type="end_coverage").order_by("submitted_at").first()
    return [f"/tour{reverse('person', args=[line.person_id])}", f"/tour{ended.get_absolute_url()}"]


def first_of_each(client, sample):
    """One page of each kind that links reach from the steps: name, links and buttons."""
    todo, seen = someone_covered(sample), {}
    todo += [client.get(reverse("tour_step", args=[number]))["Location"] for number in range(1, 7)]
    for address in todo:
        name = resolve(f"/{address.removeprefix('/tour/')}").url_name
        if name in seen:
            continue
        page = client.get(address)
        assert page.status_code == 200, address
        seen[name] = set(re.findall(LINK, page.content.decode()))
        links = sorted(to for kind, to in seen[name] if kind == "href" and to.startswith("/tour/"))
        links = [to for to in links if not to.startswith("/tour/step/")]
        todo += [to for to in links if resolve(f"/{to.removeprefix('/tour/')}").url_name not in OPEN_TO_ANYBODY]
    return seen


def test_every_link_and_button_of_the_tour_works_there(client, sample):
    """Nothing leads to the sign-in page; addresses outside the tour are public."""
    pages = first_of_each(client, sample)
    assert set(pages) == PAGES - {"roster_last_four", "delegation"}
    for name, links in pages.items():
        for kind, address in sorted(links):
            outside = not address.startswith("/tour/")
            if address.startswith(("/static/", "/tour/step/")) or address.endswith("/last-four/"):
                continue
            if kind in ("action", "hx-post"):
                pressed = client.post(address, {"anything": "1"}, follow=True)
                assert pressed.request["PATH_INFO"].startswith("/tour/"), (name, address)
                assert "The tour doesn't save anything." in text(pressed), (name, address)
            elif kind == "href" and outside:
                assert address in ("/", "/user-id-request/"), (name, address)


def test_a_choice_of_privileges_is_explained_on_the_tour_as_it_is_for_an_administrator(client, sample):
    typed = {"privileges": ["view_bill"]}
    for address in ("/tour/access/new/", f"/tour/access/{first_person(sample)}/"):
        part = client.post(address, typed, headers={"HX-Request": "true"})
        assert part.status_code == 200
        assert ("<html" in part.content.decode(), "See bills and payments" in text(part)) == (False, True)


def first_person(sample):
    """A person of the sample company with access."""
    with tenancy.scope(sample):
        return Grant.objects.filter(purchaser=sample).order_by("pk").values_list("pk", flat=True)[0]


def test_nothing_is_written_by_looking_or_by_pressing(client, sample):
    with tenancy.scope(sample):
        before = Activity.objects.count()
        person = RosterLine.objects.filter(person__isnull=False).first().person_id
    client.get(f"/tour{reverse('person', args=[person])}")
    response = client.post(f"/tour{reverse('add_employee')}", {"first_name": "Sam", "leave": "1"}, follow=True)
    assert "The tour doesn't save anything." in text(response)
    sign_up = {"name": "Kim", "email": "kim@example.test", "privileges": ["view_bill"]}
    for address, typed in (
        ("/access/new/", sign_up),
        (f"/access/{first_person(sample)}/revoke/", {}),
        ("/access/leave/", {}),
        ("/accounts/login/", {"login": "x"}),
    ):
        pressed = client.post(f"/tour{address}", typed, follow=True)
        assert "The tour doesn't save anything." in text(pressed), address
        assert pressed.request["PATH_INFO"].startswith("/tour/"), address
    with tenancy.scope(sample):
        assert Activity.objects.count() == before
        assert not AccessCode.objects.exists()
        assert Grant.objects.get(pk=first_person(sample)).revoked_at is None


@pytest.mark.parametrize(
    "name", ["reveal_number", "roster_csv", "roster_xlsx", "access_csv", "sessions", "activity_csv"]
)
def test_what_shows_numbers_or_takes_lists_away_is_not_on_the_tour(client, sample, name):
    with tenancy.scope(sample):
        person = RosterLine.objects.filter(person__isnull=False).first().person_id
    address = reverse(name, args=[person] if name == "reveal_number" else [])
    response = client.get(f"/tour{address}")
    assert (response.status_code, response["Location"]) == (302, address)
    assert client.get(address)["Location"].startswith(reverse("account_login"))


def test_another_companys_people_are_not_on_the_tour(client, sample):
    employer = factories.Employer("Canary Company")
    change = employer.enroll()
    missing = client.get("/tour/people/00000000-0000-4000-8000-000000000000/")
    assert missing.status_code == 404
    for address in (reverse("person", args=[change.person_id]), change.get_absolute_url()):
        assert client.get(f"/tour{address}").status_code == 404
    for name in ("roster", "requests", "home", "activity", "access"):
        assert "Canary" not in text(client.get(f"/tour{reverse(name)}"))
        assert "Morales" not in text(client.get(f"/tour{reverse(name)}"))
    assert "Morales, Ana" not in text(client.get(f"/tour{reverse('roster')}?q=Morales"))


def test_the_tour_signs_nobody_in(client, sample):
    follow(client, 2)
    assert client.get(reverse("roster"))["Location"].startswith(reverse("account_login"))
    assert "Sample" not in text(client.get("/"))


def test_a_signed_in_user_who_takes_the_tour_comes_back_as_themselves(client, sample):
    employer = factories.Employer("Real Company")
    client.force_login(employer.administrator)
    assert "Real Company" not in text(follow(client, 1))
    assert "Real Company" in text(client.get("/"))


def test_the_tour_can_be_left_and_taken_up_again(client, sample):
    follow(client, 4)
    assert "Continue at step 4" in text(client.get("/"))
    response = client.post(reverse("tour_start"))
    assert response["Location"] == reverse("tour_step", args=[4])


def test_a_known_and_an_unknown_purchaser_id_take_the_same_tour(client, sample):
    known = factories.purchaser().number
    answers = set()
    for number in (known, "999-99999", "", "x" * 500, "\0"):
        response = client.post(reverse("tour_start"), {"number": number})
        answers.add((response.status_code, response["Location"], response.content))
    assert len(answers) == 1


def test_the_purchaser_id_is_written_into_the_form(client, sample):
    client.post(reverse("tour_start"), {"number": "104-88231"})
    assert 'value="104-88231"' in client.get(reverse("user_id_request")).content.decode()


@pytest.mark.parametrize(
    "path", ["/evil.example", "//evil.example/", "http://evil.example/", "accounts/login/", "admin/", "nothing/"]
)
def test_a_strange_address_leads_nowhere_else(client, sample, path):
    response = client.get(f"/tour/{path}")
    assert response.status_code in (302, 404)
    assert not response.get("Location", "/").startswith(("//", "http"))


def test_every_step_is_a_page_of_the_portal():
    assert NAMES == ["home", "roster", "person", "add_employee", "requests", "access"]


def test_nobody_real_is_compared_with_the_people_of_the_sample_company(sample):
    """The same name, date and sex at a real company is a new person."""
    with tenancy.scope(sample):
        detail = PersonDetail.objects.filter(superseded_at=None, first_name__gt="").order_by("pk").first()
    name = Name(detail.first_name, detail.last_name)
    employer = factories.Employer()
    change = employer.enroll(employee=replace(applicant(born=detail.birth_date, number=""), name=name))
    assert change.state == "completed"
    with employer.scope():
        assert PersonDetail.objects.get().person_id != detail.person_id


def test_the_desk_does_not_work_for_the_sample_company(client, sample):
    client.force_login(factories.representative().user)
    page = text(client.get(reverse("admin:enrollment_review_changelist")))
    assert "All open (0)" in page
    assert "Sample" not in page


def test_no_user_id_is_asked_for_at_the_sample_company(client, settings):
    typed = {
        "purchaser_number": settings.SANDBOX_NUMBER,
        "requester_name": "Sam Ito",
        "requester_email": "sam@example.test",
        "officer_name": "Olga Berg",
        "privileges": ["view_roster"],
        "myself": "on",
    }
    refused = client.post(reverse("user_id_request"), typed)
    words = "Purchaser ID: 000-00000 is the sample company of the tour. Enter the number on your bill."
    assert (refused.status_code, refused.context["form"].errors) == (422, {"purchaser_number": [words]})
    assert client.post(reverse("user_id_request"), typed | {"purchaser_number": "104-88231"}).status_code == 302
