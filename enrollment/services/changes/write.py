"""Write persons, families and coverage of a certain change, inside the caller's transaction."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from enrollment.commands import AddEmployee
from enrollment.models import BillTo, Change, Coverage, Employment, Enrollment, FollowUp, Offering, Person
from enrollment.rules.codes import EnrollmentKind, NoNumberReason
from enrollment.rules.people import Applicant
from enrollment.services.changes import state
from enrollment.services.identity import report_details, supersede_details
from enrollment.services.submission import Submission

NUMBER_DUE_DAYS = 60
# The columns of a coverage that say how it ends.
END = ("ends_on", "end_reason", "event_on", "ended_by_id")
FOLLOWED_UP = {NoNumberReason.NEWBORN, NoNumberReason.APPLIED}


def known_people(
    applicants: Sequence[Applicant], person_ids: Sequence[UUID], change: Change, submission: Submission
) -> list[Person]:
    """The person of each applicant, with this purchaser's details.

    The change is completed before any row points to it, and after the lock of the earlier details.
    """
    people = [Person(id=person_id) for person_id in person_ids]
    supersede_details(people, purchaser=submission.purchaser, at=submission.at)
    state.complete(change, at=submission.at)
    reported = list(zip(people, applicants, strict=True))
    report_details(reported, purchaser=submission.purchaser, change=change, at=submission.at)
    return people


def locked_work(records: Collection[UUID], submission: Submission) -> Employment | None:
    """The work of a person that has no end, with all their work locked: an end of it waits, or was waited for."""
    known = Employment.objects.filter(purchaser=submission.purchaser, person_id__in=records, voided_at=None)
    own = known.order_by("pk")
    return next((each for each in own.select_for_update(no_key=True) if each.last_day_worked is None), None)


def employ(
    subscriber: Person, known: Employment | None, command: AddEmployee, change: Change, submission: Submission
) -> Employment:
    """The work of a new employee: the open one, or a new one."""
    return known or Employment.objects.create(
        purchaser=submission.purchaser,
        unit_id=command.unit_id,
        person=subscriber,
        employee_number=command.employee_number,
        weekly_hours=Decimal(command.weekly_hours) if command.weekly_hours else None,
        employment_class=command.employment_class,
        hired_on=command.hired_on,
        change=change,
    )


def open_enrollment(
    subscriber: Person, employment: Employment, offering: Offering, command: AddEmployee, change: Change
) -> Enrollment:
    """The new enrollment of an employee in one line of coverage."""
    assert change.known_seq
    enrollment = Enrollment.objects.create(
        purchaser_id=change.purchaser_id,
        unit_id=command.unit_id,
        subscriber=subscriber,
        employment=employment,
        offering=offering,
        plan_line=offering.plan_line,
        kind=EnrollmentKind.ACTIVE,
        change=change,
    )
    BillTo.objects.create(
        purchaser_id=change.purchaser_id,
        enrollment=enrollment,
        payer=BillTo.Payer.GROUP,
        effective_on=command.hired_on,
        known_seq=change.known_seq,
    )
    return enrollment


def _follow_up(person: Person, applicant: Applicant, enrollment: Enrollment, change: Change, day: date) -> None:
    if applicant.number is None and applicant.no_number_reason in FOLLOWED_UP:
        FollowUp.objects.get_or_create(
            purchaser_id=enrollment.purchaser_id,
            person=person,
            done_at=None,
            defaults={"unit_id": enrollment.unit_id, "change": change, "due_on": day + timedelta(days=NUMBER_DUE_DAYS)},
        )


def cover(
    enrollment: Enrollment,
    people: Sequence[tuple[Person, Applicant, date]],
    change: Change,
    submission: Submission,
    *,
    until: Coverage | None = None,
) -> list[dict[str, str]]:
    """Cover each person from their first day, under the number of the change; returns the outcome, one entry per person.

    `until` is the employee's coverage: dependents who join end with it.
    """
    end = {name: getattr(until, name) for name in END} if until and until.ends_on else {}
    if not people:
        return []
    assert change.known_seq
    Coverage.objects.bulk_create(
        Coverage(
            purchaser_id=enrollment.purchaser_id,
            enrollment=enrollment,
            person=person,
            relationship=applicant.relationship,
            plan_line=enrollment.plan_line,
            rated_birth_date=applicant.birth_date,
            starts_on=starts_on,
            change=change,
            known_at=submission.at,
            known_seq=change.known_seq,
            **end,
        )
        for person, applicant, starts_on in people
    )
    for person, applicant, _starts_on in people:
        _follow_up(person, applicant, enrollment, change, submission.purchaser.today(submission.at))
    return [
        {
            "name": applicant.name.full,
            "person": str(person.pk),
            "result": "covered_until" if end else "covered",
            "on": starts_on.isoformat(),
            "line": enrollment.plan_line,
        }
        | ({"until": until.ends_on.isoformat()} if until and until.ends_on else {})
        for person, applicant, starts_on in people
    ]


def new_version(coverage: Coverage, *, at: datetime, seq: int, **facts: object) -> Coverage:
    """Replace `coverage` by a new version; the old one stays as history."""
    Coverage.objects.filter(pk=coverage.pk).update(superseded_at=at, superseded_seq=seq)
    columns = {
        field.attname: getattr(coverage, field.attname)
        for field in Coverage._meta.concrete_fields
        if not field.primary_key
    }
    return Coverage.objects.create(**columns | {"known_at": at, "known_seq": seq, **facts})
