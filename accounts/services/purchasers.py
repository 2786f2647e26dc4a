"""An employer group: its ID, name, time zone and size. Runs under the staff role."""

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from accounts.models import Activity, Purchaser, PurchaserSize, Representative, User
from accounts.models.purchasers import PURCHASER_NUMBER, ZONE_NAMES, zone_words
from accounts.services.activity import record
from accounts.services.contracts import record_contract
from accounts.services.refusals import (
    CannotSetUp,
    NothingToChange,
    in_words,
    put_on_record,
    reason_of,
    refuse_day,
    text_of,
)

LONGEST_NAME, MOST_EMPLOYEES = 120, 1_000_000


def add_purchaser(
    *,
    number: str,
    name: str,
    time_zone: str,
    contract_starts_on: date,
    employees: int,
    representative: Representative,
    by: User | None,
    at: datetime,
    contract_ends_on: date | None = None,
    contract_number: str = "",
    plan_year_starts_on: date | None = None,
    reason: str = "New group",
) -> Purchaser:
    """An employer group that is being set up, with its first contract period and its size. Raises CannotSetUp."""
    reason, name = reason_of(reason), text_of(name, "name", LONGEST_NAME)
    _refuse_number(number)
    _refuse_zone(time_zone)
    refuse_day(contract_starts_on, "starts_on")
    purchaser = Purchaser.objects.create(
        number=number,
        name=name,
        time_zone=time_zone,
        contract_starts_on=contract_starts_on,
        representative=representative,
    )
    given: dict[str, Any] = {"purchaser": purchaser, "by": by, "at": at, "reason": reason}
    put_on_record("added_purchaser", summary=f"{name}, {number}", **given)
    record_contract(
        starts_on=contract_starts_on,
        ends_on=contract_ends_on,
        number=contract_number,
        plan_year_starts_on=plan_year_starts_on,
        **given,
    )
    set_size(employees=employees, effective_on=contract_starts_on, **given)
    return purchaser


def _refuse_number(number: str) -> None:
    if not re.fullmatch(PURCHASER_NUMBER, number, re.ASCII):
        raise CannotSetUp(_("A purchaser ID looks like 104-88231."), "number")
    if Purchaser.objects.numbered(number) is not None:
        raise CannotSetUp(_("This ID belongs or belonged to another purchaser."), "number")


class CannotRenumber(CannotSetUp):
    """Why a purchaser can't have this ID, in words for the representative."""


def renumber(*, purchaser: Purchaser, number: str, by: User, at: datetime) -> Purchaser:
    """Change a purchaser's ID. The old ID still finds it and access stays. Raises CannotRenumber."""
    own = Purchaser.objects.select_for_update().get(pk=purchaser.pk)
    if not re.fullmatch(PURCHASER_NUMBER, number, re.ASCII):
        raise CannotRenumber(_("A purchaser ID looks like 104-88231."))
    other = Purchaser.objects.numbered(number)
    if other is not None and (other.pk != own.pk or own.number == number):
        raise CannotRenumber(_("This ID is already this purchaser's, or belongs or belonged to another purchaser."))
    before, own.number = own.number, number
    own.former_numbers = [each for each in [*own.former_numbers, before] if each != number]
    own.save(update_fields=["number", "former_numbers"])
    record(
        "renumbered_purchaser",
        by=by,
        at=at,
        purchaser=own,
        channel=Activity.Channel.REPRESENTATIVE,
        obj=own,
        before={"number": before},
        after={"number": number},
    )
    return own


def rename_purchaser(*, purchaser: Purchaser, name: str, by: User | None, at: datetime, reason: str) -> Purchaser:
    """Change an employer's name. The old name still finds it, and issued bills keep it. Raises CannotSetUp."""
    reason, name = reason_of(reason), text_of(name, "name", LONGEST_NAME)
    own = Purchaser.objects.select_for_update().get(pk=purchaser.pk)
    if own.name == name:
        raise NothingToChange(_("That is the group's name already."), "name")
    before, own.name = own.name, name
    own.former_names = [each for each in [*own.former_names, before] if each != name]
    own.save(update_fields=["name", "former_names"])
    summary = _("%(before)s is now %(name)s") % {"before": before, "name": name}
    put_on_record("renamed_purchaser", purchaser=own, by=by, at=at, reason=reason, summary=summary)
    return own


def join_names(*, purchaser: Purchaser, other: Purchaser, by: User | None, at: datetime, reason: str) -> Purchaser:
    """Let an ended group's names find the group that goes on, and link the two. Nothing else moves. Raises CannotSetUp.

    The ended group keeps its ID, its people and its bills.
    """
    reason = reason_of(reason)
    both = {
        each.pk: each
        for each in Purchaser.objects.select_for_update().filter(pk__in=[purchaser.pk, other.pk]).order_by("pk")
    }
    own, ended = both[purchaser.pk], both[other.pk]
    if own == ended:
        raise CannotSetUp(_("Choose another group to join."), "number")
    if ended.joined_to_id:
        raise CannotSetUp(_("That group was joined to another one already."), "number")
    if own.joined_to_id:
        raise CannotSetUp(_("This group was joined to another one. Join the names there."), "number")
    if ended.contract_ends_on is None:
        raise CannotSetUp(_("End that group's contract first. Its employees are enrolled here as new."), "number")
    ended.joined_to = own
    ended.save(update_fields=["joined_to"])
    names = [*own.former_names, *ended.former_names, ended.name]
    own.former_names = [each for each in dict.fromkeys(names) if each != own.name]
    own.save(update_fields=["former_names"])
    facts: dict[str, Any] = {"by": by, "at": at, "reason": reason}
    put_on_record("joined_names", purchaser=own, summary=f"{ended.name}, {ended.number}", **facts)
    put_on_record("joined_names", purchaser=ended, summary=f"{own.name}, {own.number}", **facts)
    return own


def set_time_zone(*, purchaser: Purchaser, time_zone: str, by: User | None, at: datetime, reason: str) -> Purchaser:
    """The zone in which the employer's days begin, from now on. Raises CannotSetUp."""
    reason = reason_of(reason)
    _refuse_zone(time_zone)
    own = Purchaser.objects.select_for_update().get(pk=purchaser.pk)
    if own.time_zone == time_zone:
        raise NothingToChange(_("That is the group's time zone already."), "time_zone")
    before, own.time_zone = own.time_zone, time_zone
    own.save(update_fields=["time_zone"])
    summary = _("%(before)s is now %(zone)s") % {"before": zone_words(before), "zone": zone_words(time_zone)}
    put_on_record("set_time_zone", purchaser=own, by=by, at=at, reason=reason, summary=summary)
    return own


def set_size(
    *, purchaser: Purchaser, employees: int, effective_on: date, by: User | None, at: datetime, reason: str
) -> PurchaserSize:
    """The employer's number of employees from a day on. Raises CannotSetUp."""
    reason = reason_of(reason)
    refuse_day(effective_on, "effective_on")
    if not 1 <= employees <= MOST_EMPLOYEES:
        raise CannotSetUp(_("Enter the number of employees, 1 or more."), "employees")
    Purchaser.objects.select_for_update().get(pk=purchaser.pk)
    sizes = purchaser.sizes.filter(effective_on__lte=effective_on).order_by("-effective_on", "-pk")
    now = sizes.first()
    if now and now.employees == employees:
        raise NothingToChange(_("That is the number of employees on this day already."), "employees")
    made = PurchaserSize.objects.create(purchaser=purchaser, employees=employees, effective_on=effective_on)
    summary = _("%(employees)d employees from %(day)s") % {"employees": employees, "day": in_words(effective_on)}
    put_on_record("set_size", purchaser=purchaser, by=by, at=at, reason=reason, summary=summary)
    return made


def _refuse_zone(time_zone: str) -> None:
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise CannotSetUp(_("Choose the time zone from the list."), "time_zone") from unknown
    if time_zone not in ZONE_NAMES and "/" not in time_zone:
        raise CannotSetUp(_("Choose the time zone from the list."), "time_zone")
