"""Set a unit's rules from a day on. Under the staff role."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import EnrollmentUnit, User
from accounts.services import CannotSetUp, NothingToChange, in_words, put_on_record, reason_of, refuse_before_billing
from enrollment.models import UnitRules
from enrollment.rules.codes import (
    AgeOutRule,
    CobraAdministrator,
    CobraCount,
    EndRule,
    NewbornRule,
    Proration,
    RetroKind,
    WaitingRule,
)
from enrollment.rules.setup import NOTICE_DAYS, NOTICE_DAYS_OF_EMPLOYER, unlawful
from enrollment.rules.setup_words import changed
from enrollment.services.units import next_known_seq

DEFAULTS: dict[str, Any] = {
    "waiting_rule": WaitingRule.FIRST_OF_MONTH_FOLLOWING_DAYS,
    "waiting_days": 30,
    "end_rule": EndRule.LAST_DAY_OF_MONTH,
    "retro_kind": RetroKind.BY_SIZE,
    "retro_days": 60,
    "dependent_age_limit": 26,
    "age_out_rule": AgeOutRule.END_OF_MONTH,
    "proration": Proration.FULL_MONTH,
    "newborn_rule": NewbornRule.FREE_BIRTH_MONTH,
    "cut_day": 15,
    "cobra_administrator": CobraAdministrator.EMPLOYER,
    "cobra_name": "",
    "cobra_phone": "",
    "cobra_counted_from": CobraCount.EVENT,
}


def set_unit_rules(
    *, unit: EnrollmentUnit, effective_on: date, by: User | None, at: datetime, reason: str, **rules: Any
) -> UnitRules:
    """Set a unit's rules from a day on; what is not given stays as on that day, or is the default.

    Coverage that is on file keeps its dates. Raises CannotSetUp.
    """
    reason = reason_of(reason)
    refuse_before_billing(unit, effective_on)
    seq = next_known_seq([unit.pk])[unit.pk]
    now = rules_on(unit, effective_on)
    made = new_rules(unit, effective_on, rules)
    if now and now.effective_on <= effective_on and now.terms == made.terms:
        raise NothingToChange(_("Those are the unit's rules on this day already."))
    problems = [(_(each.text) % {"days": each.days}, each.field) for each in unlawful(made.terms)]
    if problems:
        raise CannotSetUp(*problems[0], more=problems[1:])
    made.known_seq, made.recorded_by, made.recorded_at, made.reason = seq, by, at, reason
    made.save(force_insert=True)
    differs = changed(now.terms if now else None, made.terms)
    summary = _("%(unit)s, from %(day)s") % {"unit": unit.name, "day": in_words(effective_on)}
    put_on_record(
        "set_unit_rules",
        purchaser=unit.purchaser,
        unit=unit,
        by=by,
        at=at,
        reason=reason,
        summary=summary,
        after={"rules": [f"{_(name)}: {_(text) % {'days': days}}" for name, text, days in differs]},
    )
    return made


def rules_on(unit: EnrollmentUnit, day: date) -> UnitRules | None:
    """The rules that count on a day, or the first ones before any."""
    rules: UnitRules | None = unit.rules.on(day)
    return rules or unit.rules.order_by("effective_on", "-pk").first()


def new_rules(unit: EnrollmentUnit, effective_on: date, rules: dict[str, Any]) -> UnitRules:
    """The rules from a day on, not saved: those given, else those of that day, else the defaults."""
    now = rules_on(unit, effective_on)
    values = DEFAULTS | ({name: getattr(now, name) for name in DEFAULTS} if now else {}) | rules
    employer = values["cobra_administrator"] == CobraAdministrator.EMPLOYER
    days = NOTICE_DAYS_OF_EMPLOYER if employer else NOTICE_DAYS
    if now and now.cobra_administrator == values["cobra_administrator"]:
        days = now.cobra_notice_days
    values.setdefault("cobra_notice_days", days)
    return UnitRules(purchaser_id=unit.purchaser_id, unit=unit, effective_on=effective_on, **values)
