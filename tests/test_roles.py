"""Who may open what: roles x addresses x methods, against a table written by hand. An address that is not in it fails."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern
from django.utils import timezone

from access import tenancy
from access.models import AccessCode, AccessRequest, Grant
from access.privileges import ADMINISTRATOR
from enrollment import services
from enrollment.models import Change, Coverage, Employment, Enrollment, RosterLine
from tests import factories
from tests.factories import NOW, spouse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_limits")]
HELD = (Change, Coverage, Employment, Enrollment, Grant, AccessCode, AccessRequest, RosterLine)
LONG_AGO = NOW.replace(year=2020)
METHODS = ("GET", "HEAD", "POST")
READ, FORM, PRESS = "GET HEAD", "GET HEAD POST", "POST"

# Every role and the groups it is in.
ROLES = {
    "anonymous": "visitor",
    "registered": "user",
    "suspended": "user",
    "ended": "user",
    "administrator": "user grant view enroll correct end number lists files manage manage_lists",
    "foreign administrator": "user grant view enroll correct end number lists files manage manage_lists",
    "enrolls": "user grant view enroll",
    "corrects": "user grant view correct",
    "ends": "user grant view end",
    "views": "user grant view",
    "views another unit": "user grant view",
    "sees numbers": "user grant view number",
    "exports": "user grant view lists files",
    "exports only": "user grant lists",
    "sees bills": "user grant",
    "pays bills": "user grant",
    "manages access": "user grant manage",
    "representative": "user desk",
    "superuser": "user desk",
}
PRIVILEGES = {
    "enrolls": ["view_roster", "enroll"],
    "corrects": ["view_roster", "correct_details"],
    "ends": ["view_roster", "end_coverage"],
    "views": ["view_roster"],
    "views another unit": ["view_roster"],
    "sees numbers": ["view_roster", "see_number"],
    "exports": ["view_roster", "export"],
    "exports only": ["export"],
    "sees bills": ["view_bill"],
    "pays bills": ["view_bill", "pay_bill"],
    "manages access": ["manage_access"],
}
# Address: which groups may open it ("" is everybody), by which methods.
TABLE = {
    "": ("visitor|grant|desk", READ),
    "activity/": ("grant", READ),
    "activity/activity.csv": ("lists", READ),
    "access/": ("manage", READ),
    "access/new/": ("manage", FORM),
    "access/export/": ("manage_lists", READ),
    "access/leave/": ("grant", PRESS),
    "access/review/": ("manage", FORM),
    "access/organizations/new/": ("manage", FORM),
    "access/organizations/<int:pk>/": ("manage", READ),
    "access/organizations/<int:pk>/end/": ("manage", PRESS),
    "access/preview/end/": ("user", PRESS),
    "access/<int:pk>/preview/": ("manage", PRESS),
    "access/<int:pk>/": ("manage", FORM),
    "access/<int:pk>/<slug:act>/": ("manage", PRESS),
    "access/codes/<uuid:pk>/take-back/": ("manage", PRESS),
    "code/": ("user", FORM),
    "code/confirm/": ("user", FORM),
    "code/new/": ("user", PRESS),
    "user-id-request/": ("", FORM),
    "user-id-request/ready/": ("", READ),
    "user-id-request/form/": ("", READ),
    "user-id-request/status/": ("", FORM),
    "tour/": ("", FORM),
    "tour/<path:path>": ("", FORM),
    "tour/start/": ("", PRESS),
    "tour/step/<int:number>/": ("", READ),
    "employees/": ("view", READ),
    "employees/last-four/": ("view", PRESS),
    "employees/employees.csv": ("files", READ),
    "employees/employees.xlsx": ("files", READ),
    "employees/add/": ("enroll", FORM),
    "people/<uuid:person_id>/": ("view", READ),
    "people/<uuid:person_id>/number/": ("number", PRESS),
    "people/<uuid:person_id>/correct/": ("correct", FORM),
    "people/<uuid:person_id>/end/": ("end", FORM),
    "people/<uuid:person_id>/add-dependents/": ("enroll", FORM),
    "drafts/<uuid:pk>/employee/": ("enroll", FORM),
    "drafts/<uuid:pk>/dependents/": ("enroll", READ),
    "drafts/<uuid:pk>/dependents/<int:place>/": ("enroll", FORM),
    "drafts/<uuid:pk>/dependents/<int:place>/remove/": ("enroll", PRESS),
    "drafts/<uuid:pk>/check/": ("enroll", FORM),
    "drafts/<uuid:pk>/delete/": ("enroll", PRESS),
    "drafts/<uuid:pk>/medicare/": ("enroll", FORM),
    "requests/": ("view", READ),
    "requests/<uuid:pk>/": ("view", READ),
    "requests/<uuid:pk>/receipt.pdf": ("view", READ),
    "requests/<uuid:pk>/answer/": ("enroll", PRESS),
    "requests/<uuid:pk>/withdraw/": ("enroll", PRESS),
    "requests/<uuid:pk>/take-back/": ("end", FORM),
    "jobs/<uuid:pk>/": ("view", READ),
    "jobs/<uuid:pk>/file/": ("files", READ),
    "switch/": ("user", PRESS),
    "stay/": ("user", PRESS),
    "sessions/": ("user", READ),
    "sessions/<int:pk>/end/": ("user", PRESS),
    "signed-out/": ("", READ),
    "help/": ("", READ),
    "help/contact/": ("", READ),
    "help/accessibility/": ("", READ),
    "help/employees/": ("", READ),
    "mail/": ("", READ),
    "csp-report/": ("", PRESS),
    "healthz": ("", READ),
    "readyz": ("", READ),
    # allauth's
    "accounts/login/": ("", FORM),
    "accounts/logout/": ("", FORM),
    "accounts/inactive/": ("", READ),
    "accounts/signup/": ("", FORM),
    "accounts/confirm-email/": ("", READ),
    "accounts/^confirm-email/(?P<key>[-:\\w]+)/$": ("", FORM),
    "accounts/login/code/confirm/": ("", FORM),
    "accounts/password/reset/": ("", FORM),
    "accounts/password/reset/done/": ("", READ),
    "accounts/password/reset/key/done/": ("", READ),
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": ("", FORM),
    "accounts/2fa/authenticate/": ("", FORM),
    "accounts/reauthenticate/": ("user", FORM),
    "accounts/email/": ("user", FORM),
    "accounts/password/change/": ("user", FORM),
    "accounts/password/set/": ("user", FORM),
    "accounts/2fa/": ("user", READ),
    "accounts/2fa/reauthenticate/": ("user", FORM),
    "accounts/2fa/totp/activate/": ("user", FORM),
    "accounts/2fa/totp/deactivate/": ("user", FORM),
    "accounts/2fa/recovery-codes/": ("user", READ),
    "accounts/2fa/recovery-codes/generate/": ("user", FORM),
    "accounts/2fa/recovery-codes/download/": ("user", FORM),
    "accounts/2fa/webauthn/": ("user", READ),
    "accounts/2fa/webauthn/add/": ("user", FORM),
    "accounts/2fa/webauthn/reauthenticate/": ("user", FORM),
    "accounts/2fa/webauthn/keys/<int:pk>/remove/": ("user", FORM),
    "accounts/2fa/webauthn/keys/<int:pk>/edit/": ("user", FORM),
    "accounts/2fa/webauthn/login/": ("", FORM),
    "accounts/sessions/": ("user", FORM),
}
# They lead to the sign-in page: whoever has signed out, or is not in the middle of signing in.
TO_SIGN_IN = {
    "accounts/logout/",
    "accounts/login/code/confirm/",
    "accounts/2fa/authenticate/",
    "accounts/2fa/webauthn/login/",
}
# Django's own pages of the admin, and ours.
DESK = {
    "admin/",
    "admin/password_change/",
    "admin/password_change/done/",
    "admin/autocomplete/",
    "admin/r/<path:content_type_id>/<path:object_id>/",
    "admin/^(?P<app_label>)/$",
    "admin/(?P<url>.*)$",
    "admin/enrollment/review/<uuid:pk>/case/",
    "admin/enrollment/review/<uuid:pk>/decide/",
    "admin/enrollment/review/take/",
    "admin/enrollment/review/filters/",
    "admin/enrollment/review/report/",
    "admin/enrollment/person/<uuid:pk>/other/",
    "admin/enrollment/person/<uuid:pk>/beside/<uuid:other_pk>/",
    "admin/enrollment/personmerge/<int:pk>/undo/",
    "admin/accounts/purchaser/<int:pk>/on-behalf/",
    "admin/accounts/purchaser/<int:pk>/number/",
    "admin/access/grant/<int:pk>/stop/",
    "admin/accounts/closure/enter/",
    "admin/accounts/closure/<int:pk>/remove/",
    "admin/access/accessrequest/<uuid:pk>/case/",
    "admin/access/accessrequest/<uuid:pk>/act/",
    "admin/access/accessdocument/register/",
    "admin/access/accessdocument/<uuid:pk>/view/",
    "admin/access/accessdocument/<uuid:pk>/page/<int:page>/",
    "admin/access/accessdocument/<uuid:pk>/original/",
}
DESK_OPEN = {"admin/login/", "admin/logout/", "admin/jsi18n/"}
LISTS = [
    *(
        "review",
        "cannedreply",
        "callback",
        "change",
        "plan",
        "unitrules",
        "offering",
        "enrollment",
        "coverage",
        "employment",
    ),
    *("purchaser", "accessrequest", "accessdocument", "grant", "closure"),
    *("person", "personmerge", "mergeproposal", "undoproposal"),
]
APPS = {
    "purchaser": "accounts",
    "closure": "accounts",
    "accessrequest": "access",
    "accessdocument": "access",
    "grant": "access",
}
for model in LISTS:
    start = f"admin/{APPS.get(model, 'enrollment')}/{model}/"
    one = f"{start}<path:object_id>/"
    DESK |= {start, f"{start}add/", one, f"{one}history/", f"{one}delete/", f"{one}change/"}


def addresses(resolver=None, start=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        path = start + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            # The list of apps is written in the order in which they were registered.
            yield re.sub(r"(?<=<app_label>)[\w|]+", "", path)
        else:
            yield from addresses(pattern, path)


@pytest.fixture
def world(settings):
    """An employer with everything an address may name; the sample company of the tour."""
    settings.MFA_RATE_LIMITS = {"webauthn_login": "1000/m/ip"}
    call_command("sandbox", verbosity=0)
    employer, other = factories.Employer(), factories.Employer("Other Company")
    change = employer.enroll(spouse(), hired_on=factories.date(2026, 9, 1))
    with employer.scope():
        draft = services.save_draft(
            submission=employer.submission(),
            kind="add_employee",
            data={"employee": {}, "dependents": []},
            title="x",
            unit_id=None,
        )
    other_unit = factories.unit(employer.purchaser, code="002", name="Warehouse")
    member = factories.grant(factories.user("Member"), employer.purchaser, privileges=["view_roster"], at=LONG_AGO)
    code = factories.code(employer, at=timezone.now())
    delegation = factories.delegation(employer)
    return SimpleNamespace(**locals())


def client_of(role, world):
    client = Client()
    if role == "anonymous":
        return client
    client.force_login(user_of(role, world))
    factories.has_just_signed_in(client)
    client.get("/")  # the purchaser is chosen: every later answer is undone, and would choose again
    return client


def user_of(role, world):
    if role in ("administrator", "foreign administrator"):
        return (world.employer if role == "administrator" else world.other).administrator
    if role == "representative":
        return world.employer.purchaser.representative.user
    user = factories.user(role.title())
    if role == "superuser":
        user.is_staff = user.is_superuser = True
        user.save()
    elif role in PRIVILEGES:
        units = [world.other_unit.pk] if role == "views another unit" else None
        factories.grant(user, world.employer.purchaser, privileges=PRIVILEGES[role], units=units, at=LONG_AGO)
    elif role in ("suspended", "ended"):
        grant = factories.grant(user, world.employer.purchaser, privileges=ADMINISTRATOR, at=LONG_AGO)
        with world.employer.scope():
            now = timezone.now()
            facts = (
                {"suspended_at": now, "suspended_by": user} if role == "suspended" else {"ends_at": now - timedelta(1)}
            )
            Grant.objects.filter(pk=grant.pk).update(**facts)
    return user


def filled(path, world):
    """The address with the employer's own ids in it."""
    values = {
        "person_id": world.change.person_id,
        "pk": world.draft.pk if path.startswith("drafts/") else world.change.pk,
        "other_pk": world.change.person_id,
        "act": "suspend",
        "place": 0,
        "number": 1,
        "path": "employees/",
        "page": 0,
        "content_type_id": 1,
        "object_id": 1,
    }
    if path.startswith("access/codes/"):
        values["pk"] = world.code.pk
    elif path.startswith("access/organizations/"):
        values["pk"] = world.delegation.pk
    elif "<int:pk>" in path:
        values["pk"] = world.employer.purchaser.pk if path.startswith("admin/") else world.member.pk
    path = path.replace("(?P<app_label>)", "access").replace("(?P<url>.*)", "nothing/")
    path = path.replace("(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)", "abc-def").replace("(?P<key>[-:\\w]+)", "abc")
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found.group(1)]), path)
    return "/" + path.replace("^", "").replace("$", "")


def answer(client, method, address):
    """What came of it; whatever was written is undone."""
    point, cookies = transaction.savepoint_create(), client.cookies.copy()
    response = client.generic(method, address, content_type="application/x-www-form-urlencoded")
    if getattr(response, "streaming", False):
        list(response.streaming_content)
    transaction.savepoint_rollback(point)
    client.cookies = cookies
    to = response.get("Location", "")
    if response.status_code == 302 and to.startswith(("/accounts/login/", "/admin/login/")):
        return "sign in"
    return {403: "refused", 404: "missing", 405: "method"}.get(response.status_code, f"open {response.status_code}")


def expected(role, path, method):
    group, methods = TABLE[path]
    also = {"sign in"} if path in TO_SIGN_IN else set()
    if group and not set(group.split("|")) & set(ROLES[role].split()):
        return {"sign in"} if role == "anonymous" else {"refused"}
    if method not in methods.split():
        return {"method"}
    if role in ("foreign administrator", "views another unit") and "<uuid:" in path:
        return {"missing"}
    return {"open 200", "open 204", "open 302", "open 400", "open 409", "open 422", "missing"} | also


def test_every_address_is_in_the_table_and_the_table_has_no_other():
    assert set(addresses()) == set(TABLE) | DESK | DESK_OPEN


@pytest.mark.parametrize("roles", [list(ROLES)[::2], list(ROLES)[1::2]], ids=["half", "other half"])
def test_a_role_opens_exactly_what_the_table_says(roles, world):
    wrong = []
    for role in roles:
        client = client_of(role, world)
        for path in TABLE:
            for method in METHODS:
                got = answer(client, method, filled(path, world))
                if got not in expected(role, path, method):
                    wrong.append((role, path, method, got))
    assert not wrong, f"{wrong}"


def test_only_representatives_open_the_desk(world):
    wrong = []
    for role in ("anonymous", "registered", "administrator", "manages access", "representative", "superuser"):
        client = client_of(role, world)
        for path in DESK:
            for method in METHODS:
                got = answer(client, method, filled(path, world))
                if (got != "sign in") != ("desk" in ROLES[role].split()) and got not in ("missing", "refused"):
                    wrong.append((role, path, method, got))
    assert not wrong, f"{wrong}"


def test_the_matrix_has_the_size_that_is_claimed():
    assert len(ROLES) >= 13
    assert len(ROLES) * len(TABLE) * len(METHODS) >= 4_500


def test_every_post_needs_its_token_but_the_report_of_the_content_policy(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.employer.administrator)
    factories.has_just_signed_in(client)
    passed = set()
    for path in [*TABLE, *DESK, *DESK_OPEN]:
        got = answer(client, "POST", filled(path, world))
        if got not in ("refused", "method"):
            passed.add(path)
    assert passed == {"csp-report/"}


def test_a_get_changes_nothing(world):
    """The administrator opens every address; only the record of what was looked at grows."""
    client = client_of("administrator", world)

    def state():
        with tenancy.as_user(None), tenancy.staff():
            return [(model.__name__, list(model.objects.order_by("pk").values())) for model in HELD]

    before = state()
    for path in TABLE:
        response = client.get(filled(path, world))
        if getattr(response, "streaming", False):
            list(response.streaming_content)
    assert state() == before
