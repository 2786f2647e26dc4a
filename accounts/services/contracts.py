"""The contract of an employer group: its periods, its end, its reinstatement, and opening. Under the staff role."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from accounts.models import ContractEnd, ContractPeriod, Purchaser, User
from accounts.services.refusals import CannotSetUp, NothingToChange, in_words, put_on_record, reason_of, refuse_day
from accounts.services.units import start_plan_year

LONGEST_NUMBER = 32


def record_contract(
    *,
    purchaser: Purchaser,
    starts_on: date,
    ends_on: date | None = None,
    number: str = "",
    plan_year_starts_on: date | None = None,
    by: User | None,
    at: datetime,
    reason: str,
) -> ContractPeriod:
    """The first contract period, corrected until the group is open; after that the renewal. Raises CannotSetUp.

    The plan year starts with the period unless another first of a month in the year before it is given.
    """
    reason = reason_of(reason)
    own = _locked(purchaser)
    plan_year = plan_year_starts_on or starts_on
    number = " ".join(number.split())[:LONGEST_NUMBER]
    _refuse_days(starts_on, ends_on, plan_year)
    newest = own.contract_periods.newest_first().first()
    facts = {"effective_on": starts_on, "ends_on": ends_on, "number": number, "plan_year_starts_on": plan_year}
    if newest and {name: getattr(newest, name) for name in facts} == facts:
        raise NothingToChange(_("That contract period is on file already."), "starts_on")
    if own.is_open:
        _refuse_renewal(own, newest, starts_on)
    else:
        own.contract_starts_on = purchaser.contract_starts_on = starts_on
        own.save(update_fields=["contract_starts_on"])
    made = ContractPeriod.objects.create(purchaser=own, recorded_by=by, recorded_at=at, reason=reason, **facts)
    if newest is None or newest.plan_year_starts_on != plan_year:
        start_plan_year(purchaser=own, starts_on=plan_year, by=by, at=at, reason=reason)
    verb = "renewed_contract" if own.is_open else "recorded_contract"
    text = _("%(first)s to %(last)s") if ends_on else _("From %(first)s")
    summary = text % {"first": in_words(starts_on), "last": in_words(ends_on)}
    summary += f", {number}" if number else ""
    put_on_record(verb, purchaser=own, by=by, at=at, reason=reason, summary=summary)
    return made


def _refuse_days(starts_on: date, ends_on: date | None, plan_year: date) -> None:
    for day, field in ((starts_on, "starts_on"), (ends_on, "ends_on"), (plan_year, "plan_year_starts_on")):
        if day:
            refuse_day(day, field)
    if ends_on and ends_on < starts_on:
        raise CannotSetUp(_("The last day is before the first day."), "ends_on")
    if plan_year.day != 1 and plan_year != starts_on:
        raise CannotSetUp(_("The plan year starts on the first of a month."), "plan_year_starts_on")
    if not starts_on - timedelta(days=366) < plan_year <= starts_on:
        text = _("The plan year starts on the first day of the contract period, or in the year before it.")
        raise CannotSetUp(text, "plan_year_starts_on")


def _refuse_renewal(own: Purchaser, newest: ContractPeriod | None, starts_on: date) -> None:
    if own.contract_ends_on:
        text = _("This contract ends on %(day)s. Reinstate it first.")
        raise CannotSetUp(text % {"day": in_words(own.contract_ends_on)}, "starts_on")
    if newest and starts_on <= newest.effective_on:
        text = _("The present period started on %(day)s. The new period must start after that.")
        raise CannotSetUp(text % {"day": in_words(newest.effective_on)}, "starts_on")
    if newest and newest.ends_on and starts_on > newest.ends_on + timedelta(days=1):
        text = _("The present period ends on %(day)s. The new period must start by the next day.")
        raise CannotSetUp(text % {"day": in_words(newest.ends_on)}, "starts_on")


def end_contract(*, purchaser: Purchaser, last_day: date, by: User | None, at: datetime, reason: str) -> ContractEnd:
    """End the contract. Users then see bills for the run-out period only. Raises CannotSetUp."""
    reason = reason_of(reason)
    own = _locked(purchaser)
    refuse_day(last_day, "last_day")
    if own.contract_ends_on:
        text = _("This contract already ends on %(day)s.")
        raise CannotSetUp(text % {"day": in_words(own.contract_ends_on)}, "last_day")
    if last_day < own.contract_starts_on:
        text = _("The contract starts on %(day)s. Its last day can't be before that.")
        raise CannotSetUp(text % {"day": in_words(own.contract_starts_on)}, "last_day")
    made = ContractEnd.objects.create(purchaser=own, last_day=last_day, recorded_by=by, recorded_at=at, reason=reason)
    own.contract_ends_on = purchaser.contract_ends_on = last_day
    own.save(update_fields=["contract_ends_on"])
    summary = _("Last day %(day)s") % {"day": in_words(last_day)}
    put_on_record("ended_contract", purchaser=own, by=by, at=at, reason=reason, summary=summary)
    return made


def reinstate_contract(*, purchaser: Purchaser, by: User | None, at: datetime, reason: str) -> ContractEnd:
    """Take an end back, as if the contract had run on: access and what was set up stay. Raises CannotSetUp."""
    reason = reason_of(reason)
    own = _locked(purchaser)
    end = own.contract_ends.filter(taken_back_at=None).first()
    if end is None:
        raise CannotSetUp(_("This contract has no last day."))
    end.taken_back_at, end.taken_back_by, end.taken_back_reason = at, by, reason
    end.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_reason"])
    own.contract_ends_on = purchaser.contract_ends_on = None
    own.save(update_fields=["contract_ends_on"])
    summary = _("Without a break after %(day)s") % {"day": in_words(end.last_day)}
    put_on_record("reinstated_contract", purchaser=own, by=by, at=at, reason=reason, summary=summary)
    return end


def open_purchaser(*, purchaser: Purchaser, by: User | None, at: datetime, reason: str) -> Purchaser:
    """Mark a group as open for enrollment. Whether its set-up is complete is enrollment's to say.

    Raises NothingToChange.
    """
    reason = reason_of(reason)
    own = _locked(purchaser)
    if own.is_open:
        raise NothingToChange(_("This group is open for enrollment already."))
    own.opened_at = purchaser.opened_at = at
    own.save(update_fields=["opened_at"])
    summary = _("Earliest coverage %(day)s") % {"day": in_words(own.contract_starts_on)}
    put_on_record("opened_group", purchaser=own, by=by, at=at, reason=reason, summary=summary)
    return own


def _locked(purchaser: Purchaser) -> Purchaser:
    own: Purchaser = Purchaser.objects.select_for_update().get(pk=purchaser.pk)
    return own
