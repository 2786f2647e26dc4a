"""Checks of every request to add people."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enrollment.models import Change, Coverage, Employment, Enrollment, Person, PersonDetail
from enrollment.queries.changes.outcome import by_result
from enrollment.queries.families import coverage_of, enrollments_of
from enrollment.queries.identity.reported import applicant_of
from enrollment.rules import family as rules
from enrollment.rules.codes import Line
from enrollment.rules.people import NEWBORN_WORDS, Applicant, is_past_newborn
from enrollment.rules.terms import TermsHistory, UnitTerms
from enrollment.services.identity import as_humans
from enrollment.services.refusals import CannotEnroll, Problem
from enrollment.services.submission import Submission

# The form field and the words of each finding of rules/family.py.
WORDS = {
    rules.TWO_SPOUSES: (
        "relationship",
        gettext_lazy("%(name)s can't be added. A family can have only one spouse or partner."),
    ),
    rules.SAME_PERSON: ("first_name", gettext_lazy("%(name)s is entered twice. Remove one.")),
    rules.SAME_NUMBER: (
        "number",
        gettext_lazy("%(name)s and %(other)s have the same Social Security number. Check both."),
    ),
    rules.OVER_AGE: (
        "birth_date",
        gettext_lazy(
            "%(name)s is over the age limit of %(age)d. The last day of coverage for this child would be %(day)s."
        ),
    ),
    rules.TOO_OLD: ("birth_date", gettext_lazy("%(name)s would be over 120 years old. Check the date of birth.")),
    rules.CHILD_SPOUSE: (
        "birth_date",
        gettext_lazy("%(name)s is too young to be a spouse or partner. Check the date of birth and the relationship."),
    ),
    rules.OLDER_THAN_PARENT: (
        "confirmed",
        gettext_lazy("A child and the employee are less than 12 years apart. Check the date of birth of %(name)s."),
    ),
    rules.YOUNG_SPOUSE: (
        "confirmed",
        gettext_lazy("%(name)s is a spouse or partner under 18. Check the date of birth and the relationship."),
    ),
    rules.NAMESAKE: ("confirmed", gettext_lazy("%(name)s has the same name and date of birth as %(other)s.")),
    rules.SAME_CHILD: (
        "confirmed",
        gettext_lazy(
            "%(name)s and %(other)s have the same date of birth. If they are the same child, don't add %(name)s:"
            " correct the details of %(other)s instead."
        ),
    ),
}
ALREADY_COVERED = gettext_lazy("%(name)s is already covered in this family.")


def family_problems(
    people: Sequence[Applicant],
    history: TermsHistory,
    starts_on: date,
    *,
    relatives: Sequence[Applicant] = (),
    covered: Sequence[str] = (),
) -> list[Problem]:
    """The findings of rules/family.py in words for the employer, without the questions answered before."""
    return [
        problem_of(
            finding, people[finding.position], is_covered=finding.other in relatives, terms=history.on(starts_on)
        )
        for finding in rules.findings(people, history, starts_on, relatives=relatives, covered=covered)
        if finding.code not in people[finding.position].confirmed
    ]


def _have_one_number(person: Applicant, other: Applicant | None) -> bool:
    return bool(person.number and other and other.number and person.number.digits == other.number.digits)


def problem_of(finding: rules.Finding, person: Applicant, *, is_covered: bool, terms: UnitTerms) -> Problem:
    """A finding at its form field. `is_covered`: the other person is in the family already."""
    field, words = WORDS[finding.code]
    if finding.code == rules.SAME_PERSON and is_covered:
        field, words = "number" if _have_one_number(person, finding.other) else field, ALREADY_COVERED
    facts = {
        "name": person.name.full,
        "other": finding.other.name.full if finding.other else "",
        "age": terms.dependent_age_limit,
        "day": date_format(finding.on, "DATE_FORMAT") if finding.on else "",
    }
    asks = finding.code if finding.code in rules.QUESTIONS else ""
    return Problem(str(words) % facts, field, finding.position, asks)


def refuse_beside(
    person: Applicant,
    others: Sequence[Applicant],
    history: TermsHistory,
    starts_on: date,
    *,
    relatives: Sequence[Applicant] = (),
    covered: Sequence[str] = (),
) -> None:
    """Raise CannotEnroll, with fields, if one dependent cannot be covered with the others."""
    problems = family_problems([*others, person], history, starts_on, relatives=relatives, covered=covered)
    if own := [problem for problem in problems if problem.position == len(others)]:
        raise CannotEnroll(*own)


def relatives_of(family: Enrollment, day: date, *, but: UUID | None = None) -> list[Applicant]:
    """The people covered in a family on a day or later, as this purchaser reports them; without `but`."""
    covered = coverage_of(family).not_over(day).exclude(person_id=but)
    roles, lines = {}, defaultdict(set)
    for person, role, line in covered.order_by("pk").values_list("person_id", "relationship", "plan_line"):
        roles[person] = role
        lines[person].add(line)
    details = PersonDetail.objects.filter(purchaser_id=family.purchaser_id, superseded_at=None, person_id__in=roles)
    return [
        replace(
            applicant_of(detail, roles[detail.person_id]),
            waives=tuple(line.value for line in Line if line not in lines[detail.person_id]),
        )
        for detail in details.order_by("pk")
    ]


def newborn_problems(people: Sequence[Applicant], day: date) -> list[Problem]:
    """Everyone whose missing number can no longer be explained by a birth."""
    return [
        Problem(f"{person.name.full}: {_(NEWBORN_WORDS)}", "no_number_reason", place)
        for place, person in enumerate(people)
        if is_past_newborn(person.birth_date, person.no_number_reason, day)
    ]


def covered_from(
    records: Sequence[set[UUID]], lines: Collection[str], start: date, submission: Submission
) -> list[list[Coverage]]:
    """This purchaser's coverage of each person in these lines on a day or later. `records` are those of each."""
    known = Coverage.objects.filter(purchaser=submission.purchaser, plan_line__in=lines)
    known = known.filter(person_id__in=set().union(*records)).not_over(start)
    rows = list(known.select_related("change", "enrollment__offering__plan").order_by("starts_on", "pk"))
    return [[row for row in rows if row.person_id in own] for own in records]


def refuse_if_covered(people: Sequence[Applicant], covered: Sequence[Sequence[Coverage]]) -> None:
    """Raise for the first person covered at this purchaser without an end, with the change that did it."""
    for place, (applicant, own) in enumerate(zip(people, covered, strict=True)):
        for coverage in own:
            if coverage.ends_on is None and applicant.joins(coverage.plan_line):
                text = _("%(name)s is already covered. Coverage by %(plan)s started on %(day)s.")
                plan, day = coverage.enrollment.offering.plan, date_format(coverage.starts_on, "DATE_FORMAT")
                problem = Problem(text % {"name": applicant.name.full, "plan": plan, "day": day}, position=place)
                raise CannotEnroll(problem, see=coverage.change)


def first_days(covered: Sequence[Sequence[Coverage]], line: str, start: date) -> list[date]:
    """The first day of each person in a line: `start`, or the day after earlier coverage not over by then."""
    ends = [
        [each.ends_on + timedelta(days=1) for each in own if each.ends_on and each.plan_line == line] for own in covered
    ]
    return [max([start, *after]) for after in ends]


def joining_in(
    line: str, people: Sequence[Person], applicants: Sequence[Applicant], days: Sequence[date]
) -> list[tuple[Person, Applicant, date]]:
    """Those who join a line of coverage, each with their first day."""
    everyone = zip(people, applicants, days, strict=True)
    return [each for each in everyone if each[1].joins(line)]


def line_problems(people: Sequence[Applicant], lines: Collection[str]) -> list[Problem]:
    """Everyone who would join none of these lines of coverage."""
    return [
        Problem(_("Choose at least one line of coverage for %(name)s.") % {"name": person.name.full}, "lines", place)
        for place, person in enumerate(people)
        if not any(person.joins(line) for line in lines)
    ]


def humans_of(people: Sequence[Applicant], person_ids: Sequence[UUID]) -> list[UUID]:
    """The record that stands for each now; an earlier match may have been merged since."""
    humans = as_humans(person_ids)
    for place, (applicant, human) in enumerate(zip(people, humans, strict=True)):
        if human in humans[:place]:
            text = _("%(name)s is entered twice. Remove one.") % {"name": applicant.name.full}
            raise CannotEnroll(Problem(text, position=place))
    return humans


def keep_outcome(change: Change, outcome: list[dict[str, str]], *, of_several: bool) -> None:
    """Keep what became of each person. `of_several`: say in which lines of coverage."""
    change.outcome = by_result(outcome, of_several=of_several)
    change.save(update_fields=["outcome", "person", "enrollment"])


def locked_family(enrollment_id: int, submission: Submission) -> Enrollment:
    """The family of a change, with all its lines locked until commit; whichever enrollment is named, its first one.

    The work comes first: an enrollment in one more line waits for it. Raises Enrollment.DoesNotExist for another
    purchaser's.
    """
    named = Enrollment.objects.get(purchaser=submission.purchaser, pk=enrollment_id)
    if named.employment_id:
        list(Employment.objects.select_for_update(no_key=True).filter(pk=named.employment_id).order_by("pk"))
    own = enrollments_of(named).select_for_update(of=("self",), no_key=True)
    first, *_others = own.select_related("employment", "subscriber").order_by("pk")
    return first
