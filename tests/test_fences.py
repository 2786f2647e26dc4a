"""The fence of every address, as the role table says who may open it. A new address fails until it has a line there."""

import re
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from access import services as access_services
from access import tenancy
from access.guard import SESSION_PURCHASER
from access.privileges import ADMINISTRATOR, Privilege
from accounts.models import Activity
from enrollment import services
from enrollment.views.roster import person as people
from tests import factories
from tests.addresses import addresses
from tests.factories import NOW, child, spouse
from tests.role_table import PRIVILEGES, ROLES, TABLE

pytestmark = pytest.mark.django_db

SEE = ("view_roster",)
# Packages under these have fences of their own; tests/test_roles.py walks them, too.
OWN = [path for path in TABLE if not path.startswith("accounts/")]
# For these, who may open them is said by "user"; the views choose their tenancy scopes themselves.
OWN_SCOPES = {"code/", "code/confirm/", "code/new/"}
MISSING = UUID("00000000-0000-4000-8000-000000000000")


def group_of(path):
    """The group of users of employers that may open a page; "" is everyone."""
    (group,) = set(TABLE[path][0].split("|")) - {"visitor", "desk"}
    return group


def privileges_of(group):
    """What the roles of a group have in common."""
    first, *others = [PRIVILEGES[role] for role in PRIVILEGES if group in ROLES[role].split()]
    return tuple(privilege for privilege in first if all(privilege in each for each in others))


def fence_of(path):
    group = group_of(path)
    if group in ("", "user"):
        fence = "own_scopes" if path in OWN_SCOPES else {"": "public", "user": "signed_in"}[group]
        return fence, ()
    return "requires", privileges_of(group)


FENCED = {path: privileges for path in OWN for fence, privileges in [fence_of(path)] if fence == "requires"}


def ask(client, path, value=MISSING):
    """The answer to each method of an address, with this value for every id."""
    named = {"place": "0", "act": "suspend"}

    def filled(found):
        kind, name = found.groups()
        return named.get(name) or str(value.int % 10**12 if kind == "int" and isinstance(value, UUID) else value)

    _, read, post = TABLE[path]
    address = "/" + re.sub(r"<(\w+):(\w+)>", filled, path)
    methods = [(client.get, read), (client.post, post)]
    return [method(address) for method, answer in methods if answer != "-"]


def signed_in(client, employer, privileges, units=None):
    who = factories.user("Sam Ito")
    grant = factories.grant(who, employer.purchaser, privileges=privileges, units=units, at=NOW.replace(year=2020))
    client.force_login(who)
    factories.has_just_signed_in(client)
    return grant


def test_every_address_is_listed_with_exactly_its_fence():
    found = {
        path: (pattern.callback.fence, pattern.callback.privileges)
        for path, pattern in addresses()
        if not path.startswith(("accounts/", "admin/"))
    }
    assert found == {path: fence_of(path) for path in OWN}


@pytest.mark.parametrize("group", sorted({group_of(path) for path in FENCED} - {"grant"}))
def test_some_role_has_the_privileges_of_a_group_and_no_others(group):
    """Otherwise what the roles have in common would be more than the group takes."""
    assert sorted(privileges_of(group)) in [sorted(each) for each in PRIVILEGES.values()]


@pytest.mark.parametrize("path", [path for path, privileges in FENCED.items() if privileges])
def test_without_one_of_its_privileges_an_address_is_refused(client, employer, path):
    for lacking in FENCED[path]:
        signed_in(client, employer, ADMINISTRATOR - {lacking})
        for response in ask(client, path):
            assert response.status_code == 403
            assert employer.administrator.name in response.content.decode()


@pytest.mark.parametrize("path", FENCED)
def test_with_exactly_its_privileges_an_address_is_not_refused(client, employer, path):
    signed_in(client, employer, set(FENCED[path]) or {"pay_bill"})
    assert {response.status_code for response in ask(client, path)} <= {200, 302, 404, 422}


@pytest.mark.parametrize("path", [path for path in OWN if "<" in path and group_of(path)])
def test_a_strangers_id_cannot_be_told_from_a_missing_one(client, employer, path):
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
    theirs = [other.grant.pk] if "<int:pk>" in path else [factories.code(other).pk]
    answers = set()
    for foreign in (MISSING, uuid4(), change.pk, change.person_id, draft.pk, *theirs):
        for place, response in enumerate(ask(client, path, foreign)):
            body = re.sub(r"[0-9A-F]{8}(?=</strong>)|nonce=\"[^\"]*\"", "", response.content.decode())
            assert (response.status_code, "canary" in body) == (404, False)
            answers.add((place, body))
    assert len(answers) == len(ask(client, path))


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
