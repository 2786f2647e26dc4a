"""Checks of every request to add people."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from enrollment.models import Change, Coverage, Enrollment
from enrollment.queries.identity.humans import records_of
from enrollment.rules import family as family_rules
from enrollment.rules.coverage import UnitTerms
from enrollment.rules.people import NEWBORN_WORDS, Applicant, is_past_newborn
from enrollment.services.identity import as_humans
from enrollment.services.refusals import CannotEnroll, Problem
from enrollment.services.submission import Submission


def same_number(name: str, other: str) -> str:
    text = _("%(name)s and %(other)s have the same Social Security number. Check both.")
    return text % {"name": name, "other": other}


# The form field of each finding.
FIELDS = {
    family_rules.TWO_SPOUSES: "relationship",
    family_rules.SAME_PERSON: "first_name",
    family_rules.SAME_NUMBER: "number",
    family_rules.OVER_AGE: "birth_date",
}


def family_problems(
    people: Sequence[Applicant], terms: UnitTerms, starts_on: date, covered: Sequence[str] = ()
) -> list[Problem]:
    """The findings of rules.family in words for the employer."""
    problems = []
    for finding in family_rules.refusals(people, terms, starts_on, covered):
        name = people[finding.position].name.full
        if finding.code == family_rules.TWO_SPOUSES:
            text = _("%(name)s can't be added. A family can have only one spouse or partner.") % {"name": name}
        elif finding.code == family_rules.SAME_PERSON:
            text = _("%(name)s is entered twice. Remove one.") % {"name": name}
        elif finding.code == family_rules.SAME_NUMBER:
            text = same_number(name, people[finding.other or 0].name.full)
        else:
            text = _(
                "%(name)s is over the age limit of %(age)d. The last day of coverage for this child would be %(day)s."
            ) % {
                "name": name,
                "age": terms.dependent_age_limit,
                "day": date_format(finding.on or starts_on, "DATE_FORMAT"),
            }
        problems.append(Problem(text, FIELDS[finding.code], finding.position))
    return problems


def refuse_beside(
    person: Applicant, others: Sequence[Applicant], terms: UnitTerms, starts_on: date, covered: Sequence[str] = ()
) -> None:
    """Raise CannotEnroll, with fields, if one dependent cannot be covered with the others."""
    people = [*others, person]
    problems = family_problems(people, terms, starts_on, covered)
    if own := [problem for problem in problems if problem.position == len(others)]:
        raise CannotEnroll(*own)


def newborn_problems(people: Sequence[Applicant], day: date) -> list[Problem]:
    """Everyone whose missing number can no longer be explained by a birth."""
    return [
        Problem(f"{person.name.full}: {_(NEWBORN_WORDS)}", "no_number_reason", place)
        for place, person in enumerate(people)
        if is_past_newborn(person.birth_date, person.no_number_reason, day)
    ]


def _already_covered(person_id: UUID, plan_line: str, start: date, submission: Submission) -> Coverage | None:
    known = Coverage.objects.filter(purchaser=submission.purchaser, plan_line=plan_line)
    known = known.filter(person_id__in=records_of(person_id))
    return known.not_over(start).select_related("change").first()


def refuse_if_covered(
    people: Sequence[Applicant], person_ids: Sequence[UUID], plan_line: str, start: date, submission: Submission
) -> None:
    """Raise for the first person already covered at this purchaser, with the change that did it.

    Merged records count as one person.
    """
    for place, (applicant, person_id) in enumerate(zip(people, person_ids, strict=True)):
        coverage = _already_covered(person_id, plan_line, start, submission)
        if coverage:
            text = _("%(name)s is already covered.") % {"name": applicant.name.full}
            raise CannotEnroll(Problem(text, position=place), see=coverage.change)


def humans_of(people: Sequence[Applicant], person_ids: Sequence[UUID]) -> list[UUID]:
    """The record that stands for each now; an earlier match may have been merged since."""
    humans = as_humans(person_ids)
    for place, (applicant, human) in enumerate(zip(people, humans, strict=True)):
        if human in humans[:place]:
            text = _("%(name)s is entered twice. Remove one.") % {"name": applicant.name.full}
            raise CannotEnroll(Problem(text, position=place))
    return humans


def keep_outcome(change: Change, outcome: list[dict[str, str]]) -> None:
    change.outcome = outcome
    change.save(update_fields=["outcome", "person", "enrollment"])


def locked_family(enrollment_id: int, submission: Submission) -> Enrollment:
    """The family of a change, locked until commit; raises Enrollment.DoesNotExist for another purchaser's."""
    families = Enrollment.objects.select_for_update(of=("self",), no_key=True).filter(purchaser=submission.purchaser)
    return families.select_related("offering__plan", "subscriber").get(pk=enrollment_id)
