"""Account access: who sees it, what it changes, and what no one can do with it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from access import services
from access.admission import Admission
from access.models import AccessCode, Grant
from access.privileges import ADMINISTRATOR
from access.rules.standing import Standing
from accounts.models import Activity
from tests import factories
from tests.access.members import LONG_AGO, member, refreshed, text
from tests.factories import NOW

pytestmark = pytest.mark.django_db


FORM = {"name": "Sam Ito", "email": "Sam@Example.test", "privileges": ["view_bill", "pay_bill"], "payment_limit": "500"}


def test_a_code_is_created_for_exactly_what_was_chosen(desk, employer):
    response = desk.post(
        reverse("new_access"), FORM | {"unit_ids": [employer.unit.pk], "ends_on": "12/31/2030"}, follow=True
    )
    assert "on its way to sam@example.test" in text(response)
    with employer.scope():
        code = AccessCode.objects.get()
    assert (code.email, code.privileges, code.unit_ids) == (
        "sam@example.test",
        ["pay_bill", "view_bill"],
        [employer.unit.pk],
    )
    assert (code.payment_limit, code.grant_ends_at.isoformat()) == (500, "2031-01-01T07:59:59+00:00")
    assert "Sam Ito" in text(desk.get(reverse("access")))


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"privileges": []}, "Choose at least one permission."),
        ({"privileges": ["everything"]}, "Permissions: choose one from the list."),
        ({"privileges": ["pay_bill"]}, "“Pay bills” also needs “See bills and payments”."),
        ({"email": "nobody"}, "Enter an email address like name@company.com."),
        ({"email": "a@example.test\nBcc: b@example.test"}, "Enter an email address like name@company.com."),
        ({"name": ""}, "Name: enter the name of this person."),
        ({"name": "Sam\u202eIto"}, "a character that can't be displayed"),
        ({"ends_on": "13/45/2030"}, "Last day of access must be a date such as 12/31/2026."),
        ({"ends_on": "1/1/2020"}, "Last day of access can't be in the past."),
        ({"payment_limit": "0"}, "Highest single payment must be at least $1."),
        ({"payment_limit": "1.005"}, "Highest single payment must be an amount such as 500 or 1500.50."),
        ({"unit_ids": ["999999"]}, "Enrollment units: choose one from the list."),
    ],
)
def test_a_field_says_what_to_do_and_nothing_is_sent(desk, employer, typed, message):
    factories.unit(employer.purchaser, code="002", name="Warehouse")
    response = desk.post(reverse("new_access"), FORM | typed)
    assert response.status_code == 422
    assert message in text(response)
    with employer.scope():
        assert not AccessCode.objects.exists()


def test_only_what_the_administrator_has_is_offered(client, employer):
    own = member(employer, "Kim", ["manage_access", "view_roster"], units=[employer.unit.pk])
    client.force_login(own.user)
    factories.has_just_signed_in(client)
    page = text(client.get(reverse("new_access")))
    assert 'value="view_roster"' in page
    assert 'value="see_number"' not in page
    refused = client.post(reverse("new_access"), FORM | {"privileges": ["view_roster"]})
    assert "You can give access only to your own units." in text(refused)


def test_full_numbers_and_export_stand_apart_and_are_off(desk):
    page = desk.get(reverse("new_access")).content.decode()
    apart = page[page.index("Sensitive") :]
    assert 'value="see_number"' in apart
    assert 'value="export"' in apart
    assert "checked" not in page


def test_what_they_can_and_cannot_do_is_shown_while_choosing(desk):
    shown = desk.post(reverse("new_access"), FORM, headers={"HX-Request": "true"})
    can, cannot = text(shown).split("They cannot")
    assert "Pay bills" in can
    assert "See full Social Security numbers" in cannot


def test_a_change_counts_from_the_next_request(desk, client, employer):
    grant = member(employer, privileges=["view_roster", "enroll"])
    other = type(client)()
    other.force_login(grant.user)
    assert other.get(reverse("add_employee")).status_code == 200
    response = desk.post(
        reverse("change_access", args=[grant.pk]), {"privileges": ["view_roster"], "seen": services.access_mark(grant)}
    )
    assert response["Location"] == reverse("access")
    assert other.get(reverse("add_employee")).status_code == 403
    with employer.scope():
        line = Activity.objects.get(verb="changed_access")
    assert (line.before["privileges"], line.after["privileges"]) == (["enroll", "view_roster"], ["view_roster"])


@pytest.mark.parametrize("act", ["suspend", "revoke"])
def test_stopped_access_ends_at_the_next_request_and_with_it_the_sessions(desk, client, employer, act):
    grant = member(employer)
    other = type(client)()
    other.post(reverse("account_login"), {"login": grant.user.email, "password": factories.PASSWORD})
    assert other.get(reverse("roster")).status_code == 200
    desk.post(reverse("act_on_access", args=[grant.pk, act]))
    response = other.get(reverse("roster"))
    assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("account_login"))


def test_suspended_access_can_be_resumed(desk, client, employer):
    grant = member(employer)
    desk.post(reverse("act_on_access", args=[grant.pk, "suspend"]))
    client.force_login(grant.user)
    assert client.get(reverse("roster")).status_code == 403
    client.force_login(employer.administrator)
    factories.has_just_signed_in(client)
    client.post(reverse("act_on_access", args=[grant.pk, "resume"]))
    client.force_login(grant.user)
    assert client.get(reverse("roster")).status_code == 200


def test_revoking_one_purchasers_grant_leaves_the_users_others_and_the_session(desk, client, employer):
    grant, other_employer = member(employer), factories.Employer("Zenith Other")
    factories.grant(grant.user, other_employer.purchaser, privileges=["view_roster"], at=LONG_AGO)
    other = type(client)()
    other.post(reverse("account_login"), {"login": grant.user.email, "password": factories.PASSWORD})
    desk.post(reverse("act_on_access", args=[grant.pk, "revoke"]))
    assert "Zenith Other" in text(other.get(reverse("roster")))


def test_nobody_changes_their_own_access(desk, employer):
    desk.post(reverse("change_access", args=[employer.grant.pk]), {"privileges": ["view_roster"]})
    desk.post(reverse("act_on_access", args=[employer.grant.pk, "suspend"]))
    assert set(refreshed(employer, employer.grant).privileges) == ADMINISTRATOR
    assert refreshed(employer, employer.grant).suspended_at is None


def test_nobody_touches_somebody_with_more(client, employer):
    own = member(employer, "Kim", ["manage_access", "view_roster"])
    client.force_login(own.user)
    factories.has_just_signed_in(client)
    for act in ("suspend", "revoke"):
        page = client.post(reverse("act_on_access", args=[employer.grant.pk, act]), follow=True)
        assert "You can't change this person's access" in text(page)
    assert refreshed(employer, employer.grant).revoked_at is None


def test_the_last_administrator_cannot_leave_without_a_successor(desk, employer):
    page = desk.post(reverse("leave"), follow=True)
    assert "Choose a successor first" in text(page)
    member(employer, "Successor", ADMINISTRATOR)
    page = desk.post(reverse("leave"), follow=True)
    assert page.status_code == 403 or "has ended" in text(page)
    assert refreshed(employer, employer.grant).revoked_at is not None


@pytest.mark.parametrize(
    "lesser", [{"units": "own"}, {"ends": True}, {"privileges": ["manage_access"], "suspended": True}]
)
def test_an_administrator_of_less_is_no_successor(employer, lesser):
    grant = member(employer, "Lesser", ADMINISTRATOR, units=[employer.unit.pk] if "units" in lesser else None)
    with employer.scope():
        facts = {"ends_at": NOW + timedelta(days=30)} if "ends" in lesser else {}
        facts |= {"suspended_at": NOW, "suspended_by": employer.administrator} if "suspended" in lesser else {}
        Grant.objects.filter(pk=grant.pk).update(unit_ids=grant.unit_ids, **facts)
        with pytest.raises(services.CannotChangeAccess, match="successor"):
            services.leave(own=Admission.of(employer.grant), at=NOW)


def test_an_administrator_who_was_narrowed_meanwhile_gives_nothing(employer):
    own = member(employer, "Kim", ADMINISTRATOR)
    with employer.scope():
        services.change_access(
            grant_id=own.pk,
            standing=Standing.of(["manage_access", "view_roster"]),
            own=Admission.of(employer.grant),
            at=NOW,
        )
    with pytest.raises(services.CannotChangeAccess, match="only permissions you have yourself"):
        factories.code(employer, own=own, privileges={"see_number"})
    target = member(employer)
    with employer.scope(), pytest.raises(services.CannotChangeAccess, match="only permissions you have yourself"):
        services.change_access(grant_id=target.pk, standing=Standing.of(["pay_bill"]), own=Admission.of(own), at=NOW)


def test_widening_access_asks_for_the_password_after_five_minutes(client, employer):
    client.force_login(employer.administrator)
    for address in (reverse("new_access"), reverse("change_access", args=[employer.grant.pk])):
        assert client.get(address)["Location"].startswith(reverse("account_reauthenticate"))
    asked = client.post(reverse("new_access"), FORM)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    with employer.scope():
        assert not AccessCode.objects.exists()
    client.post(asked["Location"], {"password": factories.PASSWORD}, follow=True)
    with employer.scope():
        assert AccessCode.objects.get().email == "sam@example.test"


def test_a_long_unused_access_is_flagged(desk, employer):
    member(employer)
    assert text(desk.get(reverse("access"))).count("No sign-in for 90 days") >= 1


def test_the_list_is_exported_guarded_and_on_the_record(desk, employer):
    member(employer, "=HYPERLINK(1)")
    lines = b"".join(desk.get(reverse("access_csv")).streaming_content).decode()
    assert "'=HYPERLINK(1)" in lines
    with employer.scope():
        assert Activity.objects.filter(verb="exported_access").count() == 1


def test_a_code_is_taken_back_from_the_list_after_a_second_look(desk, employer):
    code = factories.code(employer, at=timezone.now())
    address = reverse("take_code_back", args=[code.pk])
    page = desk.get(reverse("access")).content.decode()
    asked = page[page.index('<details class="ask"><summary>Revoke') :]
    asked = asked[: asked.index("</details>")]
    assert asked.index("The code stops working right away.") < asked.index(">Revoke code</button>")
    assert (asked.count(address), page.count(address)) == (1, 1)
    desk.post(address)
    with employer.scope():
        assert AccessCode.objects.get().revoked_by == employer.administrator
    assert desk.post(reverse("take_code_back", args=[code.pk])).status_code == 404


def test_the_list_is_searched_by_name_and_address(desk, employer):
    member(employer, "Kim Park")
    assert "Kim Park" in text(desk.get(reverse("access"), {"q": "kim"}))
    assert "No matches" in text(desk.get(reverse("access"), {"q": "zzz"}))
