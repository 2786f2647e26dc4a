"""Enrollment units and the dated facts that their prices depend on. Runs under the staff role."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import BillingStart, EnrollmentUnit, PlanYear, Purchaser, UnitPlace, User
from accounts.services.refusals import (
    CannotSetUp,
    NothingToChange,
    in_words,
    put_on_record,
    reason_of,
    refuse_day,
    refuse_place,
    text_of,
)

LONGEST_NAME, LONGEST_CODE = 120, 16
TAKE_NEXT = """
WITH locked AS (
    SELECT id FROM accounts_enrollmentunit WHERE id = ANY (%s) ORDER BY id FOR NO KEY UPDATE
)
UPDATE accounts_enrollmentunit unit SET known_seq = unit.known_seq + 1 FROM locked WHERE unit.id = locked.id
RETURNING unit.id, unit.known_seq
"""


def next_known_seq(unit_ids: Iterable[int]) -> dict[int, int]:
    """Lock the units in id order and take the next number of each.

    Locks last until commit, so numbers commit in order.
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKE_NEXT, [list(unit_ids)])
        return dict(cursor.fetchall())


def refuse_before_billing(unit: EnrollmentUnit, day: date) -> None:
    """Raise CannotSetUp for a day before the unit's first billed month: earlier months owe nothing."""
    refuse_day(day, "effective_on")
    start = unit.billing_starts.order_by("-pk").first()
    if start is not None and day < start.effective_on:
        text = _("Billing of %(unit)s starts on %(day)s. Choose that day or a later one.")
        raise CannotSetUp(text % {"unit": unit.name, "day": in_words(start.effective_on)}, "effective_on")


def add_unit(
    *,
    purchaser: Purchaser,
    code: str,
    name: str,
    state: str,
    zip_code: str,
    by: User | None,
    at: datetime,
    reason: str,
    street: str = "",
    city: str = "",
    rating_area: str = "",
    effective_on: date | None = None,
) -> EnrollmentUnit:
    """A unit with its address, plan year and start of billing, from the contract's first day unless another is given.

    Raises CannotSetUp.
    """
    reason, name = reason_of(reason), text_of(name, "name", LONGEST_NAME)
    code = text_of(code, "code", LONGEST_CODE)
    refuse_place(state, zip_code)
    day = effective_on or purchaser.contract_starts_on
    if day < purchaser.contract_starts_on:
        text = _("The contract starts on %(day)s. Choose that day or a later one.")
        raise CannotSetUp(text % {"day": in_words(purchaser.contract_starts_on)}, "effective_on")
    # Two of one code at once: the second waits for the first here.
    Purchaser.objects.select_for_update().get(pk=purchaser.pk)
    if purchaser.units.filter(code=code).exists():
        raise CannotSetUp(_("Unit %(code)s is already there.") % {"code": code}, "code")
    unit = EnrollmentUnit.objects.create(purchaser=purchaser, code=code, name=name)
    facts = _facts(unit, by=by, at=at, reason=reason)
    place = {"street": street, "city": city, "state": state, "zip_code": zip_code, "rating_area": rating_area}
    UnitPlace.objects.create(effective_on=day, **place, **facts)
    period = purchaser.contract_periods.on(day) or purchaser.contract_periods.order_by("effective_on", "pk").first()
    PlanYear.objects.create(effective_on=period.plan_year_starts_on if period else day, **facts)
    BillingStart.objects.create(effective_on=day, **facts)
    summary = _("%(name)s (%(code)s), from %(day)s") % {"name": name, "code": code, "day": in_words(day)}
    put_on_record("added_unit", purchaser=purchaser, unit=unit, by=by, at=at, reason=reason, summary=summary)
    return unit


def rename_unit(*, unit: EnrollmentUnit, name: str, by: User | None, at: datetime, reason: str) -> EnrollmentUnit:
    """Give a unit another name. Bills keep the name they were issued with. Raises CannotSetUp."""
    reason, name = reason_of(reason), text_of(name, "name", LONGEST_NAME)
    own = EnrollmentUnit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)
    if own.name == name:
        raise NothingToChange(_("That is the unit's name already."), "name")
    before, own.name = own.name, name
    own.save(update_fields=["name"])
    summary = _("%(before)s is now %(name)s") % {"before": before, "name": name}
    names = {"before": {"name": before}, "after": {"name": name}}
    put_on_record(
        "renamed_unit", purchaser=own.purchaser, unit=own, by=by, at=at, reason=reason, summary=summary, **names
    )
    return own


def move_unit(
    *,
    unit: EnrollmentUnit,
    effective_on: date,
    state: str,
    zip_code: str,
    by: User | None,
    at: datetime,
    reason: str,
    street: str = "",
    city: str = "",
    rating_area: str = "",
) -> UnitPlace:
    """The unit's business address and rating area from a day on. Raises CannotSetUp."""
    reason = reason_of(reason)
    refuse_place(state, zip_code)
    refuse_before_billing(unit, effective_on)
    place = {"street": street, "city": city, "state": state, "zip_code": zip_code, "rating_area": rating_area}
    facts = _facts(unit, by=by, at=at, reason=reason)
    now = unit.places.on(effective_on)
    if now and {name: getattr(now, name) for name in place} == place:
        raise NothingToChange(_("That is the unit's address on this day already."))
    made = UnitPlace.objects.create(effective_on=effective_on, **place, **facts)
    summary = _("%(unit)s: %(place)s, from %(day)s") % {
        "unit": unit.name,
        "place": f"{made}" + (f" ({_('rating area')} {rating_area})" if rating_area else ""),
        "day": in_words(effective_on),
    }
    put_on_record(
        "moved_unit", purchaser=unit.purchaser, unit=unit, by=by, at=at, reason=reason, summary=summary, after=place
    )
    return made


def set_billing_start(
    *, unit: EnrollmentUnit, effective_on: date, by: User | None, at: datetime, reason: str
) -> BillingStart:
    """The first month that a unit is billed for. Refused once that month has begun. Raises CannotSetUp."""
    reason = reason_of(reason)
    refuse_day(effective_on, "effective_on")
    if effective_on.day != 1:
        raise CannotSetUp(_("Billing starts on the first of a month."), "effective_on")
    if effective_on < unit.purchaser.contract_starts_on.replace(day=1):
        raise CannotSetUp(_("Billing can't start before the contract."), "effective_on")
    facts = _facts(unit, by=by, at=at, reason=reason)
    now = unit.billing_starts.order_by("-pk").first()
    if now and now.effective_on == effective_on:
        raise NothingToChange(_("Billing starts on that day already."), "effective_on")
    if now and unit.purchaser.is_open and now.effective_on <= unit.purchaser.today(at):
        raise CannotSetUp(
            _("Billing of this unit started on %(day)s.") % {"day": in_words(now.effective_on)}, "effective_on"
        )
    made = BillingStart.objects.create(effective_on=effective_on, **facts)
    summary = _("%(unit)s: billed from %(day)s") % {"unit": unit.name, "day": in_words(effective_on)}
    put_on_record(
        "set_billing_start", purchaser=unit.purchaser, unit=unit, by=by, at=at, reason=reason, summary=summary
    )
    return made


def start_plan_year(*, purchaser: Purchaser, starts_on: date, by: User | None, at: datetime, reason: str) -> None:
    """Every unit's plan year starts on this day. Locks the units in id order."""
    units = list(purchaser.units.order_by("pk"))
    numbers = next_known_seq(unit.pk for unit in units)
    PlanYear.objects.bulk_create(
        PlanYear(
            purchaser=purchaser,
            unit=unit,
            effective_on=starts_on,
            known_seq=numbers[unit.pk],
            recorded_by=by,
            recorded_at=at,
            reason=reason,
        )
        for unit in units
    )


def _facts(unit: EnrollmentUnit, *, by: User | None, at: datetime, reason: str) -> dict[str, object]:
    """What every fact of a unit holds. Locks the unit, so what is read after it is current."""
    return {
        "purchaser_id": unit.purchaser_id,
        "unit": unit,
        "known_seq": next_known_seq([unit.pk])[unit.pk],
        "recorded_by": by,
        "recorded_at": at,
        "reason": reason,
    }
