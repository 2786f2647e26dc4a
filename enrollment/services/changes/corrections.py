"""What guards a correction: the rules of adding, and what changed lately for the person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from enrollment.models import Coverage, Enrollment, Person, PersonDetail
from enrollment.queries.families import coverage_of
from enrollment.queries.identity.reported import applicant_of
from enrollment.queries.units import terms_of
from enrollment.rules import family as rules
from enrollment.rules.corrections import Differences, differences, is_naming
from enrollment.rules.dates import age_on
from enrollment.rules.people import NEWBORN_WORDS, Applicant, is_past_newborn
from enrollment.rules.terms import TermsHistory
from enrollment.services.changes.family import problem_of, relatives_of
from enrollment.services.refusals import Problem
from enrollment.services.submission import Submission

SEVERAL_IDENTITY_FIELDS, OVER_AGE, BORN_LATER = "several_identity_fields", "over_age", "born_later"


@dataclass(frozen=True)
class Corrected:
    """A person of a family before and after a correction."""

    family: Enrollment
    person: Person
    before: Applicant
    after: Applicant
    submission: Submission

    @property
    def today(self) -> date:
        return self.submission.judged_on

    @property
    def changed(self) -> Differences:
        return differences(self.before, self.after)


def problems_and_reasons(correction: Corrected) -> tuple[list[Problem], list[str]]:
    """What forbids a correction or has to be confirmed, and what sends it to a representative.

    The rules are those of adding; only what this correction makes wrong counts.
    """
    history, periods = terms_of(correction.family.unit_id), _periods(correction)
    after = correction.after
    relatives = relatives_of(correction.family, correction.today, but=correction.person.pk)
    new = _findings(correction, after, relatives, history, periods)
    known = {(each.code, each.other) for each in _findings(correction, correction.before, relatives, history, periods)}
    found = [each for each in new if (each.code, each.other) not in known and each.code not in after.confirmed]
    problems = [
        problem_of(each, after, is_covered=True, terms=history.on(correction.today))
        for each in found
        if each.code != rules.OVER_AGE
    ]
    reasons = [OVER_AGE] if any(each.code == rules.OVER_AGE for each in found) else []
    if "birth_date" in correction.changed.identity:
        problems += _too_young(correction)
        reasons += [BORN_LATER] if any(after.birth_date > each.starts_on for each in periods) else []
    if {"birth_date", "no_number_reason"} & set(correction.changed.all) and is_past_newborn(
        after.birth_date, after.no_number_reason, correction.today
    ):
        problems.append(Problem(_(NEWBORN_WORDS), "no_number_reason"))
    if len(_fields_lately(correction)) > 1:
        reasons.append(SEVERAL_IDENTITY_FIELDS)
    return problems, reasons


def _periods(correction: Corrected) -> list[Coverage]:
    known = Coverage.objects.known().filter(purchaser=correction.submission.purchaser, person=correction.person)
    return list(known.order_by("starts_on", "pk"))


def _findings(
    correction: Corrected,
    person: Applicant,
    relatives: Sequence[Applicant],
    history: TermsHistory,
    periods: Sequence[Coverage],
) -> list[rules.Finding]:
    """The findings about one of both versions of the person, on the last day that counts."""
    return rules.findings([person], history, _day(periods, correction.today), relatives=relatives)


def _day(periods: Sequence[Coverage], today: date) -> date:
    """Today within the person's last period of coverage, else its nearest day."""
    if not periods:
        return today
    last = periods[-1]
    return max(last.starts_on, min(today, last.ends_on or today))


def _too_young(correction: Corrected) -> Iterator[Problem]:
    work = correction.family.employment
    if work is None or correction.family.subscriber_id != correction.person.pk:
        return
    if age_on(correction.after.birth_date, work.hired_on) < rules.YOUNGEST_EMPLOYEE:
        text = _("The employee would have been under 14 on the date of hire, %(day)s. Check the date of birth.")
        yield Problem(text % {"day": date_format(work.hired_on, "DATE_FORMAT")}, "birth_date")


def _fields_lately(correction: Corrected) -> set[str]:
    """The identity fields that differ in this correction, or between versions of the last days.

    Each alone is a typo; together they are another person. A newborn who gets name and number is named.
    """
    since = correction.submission.at - timedelta(days=settings.IDENTITY_CORRECTION_DAYS)
    own = PersonDetail.objects.filter(purchaser=correction.submission.purchaser, person=correction.person)
    versions = own.filter(Q(superseded_at=None) | Q(superseded_at__gt=since)).order_by("known_at", "pk")
    told = [applicant_of(each, correction.after.relationship) for each in versions]
    steps = [*pairwise(told), (correction.before, correction.after)]
    fields: set[str] = set()
    for before, after in steps:
        if not is_naming(before, after, correction.today):
            fields |= set(differences(before, after).identity)
    return fields if correction.changed.identity else set()


def movers(correction: Corrected, chosen: Sequence[UUID]) -> list[tuple[Person, Applicant]]:
    """Of the chosen members, those who have the old address, with the new one."""
    if not chosen or "address" not in correction.changed.contact:
        return []
    return [
        (detail.person, replace(applicant_of(detail, ""), address=correction.after.address))
        for detail in same_address(correction.family, correction.person.pk, correction.before, correction.today)
        if detail.person_id in chosen
    ]


def same_address(family: Enrollment, person_id: UUID, person: Applicant, day: date) -> list[PersonDetail]:
    """The other members of a family, covered on a day or later, who have this person's address."""
    covered = coverage_of(family).not_over(day).exclude(person_id=person_id)
    details = PersonDetail.objects.filter(
        purchaser_id=family.purchaser_id, superseded_at=None, person_id__in=covered.values("person_id")
    )
    own = details.select_related("person").order_by("birth_date", "pk")
    return [each for each in own if person.address and applicant_of(each, "").address == person.address]
