"""One employer with a row for every address, and the answer of an address to a role."""

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from access import services as access_services
from access import tenancy
from access.models import Grant
from access.privileges import ADMINISTRATOR
from access.views.requests import SESSION_REQUEST
from accounts.services import schedule
from billing.documents.paper import document_for
from billing.models import BillHold
from enrollment import services
from enrollment.models import Coverage, Employment, Enrollment, Offering, Review, UnitRules
from enrollment.tasks import make_roster_workbook
from tests import factories, staff_flags
from tests.access.intake import FORM as FORM_OF_REQUEST
from tests.access.intake import drawn, scan
from tests.billing.money import made, publish
from tests.factories import NOW, applicant, near, spouse
from tests.role_table import PRIVILEGES

FORM = "application/x-www-form-urlencoded"
# An empty form.
SENT = {"GET": "", "HEAD": "", "POST": "sent=1"}
LONG_AGO = NOW.replace(year=2020)


@pytest.fixture
def world(made_world, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.MFA_RATE_LIMITS = False
    return made_world


@pytest.fixture(scope="module")
def made_world(kept_rows):
    """An employer with a row for every address; the sample company of the tour."""
    call_command("sandbox", verbosity=0)
    employer, other = factories.Employer(), factories.Employer("Other Company")
    change = employer.enroll(spouse(), hired_on=factories.date(2026, 9, 1))
    with employer.scope():
        draft = services.save_draft(
            submission=employer.submission(),
            kind="add_employee",
            data={"employee": {}, "dependents": [{}]},
            title="x",
            unit_id=None,
        )
    other_unit = factories.unit(employer.purchaser, code="002", name="Warehouse")
    member = factories.grant(factories.user("Member"), employer.purchaser, privileges=["view_roster"], at=LONG_AGO)
    code = factories.code(employer, at=timezone.now())
    delegation = factories.delegation(employer)
    held = employer.enroll(employee=near())
    assert held.state == "in_review"
    ended = employer.end(employer.enroll(employee=applicant("Mia", "Stone", number="512-33-4417")))
    with employer.scope():
        job = schedule(
            "enrollment.make_roster_workbook",
            arguments={"grant": employer.grant.pk, "filters": {}},
            at=timezone.now(),
            purchaser=employer.purchaser,
            by=employer.administrator,
        )
    make_roster_workbook(str(job.pk))
    publish(employer)
    bill = made(employer, "2026-12")
    with employer.scope():
        document_for(bill)
    bill_hold = held_bill(employer)
    asked, document = received_request(employer)
    del kept_rows
    return SimpleNamespace(**locals(), ids=ids_of(**locals()))


def held_bill(employer):
    """The key of a bill of the next month that is held."""
    facts = {"month": date(2027, 1, 1), "reason": "jump", "charges_before": 0, "charges_now": 0}
    with employer.scope(), tenancy.money():
        return BillHold.objects.create(
            purchaser=employer.purchaser, unit=employer.unit, as_of_seq=employer.unit.known_seq, found_at=NOW, **facts
        ).pk


def received_request(employer):
    """A visitor's user ID request and its received fax."""
    made = access_services.draw_up(at=NOW, **(FORM_OF_REQUEST | {"purchaser_number": employer.purchaser.number}))
    staff = employer.purchaser.representative.user
    with tenancy.as_user(staff), tenancy.staff():
        document = access_services.register_document(
            content=scan(), kind="fax", reference=made.reference, by=staff, at=NOW
        )
    return made, drawn(document)


def ids_of(
    employer, change, draft, code, delegation, member, held, ended, job, asked, document, bill, bill_hold, **_others
):
    """The row that an id names, by the longest matching start of the address."""
    with tenancy.as_user(None), tenancy.staff():
        own = {
            f"admin/enrollment/{model.__name__.lower()}/": model.objects.filter(**{where: employer.unit}).first().pk
            for model, where in (
                (UnitRules, "unit"),
                (Offering, "unit"),
                (Enrollment, "unit"),
                (Employment, "unit"),
                (Coverage, "enrollment__unit"),
            )
        }
        review = Review.objects.get(change=held).pk
        line = bill.lines.order_by("pk").first().pk
    return own | {
        "access/": member.pk,
        "access/codes/": code.pk,
        "access/organizations/": delegation.pk,
        "billing/bills/": bill.pk,
        "billing line": line,
        "drafts/": draft.pk,
        "jobs/": job.pk,
        "people/": change.person_id,
        "requests/": change.pk,
        "requests/<uuid:pk>/reverse/": ended.pk,
        "sessions/": 0,
        "accounts/2fa/": 0,
        "admin/": 0,
        "admin/access/grant/": member.pk,
        "admin/access/accessrequest/": asked.pk,
        "admin/access/accessdocument/": document.pk,
        "admin/accounts/purchaser/": employer.purchaser.pk,
        "admin/accounts/representative/": employer.purchaser.representative_id,
        "admin/billing/billhold/": bill_hold,
        "admin/billing/rate/plan/": employer.offering.plan_id,
        "admin/enrollment/change/": change.pk,
        "admin/enrollment/person/": change.person_id,
        "admin/enrollment/plan/": employer.offering.plan_id,
        "admin/enrollment/review/": review,
    }


def client_of(role, world):
    client = Client()
    if role != "anonymous":
        client.force_login(user_of(role, world))
        factories.has_just_signed_in(client)
    drawn_up_here = client.session
    drawn_up_here[SESSION_REQUEST] = world.asked.reference
    drawn_up_here.save()
    if role == "anonymous":
        client.cookies[settings.SESSION_COOKIE_NAME] = drawn_up_here.session_key
        return client
    client.get("/")  # choose the purchaser first: every later answer is rolled back
    return client


def user_of(role, world):
    if role in ("administrator", "foreign administrator"):
        return (world.employer if role == "administrator" else world.other).administrator
    if role == "representative":
        return world.employer.purchaser.representative.user
    user = factories.user(role.title())
    if role == "superuser":
        staff_flags.set_flags(user, is_staff=True, is_superuser=True)
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
    """The address with the employer's own ids."""
    start = max((start for start in world.ids if path.startswith(start)), key=len, default="")
    values = dict.fromkeys(["pk", "person_id", "object_id"], world.ids.get(start))
    values |= {
        "other_pk": world.ended.person_id,
        "line": world.ids["billing line"],
        "act": "suspend",
        "place": 0,
        "number": 1,
        "page": 0,
    }
    values |= {"path": "employees/", "content_type_id": 0, "part": "employer", "step": "name", "of": 0}
    path = path.replace("(?P<app_label>)", "access").replace("(?P<url>.*)", "nothing/")
    path = path.replace("(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)", "abc-def").replace("(?P<key>[-:\\w]+)", "abc")
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found.group(1)]), path)
    return "/" + path.replace("^", "").replace("$", "")


def answer(client, method, address):
    """The answer of an address; its writes are rolled back."""
    point, cookies = transaction.savepoint_create(), client.cookies.copy()
    response = client.generic(method, address, SENT[method], content_type=FORM)
    if getattr(response, "streaming", False):
        list(response.streaming_content)
    transaction.savepoint_rollback(point)
    client.cookies = cookies
    to = response.get("Location", "")
    # An address of the desk leads to the desk's own door, which leads on to the portal's sign-in.
    door = "/admin/login/" if re.match("/admin/(?!log)", address) else "/accounts/login/"
    if response.status_code == 302 and to.startswith(door):
        return "sign in"
    return {403: "refused", 404: "missing", 405: "-"}.get(response.status_code, str(response.status_code))
