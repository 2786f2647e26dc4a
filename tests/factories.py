"""Test data, made by the services in their real roles."""

import itertools
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.urls import reverse

from access import services as access_services
from access import tenancy
from access.admission import Admission
from access.privileges import ADMINISTRATOR
from access.rules.standing import Standing
from access.tasks import register, tell_sign_in_changed
from accounts.models import Job, Representative
from accounts.notices import REGISTER, TELL_SIGN_IN_CHANGED
from accounts.services import add_purchaser, add_unit, add_user, name_supervisor, open_purchaser
from enrollment import services
from enrollment.commands import AddDependents, AddEmployee, EndCoverage
from enrollment.models import Offering, Plan
from enrollment.queries.changes.ends import preview_end
from enrollment.rules.codes import EndReason
from enrollment.rules.people import Address, Applicant, Family, Name, Number

# A Monday, 10:30 am in the purchaser's zone.
NOW = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
TODAY = date(2026, 11, 23)
PASSWORD = "correct horse battery"
_count = itertools.count(1)


def user(name="Dana Rivera", *, email=None, representative=False):
    email = email or f"user{next(_count)}@example.test"
    return add_user(email=email, name=name, password=PASSWORD, representative=representative)


def supervisor(name="Ines Duarte"):
    return name_supervisor(email=user(name, representative=True).email)


def representative(name="Robin Okafor"):
    staff = user(name, representative=True)
    with tenancy.as_user(None), tenancy.staff():
        return Representative.objects.create(user=staff, phone="1-800-555-0142", hours="Monday to Friday, 8 am to 5 pm")


def purchaser(
    name="Harbor Freight Cooperative",
    *,
    employees=120,
    rep=None,
    zone="America/Los_Angeles",
    is_open=True,
    opened_at=NOW,
):
    rep = rep or representative()
    with tenancy.as_user(None), tenancy.staff():
        made = add_purchaser(
            number=f"104-{next(_count):05}",
            name=name,
            time_zone=zone,
            contract_starts_on=date(2020, 1, 1),
            employees=employees,
            representative=rep,
            by=rep.user,
            at=NOW,
        )
        # Open without the parts that no test but those of the set-up looks at.
        return open_purchaser(purchaser=made, **given(made, at=opened_at)) if is_open else made


def given(of, *, at=NOW, reason="As in the signed contract"):
    """Who changes a purchaser's set-up, when and why."""
    return {"by": of.representative.user, "at": at, "reason": reason}


def plan(name="Gold HMO", *, line="medical", medicare=False):
    code = name.upper().replace(" ", "-")[:16]
    with tenancy.as_user(None), tenancy.staff():
        facts = {"name": name, "line": line, "product": "HMO", "is_medicare": medicare}
        known = Plan.objects.filter(code=code).first()
        return known or services.add_plan(code=code, **facts, by=None, at=NOW, reason="New plan")


def unit(of, *, code="001", name="Head office", **rules):
    with tenancy.scope(of), tenancy.staff():
        made = add_unit(purchaser=of, code=code, name=name, state="CA", zip_code="94607", **given(of))
        services.set_unit_rules(unit=made, effective_on=date(2020, 1, 1), **given(of), **rules)
        return made


def offering(of, *, plan_=None):
    with tenancy.scope(of.purchaser), tenancy.staff():
        return services.offer_plan(unit=of, plan=plan_ or plan(), starts_on=date(2020, 1, 1), **given(of.purchaser))


def grant(who, of, *, privileges=ADMINISTRATOR, units=None, at=NOW):
    with tenancy.scope(of), tenancy.staff():
        return access_services.grant_access(
            user=who, purchaser=of, privileges=privileges, by=of.representative.user, at=at, unit_ids=units
        )


def code(employer, *, email="sam@example.test", name="Sam Ito", at=NOW, own=None, under=None, **standing):
    """An unused access code."""
    standing = Standing.of(**({"privileges": {"view_roster"}} | standing))
    with employer.scope():
        return access_services.issue_code(
            email=email,
            name=name,
            standing=standing,
            purchaser=employer.purchaser,
            by=employer.administrator,
            at=at,
            own=Admission.of(own or employer.grant),
            delegation=under,
        )


def delegation(employer, name="Summit Brokers", *, kind="broker", ends_at=None, at=NOW):
    with employer.scope():
        return access_services.delegate(name=name, kind=kind, ends_at=ends_at, own=Admission.of(employer.grant), at=at)


def mailed(employer, code, *, at=NOW):
    """The code in plain text, as mailed."""
    with employer.scope():
        return access_services.make_code(code, at=at)


def notices_on_their_way():
    """Notice jobs about sign-in changes, oldest first."""
    with tenancy.as_user(None), tenancy.service():
        return list(Job.objects.filter(kind=TELL_SIGN_IN_CHANGED, state="queued").order_by("created_at", "pk"))


def send_notices():
    for job in notices_on_their_way():
        tell_sign_in_changed(str(job.pk))


def register_who_asked():
    """Run the jobs of registrations."""
    with tenancy.as_user(None), tenancy.service():
        waiting = list(Job.objects.filter(kind=REGISTER, state="queued").order_by("created_at", "pk"))
    for job in waiting:
        register(str(job.pk))


def has_just_signed_in(client):
    """Mark the session as freshly proven."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
    session.save()


class Employer:
    """A purchaser with one unit, one plan and an administrator."""

    def __init__(self, name="Harbor Freight Cooperative", *, employees=120, is_open=True, opened_at=NOW, **rules):
        self.purchaser = purchaser(name, employees=employees, is_open=is_open, opened_at=opened_at)
        self.unit = unit(self.purchaser, **rules)
        self.offering = offering(self.unit)
        self.administrator = user()
        self.grant = grant(self.administrator, self.purchaser, at=datetime(2020, 1, 1, tzinfo=UTC))

    def scope(self):
        return tenancy.scope(self.purchaser, user=self.administrator)

    def submission(self, *, at=NOW, key=None, by=None):
        return services.Submission(
            self.purchaser, by or self.administrator, at, key or uuid4().hex, privileges=ADMINISTRATOR
        )

    def add_employee(self, *dependents, employee=None, hired_on=date(2026, 10, 5), offerings=(), waives=()):
        return AddEmployee(
            family=Family(employee or applicant(), tuple(dependents)),
            unit_id=self.unit.pk,
            offering_ids=tuple(each.pk for each in offerings or [self.offering]),
            waives=tuple(waives),
            hired_on=hired_on,
            employment_class="FT",
        )

    def enroll(self, *dependents, employee=None, hired_on=date(2026, 10, 5), at=NOW, offerings=(), waives=()):
        with self.scope():
            command = self.add_employee(
                *dependents, employee=employee, hired_on=hired_on, offerings=offerings, waives=waives
            )
            return services.submit(command=command, submission=self.submission(at=at))

    def end(
        self,
        change,
        *,
        person_ids=(),
        reason=EndReason.QUIT,
        event_on=date(2026, 11, 20),
        at=NOW,
        attested=False,
        key=None,
        lines=(),
    ):
        with self.scope():
            preview = preview_end(
                change.enrollment,
                person_ids=person_ids,
                reason=reason,
                event_on=event_on,
                purchaser=self.purchaser,
                today=self.purchaser.today(at),
                lines=lines,
            )
            command = EndCoverage(
                enrollment_id=change.enrollment_id,
                person_ids=tuple(person_ids),
                reason=reason,
                event_on=event_on or preview.event_on,
                last_day=preview.last_day,
                attested=attested,
                lines=tuple(lines),
            )
            return services.submit(command=command, submission=self.submission(at=at, key=key))


def applicant(first="Ana", last="Morales", *, born=date(1986, 4, 28), number="123-45-6788", relationship="18", **facts):
    digits = number.replace("-", "") if number else None
    person = Applicant(
        name=Name(first, last),
        birth_date=born,
        sex="F",
        relationship=relationship,
        number=Number("SSN", digits) if digits else None,
        no_number_reason="" if digits else "applied",
        address=Address("12 Alder Way", "Oakland", "CA", "94607"),
    )
    return replace(person, **facts)


def near(first="Ana", last="Morales", **facts):
    """A possible match of the applicant above: same name and birth date, no number, another address."""
    return applicant(first, last, number="", address=Address("7 Beech St", "Fresno", "CA", "93701"), **facts)


def spouse(first="Ben", last="Morales", *, number="234-56-7891", born=date(1985, 2, 11), **facts):
    return applicant(first, last, born=born, number=number, relationship="01", **facts)


def child(first="Cora", last="Morales", *, number="345-67-8912", born=date(2019, 3, 10), **facts):
    return applicant(first, last, born=born, number=number, relationship="19", **facts)


def dependents(change, *people, event="marriage", event_on=date(2026, 11, 2)):
    return AddDependents(enrollment_id=change.enrollment_id, dependents=people, event=event, event_on=event_on)


def correction(client, person, **changes):
    """(address, values) of a correction with these changes, as its summary showed it if it could be submitted."""
    address, values = correction_typed(client, person, **changes)
    return address, as_summarized(client, address, values)


def correction_typed(client, person, **changes):
    """(address, values) of the correction page with these changes, before its summary."""
    address = reverse("correct_details", args=[person])
    page = client.get(address).context
    answers = {name: page["form"][name].value() or "" for name in page["form"].fields} | {"number": ""}
    birth_date = f"{page['detail'].birth_date:%m/%d/%Y}"
    return address, answers | {"birth_date": birth_date, "seen": page["seen"], "key": uuid4().hex} | changes


def as_summarized(client, address, values):
    """The values of a correction with the mark of its summary, and everything ticked that the summary asks."""
    summary = client.post(address, values | {"shown": ""}).context
    if not (summary and summary.get("shown")):
        return values
    form = summary["form"]
    ticked = {name: form[name].value() for name in ("moves", "confirmed") if name in form.fields}
    return ticked | values | {"submit": "1", "shown": summary["shown"]}


def offerings_of(of):
    return list(Offering.objects.filter(unit=of))
