"""Every address, who may open it, and what others get. A new address fails until it is listed."""

import re
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.urls import get_resolver, reverse
from django.urls.converters import IntConverter
from django.urls.resolvers import URLPattern
from django.utils import timezone

from access import services as access_services
from access import tenancy
from access.guard import SESSION_PURCHASER
from access.privileges import ADMINISTRATOR, Privilege
from accounts.models import Activity
from enrollment import services
from enrollment.views.roster import person as people
from tests import factories
from tests.factories import NOW, child, spouse

pytestmark = pytest.mark.django_db

SEE = ("view_roster",)
PRIVILEGES = {
    "access": ("manage_access",),
    "access_csv": ("manage_access", "export"),
    "act_on_access": ("manage_access",),
    "change_access": ("manage_access",),
    "home": (),
    "leave": (),
    "new_access": ("manage_access",),
    "preview_access": ("manage_access",),
    "review_access": ("manage_access",),
    "new_delegation": ("manage_access",),
    "delegation": ("manage_access",),
    "end_delegation": ("manage_access",),
    "take_code_back": ("manage_access",),
    "activity": (),
    "activity_csv": ("export",),
    "add_dependents": (*SEE, "enroll"),
    "add_employee": (*SEE, "enroll"),
    "correct_details": (*SEE, "correct_details"),
    "delete_draft": (*SEE, "enroll"),
    "draft_check": (*SEE, "enroll"),
    "draft_dependent": (*SEE, "enroll"),
    "draft_dependents": (*SEE, "enroll"),
    "draft_employee": (*SEE, "enroll"),
    "draft_event": (*SEE, "enroll"),
    "draft_medicare": (*SEE, "enroll"),
    "end_coverage": (*SEE, "end_coverage"),
    "job": SEE,
    "job_file": (*SEE, "export"),
    "person": SEE,
    "remove_dependent": (*SEE, "enroll"),
    "request": SEE,
    "request_answer": (*SEE, "enroll"),
    "request_file": SEE,
    "request_withdraw": (*SEE, "enroll"),
    "requests": SEE,
    "reveal_number": (*SEE, "see_number"),
    "reverse_end": (*SEE, "end_coverage"),
    "roster": SEE,
    "roster_csv": (*SEE, "export"),
    "roster_last_four": SEE,
    "roster_xlsx": (*SEE, "export"),
}
SIGNED_IN = {"end_preview", "end_session", "sessions", "stay_signed_in", "switch_purchaser"}
OWN_SCOPES = {"ask_for_new_code", "confirm_code", "enter_code"}
PUBLIC = {
    "accessibility",
    "caught_mail",
    "contact",
    "csp_report",
    "employees_elsewhere",
    "healthz",
    "help",
    "readyz",
    "request_form_file",
    "request_ready",
    "request_status",
    "session_ended",
    "tour",
    "tour_page",
    "tour_start",
    "tour_step",
    "user_id_request",
}
POSTS = {
    "end_delegation",
    "tour_start",
    "act_on_access",
    "ask_for_new_code",
    "leave",
    "take_code_back",
    "delete_draft",
    "end_preview",
    "end_session",
    "preview_access",
    "remove_dependent",
    "request_answer",
    "request_withdraw",
    "reveal_number",
    "roster_last_four",
    "stay_signed_in",
    "switch_purchaser",
}
MISSING = UUID("00000000-0000-4000-8000-000000000000")


def own_patterns(resolver=None):
    """(name, pattern) of every address except those of packages under accounts/ and admin/."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        elif str(pattern.pattern) not in ("accounts/", "admin/"):
            yield from own_patterns(pattern)


def every_pattern(resolver=None):
    """Every address, those of packages included."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from every_pattern(pattern)


def arguments(pattern, value):
    """Arguments for every id of the address."""
    named = {"place": 0, "act": "suspend"}
    return {
        key: named.get(key, _number(value) if isinstance(kind, IntConverter) else value)
        for key, kind in pattern.pattern.converters.items()
    }


def _number(value):
    return value if isinstance(value, int) else value.int % 10**12


def ask(client, pattern, value=MISSING):
    address = reverse(pattern.name, kwargs=arguments(pattern, value))
    return client.post(address) if pattern.name in POSTS else client.get(address)


def pattern_named(name):
    return next(pattern for pattern in own_patterns() if pattern.name == name)


@pytest.fixture
def employer():
    return factories.Employer()


def signed_in(client, employer, privileges, units=None):
    who = factories.user("Sam Ito")
    grant = factories.grant(who, employer.purchaser, privileges=privileges, units=units, at=NOW.replace(year=2020))
    client.force_login(who)
    factories.has_just_signed_in(client)
    return grant


def test_every_address_is_listed_with_exactly_its_fence():
    found = {pattern.name: (pattern.callback.fence, pattern.callback.privileges) for pattern in own_patterns()}
    listed = {name: ("requires", privileges) for name, privileges in PRIVILEGES.items()}
    listed |= dict.fromkeys(OWN_SCOPES, ("own_scopes", ()))
    listed |= dict.fromkeys(SIGNED_IN, ("signed_in", ())) | dict.fromkeys(PUBLIC, ("public", ()))
    assert found == listed


@pytest.mark.parametrize("name", sorted((set(PRIVILEGES) | SIGNED_IN | OWN_SCOPES) - {"home"}))
def test_a_stranger_is_sent_to_sign_in(client, name):
    response = ask(client, pattern_named(name))
    assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("name", sorted(name for name, privileges in PRIVILEGES.items() if privileges))
def test_without_one_of_its_privileges_an_address_is_refused(client, employer, name):
    for lacking in PRIVILEGES[name]:
        signed_in(client, employer, ADMINISTRATOR - {lacking})
        response = ask(client, pattern_named(name))
        assert response.status_code == 403
        assert employer.administrator.name in response.content.decode()


@pytest.mark.parametrize("name", sorted(PRIVILEGES))
def test_with_exactly_its_privileges_an_address_is_not_refused(client, employer, name):
    signed_in(client, employer, set(PRIVILEGES[name]) or {"pay_bill"})
    assert ask(client, pattern_named(name)).status_code in (200, 302, 404, 422)


@pytest.mark.parametrize("name", sorted(name for name in PRIVILEGES if pattern_named(name).pattern.converters))
def test_a_strangers_id_cannot_be_told_from_a_missing_one(client, employer, name):
    other = factories.Employer("Other canary employer")
    change = other.enroll(spouse(), child())
    with other.scope():
        draft = services.save_draft(
            submission=other.submission(),
            kind="add_employee",
            data={"employee": {}, "dependents": []},
            title="x",
            unit_id=None,
        )
    signed_in(client, employer, ADMINISTRATOR)
    answers = set()
    code = factories.code(other)
    by_number = isinstance(pattern_named(name).pattern.converters.get("pk"), IntConverter)
    theirs = [other.grant.pk] if by_number else [code.pk]
    for foreign in (MISSING, uuid4(), change.pk, change.person_id, draft.pk, *theirs):
        response = ask(client, pattern_named(name), foreign)
        body = re.sub(r"[0-9A-F]{8}(?=</strong>)|nonce=\"[^\"]*\"", "", response.content.decode())
        answers.add((response.status_code, body))

    ((status, body),) = answers
    assert status == 404
    assert "canary" not in body


def test_a_revoked_grant_is_refused_at_the_next_request(client, employer):
    grant = signed_in(client, employer, SEE)
    assert client.get(reverse("roster")).status_code == 200
    with tenancy.scope(employer.purchaser), tenancy.staff():
        access_services.revoke_access(grant=grant, by=employer.purchaser.representative.user, at=timezone.now())
    assert client.get(reverse("roster")).status_code == 403


def test_a_refusal_names_the_privilege_that_is_missing_and_who_can_give_it(client, employer):
    signed_in(client, employer, SEE)
    page = client.get(reverse("add_employee")).content.decode()
    assert f"Your access doesn't include this permission: {Privilege.ENROLL.label}." in page
    assert str(employer.administrator) in page


def test_losing_one_purchaser_leaves_the_other_working(client, employer):
    grant = signed_in(client, employer, SEE)
    other = factories.Employer("Zenith Other")
    factories.grant(grant.user, other.purchaser, privileges=SEE, at=NOW.replace(year=2020))
    client.post(reverse("switch_purchaser"), {"purchaser": employer.purchaser.pk})
    with tenancy.scope(employer.purchaser), tenancy.staff():
        access_services.revoke_access(grant=grant, by=employer.purchaser.representative.user, at=timezone.now())
    response = client.get(reverse("roster"))
    assert response.status_code == 200
    assert "Zenith Other" in response.content.decode()


def test_a_purchaser_without_a_grant_cannot_be_chosen(client, employer):
    other = factories.Employer("Other")
    signed_in(client, employer, SEE)
    client.get(reverse("roster"))
    assert client.post(reverse("switch_purchaser"), {"purchaser": other.purchaser.pk}).status_code == 404
    session = client.session
    session[SESSION_PURCHASER] = other.purchaser.pk
    session.save()
    assert "Other" not in client.get(reverse("roster")).content.decode()


def test_an_employer_does_not_open_the_representatives_desk(client, employer):
    client.force_login(employer.administrator)
    for address in ("/admin/", "/admin/enrollment/review/", f"/admin/enrollment/review/{MISSING}/case/"):
        response = client.get(address)
        assert (response.status_code, response["Location"].split("?")[0]) == (302, "/admin/login/")


def test_every_signed_in_page_is_stored_nowhere_and_has_a_policy(client, employer):
    signed_in(client, employer, ADMINISTRATOR)
    for name in ("home", "roster", "requests", "activity", "roster_csv"):
        response = client.get(reverse(name))
        assert response["Cache-Control"] == "no-store, private"
        assert "script-src 'self'" in response["Content-Security-Policy"]
        assert "unsafe" not in response["Content-Security-Policy"]


def test_a_view_that_writes_and_then_raises_leaves_no_row(client, employer, monkeypatch):
    """The person's page records the view before rendering; if rendering fails, no view is recorded."""
    person = employer.enroll().person_id
    client.force_login(employer.administrator)
    client.raise_request_exception = False
    address = reverse("person", args=[person])

    def looks():
        with employer.scope():
            return Activity.objects.filter(verb="viewed_person").count()

    assert (client.get(address).status_code, looks()) == (200, 1)
    monkeypatch.setattr(people, "render", lambda *_, **__: 1 / 0)
    assert (client.get(address).status_code, looks()) == (500, 1)


def test_no_session_wide_setting_anywhere():
    """A setting or role without LOCAL would leak to the next user of the connection."""
    root = Path(__file__).resolve().parent.parent
    for path in root.glob("[!.]*/**/*.py"):
        if "tests" in path.parts:
            continue
        text = path.read_text()
        assert not re.search(r"set_config\([^)]*false", text), path
        assert not re.search(r"SET (SESSION )?ROLE", text), path
