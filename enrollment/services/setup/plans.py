"""The carrier's plans, and what each unit is offered from when. Under the staff role."""

import re
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import Activity, EnrollmentUnit, User
from accounts.services import (
    CannotSetUp,
    NothingToChange,
    in_words,
    put_on_record,
    reason_of,
    record,
    refuse_before_billing,
)
from enrollment.models import Offering, Plan
from enrollment.rules.codes import Line, Product
from enrollment.services.units import next_known_seq

# With other offers of the plan, but neither with the end of its sale nor with publishing its rates.
HOLD_PLAN = "SELECT closed_on FROM enrollment_plan WHERE id = %s FOR SHARE"
LONGEST_NAME, CODE = 80, r"[A-Z0-9][A-Z0-9-]{1,15}"


def add_plan(
    *,
    code: str,
    name: str,
    line: str,
    product: str = "",
    is_medicare: bool = False,
    by: User | None,
    at: datetime,
    reason: str,
) -> Plan:
    """A plan of the carrier in one line of coverage. Raises CannotSetUp."""
    reason, name = reason_of(reason), " ".join(name.split())
    if not re.fullmatch(CODE, code):
        raise CannotSetUp(_("A plan code has 2 to 16 capital letters, digits and dashes."), "code")
    if not name or len(name) > LONGEST_NAME:
        raise CannotSetUp(_("Enter the plan's name, in at most 80 characters."), "name")
    if line not in [each.value for each in Line]:
        raise CannotSetUp(_("Choose the line of coverage."), "line")
    if product not in ["", *(each.value for each in Product)]:
        raise CannotSetUp(_("Choose the product type."), "product")
    # ON CONFLICT: of two at once, one adds the plan and the other is told.
    facts = {"name": name, "line": line, "product": product, "is_medicare": is_medicare}
    plan, is_new = Plan.objects.get_or_create(code=code, defaults=facts)
    if not is_new:
        raise NothingToChange(_("Plan %(code)s is already there.") % {"code": code}, "code")
    _record_plan("added_plan", plan, by, at, reason)
    return plan


def stop_selling(*, plan: Plan, last_day: date, by: User | None, at: datetime, reason: str) -> Plan:
    """Offer a plan to no further unit after a day. Where it is offered, it stays. Raises CannotSetUp."""
    reason = reason_of(reason)
    own = Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if own.closed_on:
        text = _("The last day of this plan is %(day)s already.")
        raise NothingToChange(text % {"day": in_words(own.closed_on)}, "last_day")
    own.closed_on = last_day
    own.save(update_fields=["closed_on"])
    _record_plan("stopped_selling", own, by, at, reason)
    return own


def _record_plan(verb: str, plan: Plan, by: User | None, at: datetime, reason: str) -> None:
    record(
        verb,
        by=by,
        at=at,
        channel=Activity.Channel.REPRESENTATIVE,
        obj=plan,
        summary=f"{plan.code}, {plan.name}",
        after={"why": reason},
        staff_only=True,
    )


def offer_plan(
    *,
    unit: EnrollmentUnit,
    plan: Plan,
    starts_on: date,
    by: User | None,
    at: datetime,
    reason: str,
    ends_on: date | None = None,
) -> Offering:
    """Offer a plan to a unit's employees from a day on. Locks the plan, then the unit. Raises CannotSetUp."""
    reason = reason_of(reason)
    refuse_before_billing(unit, starts_on)
    with connection.cursor() as cursor:
        cursor.execute(HOLD_PLAN, [plan.pk])
        (closed_on,) = cursor.fetchone()
    if closed_on and starts_on > closed_on:
        raise CannotSetUp(_("This plan is not sold after %(day)s.") % {"day": in_words(closed_on)}, "plan")
    if ends_on and ends_on < starts_on:
        raise CannotSetUp(_("The last day is before the first day."), "ends_on")
    seq = next_known_seq([unit.pk])[unit.pk]
    for other in unit.offerings.filter(plan=plan).order_by("starts_on", "pk"):
        if (ends_on is None or other.starts_on <= ends_on) and (other.ends_on is None or other.ends_on >= starts_on):
            text = _("%(unit)s is offered this plan already, from %(first)s to %(last)s.")
            words = {"unit": unit.name, "first": in_words(other.starts_on), "last": in_words(other.ends_on)}
            raise NothingToChange(text % words, "plan")
    made = Offering.objects.create(
        purchaser_id=unit.purchaser_id,
        unit=unit,
        plan=plan,
        plan_line=plan.line,
        starts_on=starts_on,
        ends_on=ends_on,
        known_seq=seq,
        ended_seq=seq if ends_on else None,
    )
    summary = _("%(plan)s for %(unit)s, from %(day)s") % {
        "plan": plan.name,
        "unit": unit.name,
        "day": in_words(starts_on),
    }
    put_on_record("offered_plan", purchaser=unit.purchaser, unit=unit, by=by, at=at, reason=reason, summary=summary)
    return made


def stop_offering(*, offering: Offering, last_day: date, by: User | None, at: datetime, reason: str) -> Offering:
    """End an offering: nobody new can choose the plan after that day. Who has it keeps it. Raises CannotSetUp."""
    reason = reason_of(reason)
    seq = next_known_seq([offering.unit_id])[offering.unit_id]
    locked = Offering.objects.select_for_update(of=("self",), no_key=True)
    own = locked.select_related("unit__purchaser", "plan").get(pk=offering.pk)
    if own.ends_on:
        text = _("This plan is offered through %(day)s already.")
        raise NothingToChange(text % {"day": in_words(own.ends_on)}, "last_day")
    refuse_before_billing(own.unit, last_day + timedelta(days=1))
    if last_day < own.starts_on:
        text = _("This plan is offered from %(day)s. The last day can't be before that.")
        raise CannotSetUp(text % {"day": in_words(own.starts_on)}, "last_day")
    own.ends_on, own.ended_seq = last_day, seq
    own.save(update_fields=["ends_on", "ended_seq"])
    summary = _("%(plan)s for %(unit)s, last day %(day)s") % {
        "plan": own.plan.name,
        "unit": own.unit.name,
        "day": in_words(last_day),
    }
    put_on_record(
        "stopped_offering", purchaser=own.unit.purchaser, unit=own.unit, by=by, at=at, reason=reason, summary=summary
    )
    return own
