"""Families with commands about them, and what stands before and after a command."""

from collections import Counter
from dataclasses import replace
from datetime import date

from enrollment import services
from enrollment.commands import CorrectDetails, EndCoverage, ReverseEnd
from enrollment.models import Change, Coverage, Enrollment, PersonDetail
from enrollment.queries.changes.ends import preview_end
from enrollment.queries.changes.proposed import as_it_stands
from enrollment.queries.families import coverage_of
from enrollment.queries.identity.reported import applicant_of
from enrollment.rules.codes import EndReason
from enrollment.services.changes import kind_of
from tests import factories
from tests.factories import TODAY, applicant

HIRED = date(2026, 8, 3)


class Group:
    """An employer with three lines of coverage, and commands about its families."""

    def __init__(self, **rules):
        self.employer = factories.Employer(**rules)
        self.lines = [self.employer.offering]
        for name, line in (("Dental PPO", "dental"), ("Vision", "vision")):
            plan = factories.plan(name, line=line)
            self.lines.append(factories.offering(self.employer.unit, plan_=plan))
        self.scope = self.employer.scope

    def enrolled(self, *dependents, lines=1, hired_on=HIRED, employee=None):
        change = self.employer.enroll(
            *dependents, employee=employee or applicant(), hired_on=hired_on, offerings=self.lines[:lines]
        )
        assert change.state == "completed"
        return change

    def end(self, family, *roles, reason=EndReason.QUIT, on=TODAY, lines=(), **more):
        with self.scope():
            enrollment = Enrollment.objects.get(pk=family.enrollment_id)
            people = coverage_of(enrollment).filter(relationship__in=roles).values_list("person_id", flat=True)
            preview = preview_end(
                enrollment,
                person_ids=(people := tuple(sorted(set(people)))),
                reason=reason,
                event_on=on,
                purchaser=self.employer.purchaser,
                today=TODAY,
                lines=lines,
            )
        facts = {"event_on": on or preview.event_on, "last_day": preview.last_day, "attested": True}
        return EndCoverage(enrollment.pk, people, reason, **facts, lines=tuple(lines), **more)

    def correct(self, first, **facts):
        with self.scope():
            detail = PersonDetail.objects.get(first_name=first, superseded_at=None)
            role = Coverage.objects.filter(person_id=detail.person_id).latest("pk").relationship
            return CorrectDetails(detail.person_id, replace(applicant_of(detail, role), **facts))

    def reverse(self, family, *roles, **more):
        return ReverseEnd(self.done(self.end(family, *roles, **more)).pk, "Entered twice")

    def done(self, command):
        with self.scope():
            change = services.submit(command=command, submission=self.employer.submission())
        assert change.state == "completed"
        return change

    def family_of(self, command):
        """The family as a page reads it: without a lock."""
        own = Enrollment.objects.all()
        if isinstance(command, ReverseEnd):
            return own.get(pk=Change.objects.get(pk=command.change_id).enrollment_id)
        return own.filter(pk=getattr(command, "enrollment_id", None)).first()

    def proposed(self, command):
        return kind_of(command).coverage_after(command, self.family_of(command), self.employer.submission())


def standing():
    """{id: row} of all coverage that is known now."""
    return {each.pk: as_it_stands(each) for each in Coverage.objects.known().select_related("enrollment")}


def compared(rows, before):
    """Rows without what only the record gives: the ids of people and enrollments that came after."""
    people, families = {each.person for each in before}, {each.enrollment_id for each in before}
    return Counter(
        replace(
            each,
            person=each.person if each.person in people else None,
            enrollment_id=each.enrollment_id if each.enrollment_id in families else None,
        )
        for each in rows
    )


def after(group, command):
    """(what a command would leave standing, what it is compared with)"""
    with group.scope():
        before = standing()
        found = group.proposed(command)
        replaced = [key for each in found for key in each.replaced]
        assert len(replaced) == len(set(replaced))
        assert set(replaced) <= set(before)
        stays = [row for key, row in before.items() if key not in replaced]
        rows = [row for each in found for row in each.rows]
        return compared([*stays, *rows], before.values()), before.values()


def now(group, before):
    with group.scope():
        return compared(standing().values(), before)
