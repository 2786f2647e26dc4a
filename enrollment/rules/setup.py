"""What the law asks of a unit's rules, and which of its rules differ from others. Plain Python."""

from collections.abc import Iterator
from dataclasses import dataclass

from enrollment.rules.codes import CobraAdministrator, WaitingRule
from enrollment.rules.coverage import LONGEST_WAIT_BEFORE_A_FIRST, LONGEST_WAIT_DAYS, waiting_rule_is_lawful
from enrollment.rules.terms import UnitTerms

# 45 CFR 147.120: children stay eligible until they turn 26.
LOWEST_AGE_LIMIT, HIGHEST_AGE_LIMIT = 26, 120
# 29 CFR 2590.606-4(b): 14 days for an administrator; 30 more where the employer is the administrator.
NOTICE_DAYS, NOTICE_DAYS_OF_EMPLOYER = 14, 44
LAST_CUT_DAY = 28
LONGEST_RETRO_DAYS = 365


@dataclass(frozen=True)
class Unlawful:
    """A rule that can't be set: the form field, an English template, and its values."""

    field: str
    text: str
    days: int = 0


def unlawful(terms: UnitTerms) -> Iterator[Unlawful]:
    """Everything about these rules that the law or the carrier's systems forbid."""
    if not waiting_rule_is_lawful(terms.waiting_rule, terms.waiting_days):
        yield Unlawful(
            "waiting_days",
            "A waiting period can't exceed %(days)d days (26 CFR 54.9815-2708). For a first-of-the-month rule, use"
            f" {LONGEST_WAIT_BEFORE_A_FIRST} days or fewer.",
            LONGEST_WAIT_DAYS,
        )
    if terms.dependent_age_limit < LOWEST_AGE_LIMIT:
        yield Unlawful(
            "dependent_age_limit",
            "Children must stay eligible until they turn %(days)d (45 CFR 147.120).",
            LOWEST_AGE_LIMIT,
        )
    if terms.dependent_age_limit > HIGHEST_AGE_LIMIT:
        yield Unlawful("dependent_age_limit", "Enter an age of %(days)d or less.", HIGHEST_AGE_LIMIT)
    if terms.retro_days > LONGEST_RETRO_DAYS:
        yield Unlawful("retro_days", "Enter %(days)d days or fewer.", LONGEST_RETRO_DAYS)
    if not 1 <= terms.cut_day <= LAST_CUT_DAY:
        yield Unlawful("cut_day", "Choose a day from 1 to %(days)d, which every month has.", LAST_CUT_DAY)
    yield from _unlawful_cobra(terms)


def _unlawful_cobra(terms: UnitTerms) -> Iterator[Unlawful]:
    allowed = {NOTICE_DAYS}
    if terms.cobra_administrator == CobraAdministrator.EMPLOYER:
        allowed.add(NOTICE_DAYS_OF_EMPLOYER)
    if terms.cobra_notice_days not in allowed:
        yield Unlawful(
            "cobra_notice_days",
            f"The COBRA notice is due within {NOTICE_DAYS} days, or %(days)d where the employer administers COBRA"
            " itself (29 CFR 2590.606-4).",
            NOTICE_DAYS_OF_EMPLOYER,
        )
    if terms.cobra_administrator == CobraAdministrator.TPA:
        for field, value in (("cobra_name", terms.cobra_name), ("cobra_phone", terms.cobra_phone)):
            if not value:
                yield Unlawful(field, "Enter the COBRA administrator's name and phone number.")


def uses_days(rule: WaitingRule) -> bool:
    """Whether a waiting rule counts days."""
    return rule in (WaitingRule.AFTER_DAYS, WaitingRule.FIRST_OF_MONTH_FOLLOWING_DAYS)
