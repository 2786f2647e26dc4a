"""Ending coverage. Coverage is never rewritten: every step is a new version."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Purchaser
from enrollment.commands import EndCoverage
from enrollment.models import Change, Coverage, Employment, Enrollment, PersonDetail
from enrollment.queries.changes.ends import EndPreview, ending, preview_end, result_of
from enrollment.queries.changes.open import open_on_family
from enrollment.rules.codes import EndReason
from enrollment.rules.dates import AHEAD_DAYS
from enrollment.services.changes import state
from enrollment.services.changes.family import locked_family
from enrollment.services.changes.hold import hold
from enrollment.services.changes.receive import received, received_before
from enrollment.services.changes.write import new_version
from enrollment.services.refusals import CannotEnd, Problem
from enrollment.services.roster import refresh
from enrollment.services.submission import Submission, tell
from enrollment.services.units import next_known_seq

EARLIER_END = "earlier_end"


def check_end_days(
    *, family: Enrollment, reason: EndReason, counted_from: date, last_day_worked: date | None, today: date
) -> None:
    """Raise CannotEnd for days that cannot be: before the hire, a year ahead, a death to come."""
    employment, field = family.employment, "last_day_worked" if last_day_worked else "event_on"
    if last_day_worked and employment and last_day_worked < employment.hired_on:
        text = _("The last day worked must not be before the date of hire, %(day)s.")
        raise CannotEnd(Problem(text % {"day": date_format(employment.hired_on, "DATE_FORMAT")}, field))
    if reason == EndReason.DEATH and counted_from > today:
        raise CannotEnd(Problem(_("A death is reported after it happened. Check the date."), "event_on"))
    if counted_from > today + timedelta(days=AHEAD_DAYS):
        raise CannotEnd(Problem(_("This day is more than a year ahead. Check the year."), field))


def _check(command: EndCoverage, family: Enrollment, preview: EndPreview, submission: Submission) -> None:
    if open_change := open_on_family(submission.purchaser, family.pk):
        raise CannotEnd(_("This family has a request with a representative."), see=open_change)
    check_end_days(
        family=family,
        reason=command.reason,
        counted_from=command.counted_from,
        last_day_worked=command.last_day_worked,
        today=submission.judged_on,
    )
    if not preview.coverages:
        raise CannotEnd(*_nothing_ends(family, command, preview))
    if command.last_day != preview.last_day:
        text = _("Coverage would now end on %(day)s. Check the date and submit again.")
        raise CannotEnd(Problem(text % {"day": date_format(preview.last_day, "DATE_FORMAT")}, field="event_on"))
    retroactive = preview.retroactive or command.earlier is not None
    if retroactive and not command.attested:
        raise CannotEnd(
            Problem(_("Confirm that no contribution was collected for the time after the last day."), "attested")
        )
    if command.earlier and not command.earlier_reason:
        raise CannotEnd(Problem(_("Say why the coverage should end earlier."), field="earlier_reason"))


def _nothing_ends(family: Enrollment, command: EndCoverage, preview: EndPreview) -> list[Problem]:
    """Already ended: by whom and when, for the second of two people who did the same."""
    ended = Coverage.objects.known().filter(enrollment=family, ended_by__isnull=False)
    if command.person_ids:
        ended = ended.filter(person_id__in=command.person_ids)
    last = ended.select_related("ended_by__submitted_by").order_by("-known_at", "-pk").first()
    if last is None or last.ends_on is None:
        return [Problem(_("Nobody in this family is covered after that day."))]
    text = _("Coverage already ends on %(day)s: %(who)s submitted that on %(when)s.")
    zone = family.purchaser.zone
    return [
        Problem(
            text
            % {
                "day": date_format(last.ends_on, "DATE_FORMAT"),
                "who": last.ended_by.submitted_by,
                "when": date_format(last.known_at.astimezone(zone), "DATETIME_FORMAT"),
            }
        )
    ]


def end_coverage(*, command: EndCoverage, submission: Submission) -> Change:
    """End a family's or some dependents' coverage, at once or, for a date behind the limit, through a representative."""
    if first := received_before(submission, command):
        return first
    family = locked_family(command.enrollment_id, submission)
    preview = preview_end(
        family,
        person_ids=command.person_ids,
        reason=command.reason,
        event_on=command.counted_from,
        purchaser=submission.purchaser,
        today=submission.judged_on,
    )
    _check(command, family, preview, submission)
    change = received(
        command,
        submission,
        unit_id=family.unit_id,
        title=_title(preview.coverages, submission.purchaser),
        enrollment=family,
        person_id=family.subscriber_id,
    )
    if command.earlier:
        hold(change, submission, reasons=[EARLIER_END], budget=settings.REVIEWS_PER_DAY)
        refresh(submission.purchaser, [family.subscriber_id])
        return change
    return write_end(change, command, submission, command.last_day)


def names_of(coverages: Sequence[Coverage], purchaser: Purchaser) -> dict[UUID, str]:
    details = PersonDetail.objects.filter(
        purchaser=purchaser, person_id__in=[each.person_id for each in coverages], superseded_at=None
    )
    return {detail.person_id: detail.full_name for detail in details}


def _title(coverages: Sequence[Coverage], purchaser: Purchaser) -> str:
    """The subscriber's name first, then the others'."""
    names = names_of(coverages, purchaser)
    ordered = sorted(coverages, key=lambda each: each.relationship != "18")
    return ", ".join(dict.fromkeys(names[each.person_id] for each in ordered))[:160]


def write_end(change: Change, command: EndCoverage, submission: Submission, last_day: date) -> Change:
    """Write the end. Coverage that would never take effect is canceled instead."""
    family = locked_family(command.enrollment_id, submission)
    coverages = ending(family, command.person_ids, last_day)
    if not coverages:
        raise CannotEnd(_("Nobody in this family is covered after that day any more."))
    state.complete(change, at=submission.at)
    seq = next_known_seq([family.unit_id])[family.unit_id]
    for coverage in coverages:
        _end_one(coverage, command, change, submission, seq, last_day)
    if not command.person_ids and command.reason.leaves_work:
        employment = Employment.objects.filter(enrollments=family, last_day_worked=None)
        last_day_worked = command.last_day_worked or command.event_on
        employment.filter(hired_on__lte=last_day_worked).update(
            last_day_worked=last_day_worked, end_reason=command.reason, ended_by=change
        )
    names = names_of(coverages, submission.purchaser)
    change.outcome = [result_of(coverage, names[coverage.person_id], last_day) for coverage in coverages]
    change.save(update_fields=["outcome"])
    tell(change, submission, "ended_coverage")
    refresh(submission.purchaser, [family.subscriber_id])
    return change


def version_of(coverage: Coverage, change: Change, submission: Submission, seq: int, **facts: object) -> Coverage:
    """The version that `change` makes of a coverage."""
    return new_version(coverage, at=submission.at, seq=seq, change_id=change.pk, **facts)


def _end_one(
    coverage: Coverage, command: EndCoverage, change: Change, submission: Submission, seq: int, last_day: date
) -> None:
    if last_day < coverage.starts_on:
        version_of(coverage, change, submission, seq, voided_at=submission.at)
        return
    facts = {"ends_on": last_day, "end_reason": command.reason, "event_on": command.event_on, "ended_by_id": change.pk}
    version_of(coverage, change, submission, seq, **facts)
