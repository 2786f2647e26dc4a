"""Set a unit's rules and plans. Under the staff role."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import EnrollmentUnit
from enrollment.models import Offering, Plan, UnitRules
from enrollment.rules.codes import AgeOutRule, CobraAdministrator, EndRule, RetroKind, WaitingRule
from enrollment.rules.coverage import waiting_rule_is_lawful
from enrollment.services.refusals import CannotChange, Problem

DEFAULTS = {
    "waiting_rule": WaitingRule.FIRST_OF_MONTH_FOLLOWING_DAYS,
    "waiting_days": 30,
    "end_rule": EndRule.LAST_DAY_OF_MONTH,
    "retro_kind": RetroKind.BY_SIZE,
    "retro_days": 60,
    "dependent_age_limit": 26,
    "age_out_rule": AgeOutRule.END_OF_MONTH,
    "cobra_administrator": CobraAdministrator.EMPLOYER,
}


def set_unit_rules(*, unit: EnrollmentUnit, effective_on: date, **rules: Any) -> UnitRules:
    """Set a unit's rules from a day on. Raises CannotChange if the waiting period can exceed 90 days."""
    values: dict[str, Any] = DEFAULTS | rules
    if not waiting_rule_is_lawful(WaitingRule(values["waiting_rule"]), values["waiting_days"]):
        text = _("A waiting period can't exceed 90 days. For a first-of-the-month rule, use 60 days or fewer.")
        raise CannotChange(Problem(text, field="waiting_days"))
    return UnitRules.objects.create(purchaser_id=unit.purchaser_id, unit=unit, effective_on=effective_on, **values)


def offer_plan(*, unit: EnrollmentUnit, plan: Plan, starts_on: date) -> Offering:
    return Offering.objects.create(
        purchaser_id=unit.purchaser_id, unit=unit, plan=plan, plan_line=plan.line, starts_on=starts_on
    )
