"""The rules of a unit for tests."""

from enrollment.rules.codes import AgeOutRule, CobraAdministrator, EndRule, RetroKind, WaitingRule
from enrollment.rules.terms import UnitTerms

TERMS = UnitTerms(
    waiting_rule=WaitingRule.FIRST_OF_MONTH_FOLLOWING_DAYS,
    waiting_days=60,
    end_rule=EndRule.LAST_DAY_OF_MONTH,
    retro_kind=RetroKind.BY_SIZE,
    retro_days=60,
    dependent_age_limit=26,
    age_out_rule=AgeOutRule.END_OF_MONTH,
    cobra_administrator=CobraAdministrator.EMPLOYER,
)
