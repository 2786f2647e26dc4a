"""Viewing as a delegate, the quarterly review, and the end of the contract."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from access import services as access_services
from access import tenancy
from access.admission import Admission
from access.models import Grant
from accounts.models import Activity
from enrollment import services
from tests import factories
from tests.access.members import member, refreshed, text
from tests.factories import NOW
from tests.pages import markup

pytestmark = pytest.mark.django_db


def test_what_a_delegate_sees_can_be_looked_at_and_nothing_changed(desk, client, employer):
    other = factories.unit(employer.purchaser, code="002", name="Warehouse")
    employer.enroll()
    grant = member(employer, "Sam Ito", ["view_roster", "enroll", "export"], units=[other.pk])
    assert "Ana" in text(desk.get(reverse("roster")))
    desk.post(reverse("preview_access", args=[grant.pk]))
    shown = text(desk.get(reverse("roster")))
    assert "You're viewing as Sam Ito." in shown
    assert "Morales, Ana" not in shown
    assert desk.get(reverse("access")).status_code == 403
    assert desk.get(reverse("roster_csv")).status_code == 403
    refused = desk.post(reverse("add_employee"), {"first_name": "A", "leave": "1"})
    assert (refused.status_code, "You're in view-only mode" in text(refused)) == (403, True)
    desk.post(reverse("end_preview"))
    assert "Morales, Ana" in text(desk.get(reverse("roster")))
    with employer.scope():
        assert Activity.objects.filter(verb="previewed_access", actor=employer.administrator).count() == 1


def draft(employer, title, *, by):
    with employer.scope():
        return services.save_draft(
            submission=employer.submission(by=by),
            kind="add_employee",
            data={"employee": {"first_name": title}, "dependents": []},
            title=title,
            unit_id=None,
        )


def test_a_preview_greets_the_delegate_and_shows_their_drafts_and_not_ones_own(desk, employer):
    grant = member(employer, "Sam Ito", ["view_roster", "enroll"])
    own, theirs = draft(employer, "Olive", by=employer.administrator), draft(employer, "Cedar", by=grant.user)
    desk.post(reverse("preview_access", args=[grant.pk]))
    for page in ("home", "requests"):
        shown = text(desk.get(reverse(page)))
        assert ("Cedar" in shown, "Olive" in shown) == (True, False)
    home = markup(desk.get(reverse("home")))
    assert (", Sam</h1>" in home, ", Dana</h1>" in home) == (True, False)
    opened = [desk.get(reverse("draft_employee", args=[each.pk])).status_code for each in (theirs, own)]
    assert opened == [200, 404]
    desk.post(reverse("end_preview"))
    home = markup(desk.get(reverse("home")))
    assert (", Dana</h1>" in home, "Olive" in home) == (True, True)


def test_a_preview_shows_no_unit_that_the_administrator_may_not_see(client, employer):
    other = factories.unit(employer.purchaser, code="002", name="Warehouse")
    employer.enroll()
    everywhere = member(employer, "Everywhere", ["view_roster"])
    both = member(employer, "Both", ["view_roster"], units=[employer.unit.pk, other.pk])
    own = member(employer, "Kim", ["manage_access", "view_roster"], units=[other.pk])
    client.force_login(own.user)
    for grant in (everywhere, both):
        client.post(reverse("preview_access", args=[grant.pk]))
        shown = text(client.get(reverse("roster")))
        assert f"You're viewing as {grant.user}." in shown
        assert "Morales, Ana" not in shown
        client.post(reverse("end_preview"))


def test_a_preview_shows_the_delegates_own_lines_as_far_as_the_administrator_may_see_them(client, employer):
    change = employer.enroll()
    clerk = member(employer, "Sam Ito", ["view_roster", "view_bill"])
    client.force_login(clerk.user)
    client.get(reverse("person", args=[change.person_id]))
    own = member(employer, "Kim", ["manage_access", "view_bill"])
    client.force_login(own.user)
    client.post(reverse("preview_access", args=[clerk.pk]))
    shown = text(client.get(reverse("activity")))
    assert ("Viewed a member" in shown, "You're viewing as Sam Ito." in shown) == (False, True)
    client.force_login(employer.administrator)
    client.post(reverse("preview_access", args=[clerk.pk]))
    assert "Viewed a member" in text(client.get(reverse("activity")))


def test_a_preview_shows_no_more_than_the_administrator_may_see(client, employer):
    own = member(employer, "Kim", ["manage_access", "view_bill"])
    grant = member(employer, "Sam", ["view_roster"])
    client.force_login(own.user)
    client.post(reverse("preview_access", args=[grant.pk]))
    assert client.get(reverse("roster")).status_code == 403


def test_a_preview_ends_with_the_access_it_shows(desk, employer):
    grant = member(employer)
    desk.post(reverse("preview_access", args=[grant.pk]))
    with employer.scope():
        Grant.objects.filter(pk=grant.pk).update(suspended_at=NOW, suspended_by=employer.administrator)
    assert "You're viewing as" not in text(desk.get(reverse("home")))
    assert desk.get(reverse("access")).status_code == 200


def test_a_review_keeps_or_ends_each_and_is_on_the_record(desk, employer):
    kept, ended = member(employer, "Kept Person"), member(employer, "Ended Person")
    assert "Access has never been reviewed." in text(desk.get(reverse("access")))
    address = reverse("review_access")
    half = desk.post(address, {f"grant{kept.pk}": "keep"})
    assert (half.status_code, "for each person" in text(half)) == (422, True)
    desk.post(address, {f"grant{kept.pk}": "keep", f"grant{ended.pk}": "end"})
    assert refreshed(employer, kept).revoked_at is None
    assert refreshed(employer, ended).revoked_by == employer.administrator
    with employer.scope():
        assert Activity.objects.get(verb="reviewed_access").summary == "1 kept, 1 ended"
    assert "never been reviewed" not in text(desk.get(reverse("access")))


@pytest.mark.parametrize(("days", "open_pages"), [(0, True), (1, False), (365, False)])
def test_after_the_contract_only_bills_are_left_and_then_nothing(desk, employer, days, open_pages):
    last = timezone.now().astimezone(employer.purchaser.zone).date() - timedelta(days=days)
    with tenancy.as_user(None), tenancy.staff():
        employer.purchaser.contract_ends_on = last
        employer.purchaser.save()
    assert (desk.get(reverse("roster")).status_code == 200) is open_pages
    assert (desk.get(reverse("access")).status_code == 200) is open_pages
    assert desk.get(reverse("home")).status_code == 200
    with tenancy.as_user(None), tenancy.staff():
        employer.purchaser.contract_ends_on = last - timedelta(days=366)
        employer.purchaser.save()
    assert desk.get(reverse("home")).status_code == 403


def test_a_representative_stops_the_last_administrator_in_an_emergency_after_calling_back(client, employer):
    client.force_login(employer.purchaser.representative.user)
    address = reverse("admin:access_grant_stop", args=[employer.grant.pk])
    assert client.post(address, {"note": " "}).status_code == 422
    client.post(address, {"note": "Olga Berg, 510-555-0199"})
    assert refreshed(employer, employer.grant).suspended_by == employer.purchaser.representative.user
    with employer.scope():
        lines = dict(
            Activity.objects.filter(verb__in=["suspended_access", "called_back"]).values_list("verb", "summary")
        )
    assert lines["called_back"] == "Olga Berg, 510-555-0199"
    factories.has_just_signed_in(client)
    client.post(address, {"note": "Olga Berg again", "act": "resume"})
    assert refreshed(employer, employer.grant).suspended_at is None


def test_a_page_that_the_delegate_may_not_open_leaves_the_way_back_to_ones_own_view(desk, employer):
    grant = member(employer, "Sam Ito", ["view_roster"])
    desk.post(reverse("preview_access", args=[grant.pk]))
    for address, status in ((reverse("access"), 403), (reverse("person", args=[uuid4()]), 404)):
        refused = desk.get(address)
        page = text(refused)
        assert (refused.status_code, "You're viewing as Sam Ito." in page) == (status, True)
        assert refused.content.decode().count(f'action="{reverse("end_preview")}"') == 1
    assert "Sam Ito's access doesn't include this permission: Manage who has access." in text(
        desk.get(reverse("access"))
    )
    desk.post(reverse("end_preview"))
    missing = desk.get(reverse("person", args=[uuid4()]))
    assert (missing.status_code, "You're viewing as" in text(missing)) == (404, False)


def test_whose_access_is_suspended_is_told_so_and_by_whom_it_is_resumed(client, employer):
    grant = member(employer, "Sam Ito", ["view_roster"])
    with employer.scope():
        access_services.suspend_access(
            grant_id=grant.pk,
            own=Admission.of(employer.grant),
            purchaser=employer.purchaser,
            by=employer.administrator,
            at=NOW,
        )
    client.force_login(grant.user)
    refused = client.get(reverse("home"))
    page = text(refused)
    assert refused.status_code == 403
    assert "Your access is suspended" in page
    assert f"Your access to {employer.purchaser.name} was suspended on November 23, 2026." in page
    assert f"These administrators can resume it: {employer.administrator}" in page
    assert "No employer is linked" not in page


def test_whose_access_has_ended_is_told_nobodys_name(client, employer):
    grant = member(employer, "Sam Ito", ["view_roster"])
    with employer.scope():
        access_services.revoke_access(grant=grant, own=Admission.of(employer.grant), by=employer.administrator, at=NOW)
    client.force_login(grant.user)
    page = text(client.get(reverse("home")))
    assert "Your access has ended or hasn't started." in page
    assert str(employer.administrator) not in page
