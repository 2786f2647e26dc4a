"""Who a change of a group's set-up affects, before it is saved. Nobody is named: counts and dates only."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from access.models import Grant
from accounts.models import EnrollmentUnit, Purchaser
from enrollment.models import Coverage, Enrollment, Offering, UnitRules
from enrollment.queries.changes.ends import is_small
from enrollment.queries.units import NoRules, terms_of
from enrollment.rules.codes import EndReason, EnrollmentKind, Relationship
from enrollment.rules.coverage import counted_from, last_day_of_coverage, start_date
from enrollment.rules.terms import TermsHistory

CHILDREN = [code.value for code in Relationship if code.ages_out]


@dataclass(frozen=True)
class Different:
    """How many people's coverage has one date on file, and would have another under the change."""

    what: str
    now: date
    then: date
    people: int


@dataclass(frozen=True)
class Effect:
    """How many employees a change is about and from when, in sentences, with the dates that would be different."""

    employees: int
    sentences: list[str]
    different: list[Different] = field(default_factory=list)


def employees_covered(units: Iterable[EnrollmentUnit], day: date) -> int:
    """How many employees of these units are covered on a day or later."""
    covered = Coverage.objects.not_over(day).filter(
        enrollment__unit__in=[unit.pk for unit in units], relationship=Relationship.SELF
    )
    return covered.values("person_id").distinct().count()


def _counted(employees: int, day: date) -> str:
    words = ngettext(
        "%(count)d employee is covered on %(day)s or later.",
        "%(count)d employees are covered on %(day)s or later.",
        employees,
    )
    return words % {"count": employees, "day": _day(day)}


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def of_prices(units: Iterable[EnrollmentUnit], day: date) -> Effect:
    """A change that prices of these units depend on from a day on."""
    employees = employees_covered(units, day)
    words = _("Their prices are those of the change from %(day)s on. Bills that are out stay; the next shows it.")
    return Effect(employees, [_counted(employees, day), words % {"day": _day(day)}] if employees else [_nobody(day)])


def _nobody(day: date) -> str:
    return _("Nobody is covered on %(day)s or later.") % {"day": _day(day)}


def of_rules(new: UnitRules) -> Effect:
    """New rules of a unit: they hold for events from their day on; coverage on file keeps its dates."""
    unit, day = new.unit, new.effective_on
    employees = employees_covered([unit], day)
    try:
        before = terms_of(unit.pk)
    except NoRules:
        return Effect(employees, [_("These are the unit's first rules.")])
    following = [begins for begins, _terms in before.periods if begins > day]
    after = TermsHistory(sorted([*before.periods, (day, new.terms)], key=lambda period: period[0]))
    until = min(following, default=None)
    found = [*_starts(unit, before, after), *_ends(unit, before, after), *_ages(unit, before, after)]
    different = [
        Different(what, now, then, people)
        for (what, now, then), people in sorted(Counter(found).items(), key=lambda each: (each[0][1], each[0]))
    ]
    sentences = [_counted(employees, day) if employees else _nobody(day)]
    if until:
        words = _("The rules count until %(day)s, when others are on file.")
        sentences.append(words % {"day": _day(until)})
    if different:
        sentences.append(
            _("Dates on file stay as they are. By the new rules these would be different; change them one by one:")
        )
    else:
        sentences.append(_("No date of coverage on file would be different."))
    return Effect(employees, sentences, different)


Found = Iterator[tuple[str, date, date]]


def _starts(unit: EnrollmentUnit, before: TermsHistory, after: TermsHistory) -> Found:
    """First days of employees, by the day they were hired."""
    families = Enrollment.objects.filter(unit=unit, kind=EnrollmentKind.ACTIVE, employment__isnull=False)
    first = Coverage.objects.known().filter(enrollment__in=families, relationship=Relationship.SELF)
    rows = first.order_by("enrollment_id", "starts_on", "pk").distinct("enrollment_id")
    for hired_on, starts_on in rows.values_list("enrollment__employment__hired_on", "starts_on"):
        was, then = start_date(hired_on, before.on(hired_on)).on, start_date(hired_on, after.on(hired_on)).on
        if was != then != starts_on:
            yield _("First day of coverage"), starts_on, then


def _ends(unit: EnrollmentUnit, before: TermsHistory, after: TermsHistory) -> Found:
    """Last days of employees' coverage, by the day of the event."""
    ended = Coverage.objects.known().filter(
        enrollment__unit=unit, relationship=Relationship.SELF, ends_on__isnull=False, event_on__isnull=False
    )
    columns = ("end_reason", "event_on", "enrollment__employment__last_day_worked", "ends_on")
    for code, event_on, worked, ends_on in ended.values_list(*columns):
        reason = EndReason(code)
        if reason.has_own_day:
            continue
        day = counted_from(reason, event_on, worked)
        was = last_day_of_coverage(day, reason, before.on(event_on)).on
        then = last_day_of_coverage(day, reason, after.on(event_on)).on
        if was != then != ends_on:
            yield _("Last day of coverage"), ends_on, then


def _ages(unit: EnrollmentUnit, before: TermsHistory, after: TermsHistory) -> Found:
    """Last days by age of children who are covered without a last day."""
    children = Coverage.objects.known().filter(enrollment__unit=unit, relationship__in=CHILDREN, ends_on=None)
    for born, since in children.values_list("rated_birth_date", "starts_on"):
        was, then = (history.age_limit(born, since=since).last_day for history in (before, after))
        if was != then:
            yield _("Last day of coverage of a child by age"), was, then


def of_offering(unit: EnrollmentUnit, day: date) -> Effect:
    """A plan that a unit is offered from a day on."""
    employees = employees_covered([unit], day)
    words = _("New employees whose coverage starts on %(day)s or later can choose it. Nobody's plan changes.")
    return Effect(employees, [words % {"day": _day(day)}])


def of_offering_end(offering: Offering, last_day: date) -> Effect:
    """The end of an offering: who has the plan keeps it."""
    in_plan = Coverage.objects.not_over(last_day).filter(enrollment__offering=offering, relationship=Relationship.SELF)
    employees = in_plan.values("person_id").distinct().count()
    counted = ngettext(
        "%(count)d employee has this plan on %(day)s or later and keeps it.",
        "%(count)d employees have this plan on %(day)s or later and keep it.",
        employees,
    )
    words = _("Nobody can choose it for coverage that starts after %(day)s.")
    return Effect(employees, [counted % {"count": employees, "day": _day(last_day)}, words % {"day": _day(last_day)}])


def of_contract_end(purchaser: Purchaser, last_day: date) -> Effect:
    """The end of a contract: nobody is enrolled after it, and users keep bills for the run-out period."""
    employees = employees_covered(purchaser.units.all(), last_day)
    users = Grant.objects.filter(purchaser=purchaser, revoked_at=None).values("user_id").distinct().count()
    seen = ngettext(
        "%(count)d user sees bills only after that, for %(days)d days.",
        "%(count)d users see bills only after that, for %(days)d days.",
        users,
    )
    sentences = [
        _counted(employees, last_day) if employees else _nobody(last_day),
        _("No coverage can start after %(day)s.") % {"day": _day(last_day)},
        seen % {"count": users, "days": settings.RUN_OUT_DAYS},
    ]
    if employees:
        sentences.append(_("Coverage on file keeps its last day. End it for each employee, or reinstate the contract."))
    return Effect(employees, sentences)


def of_size(purchaser: Purchaser, employees: int, day: date) -> Effect:
    """Another number of employees: small employers have a shorter limit for retroactive ends."""
    covered = employees_covered(purchaser.units.all(), day)
    small = employees <= settings.SMALL_PURCHASER_EMPLOYEES
    sentences = [_counted(covered, day) if covered else _nobody(day)]
    if small == is_small(purchaser, day):
        return Effect(covered, [*sentences, _("The rules of its size stay the same.")])
    words = (
        _("Rules for small employers count from %(day)s.")
        if small
        else _("Rules for larger employers count from %(day)s.")
    )
    return Effect(covered, [*sentences, words % {"day": _day(day)}])


def of_reinstatement(purchaser: Purchaser) -> Effect:
    """The contract goes on without a break."""
    day = purchaser.contract_ends_on or purchaser.contract_starts_on
    employees = employees_covered(purchaser.units.all(), day)
    return Effect(
        employees,
        [
            _counted(employees, day) if employees else _nobody(day),
            _("Users have the access they had. Coverage that was ended stays ended."),
        ],
    )
