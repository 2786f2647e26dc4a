"""End coverage. Each step is a new version; coverage is never rewritten."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.privileges import Privilege
from accounts.models import Purchaser
from enrollment.commands import EndCoverage
from enrollment.models import Change, Coverage, Employment, Enrollment, PersonDetail
from enrollment.queries.changes.described import day_words, employee_of, line_words
from enrollment.queries.changes.ends import EndPreview, ending, newest_coverage, preview_end, result_of
from enrollment.queries.changes.outcome import by_result
from enrollment.queries.changes.proposed import ProposedCoverage, changed_to, in_family
from enrollment.queries.families import coverage_of, has_several_lines
from enrollment.rules.codes import EndReason, Relationship
from enrollment.rules.dates import AHEAD_DAYS
from enrollment.services.changes import state
from enrollment.services.changes.family import locked_family
from enrollment.services.changes.kinds.employment import end_employment, is_working, left_work
from enrollment.services.changes.kinds.kind import Checked, Decided, Fact, Kind
from enrollment.services.changes.write import new_version
from enrollment.services.refusals import CannotEnd, Problem
from enrollment.services.roster import refresh
from enrollment.services.submission import Submission, tell

EARLIER_END = "earlier_end"


class EndCoverageKind(Kind[EndCoverage]):
    command = EndCoverage
    title = gettext_lazy("End coverage")
    privilege = Privilege.END_COVERAGE
    refusal = CannotEnd

    def family(self, command: EndCoverage, submission: Submission) -> Enrollment:
        return locked_family(command.enrollment_id, submission)

    def check(self, command: EndCoverage, family: Enrollment | None, submission: Submission) -> Checked:
        """A last day before the limit goes to review."""
        assert family
        _refuse_unless_seen(family, submission)
        preview = preview_end(
            family,
            person_ids=command.person_ids,
            reason=command.reason,
            event_on=command.counted_from,
            purchaser=submission.purchaser,
            today=submission.judged_on,
            lines=command.lines,
        )
        _check_answers(command, family, preview, submission)
        return Checked(
            unit_id=family.unit_id,
            title=_names_in_order(preview.coverages, submission.purchaser) or _subscriber(family).full_name,
            reasons=[EARLIER_END] if command.earlier else [],
            facts={"enrollment": family, "person_id": family.subscriber_id},
        )

    def write(
        self,
        change: Change,
        command: EndCoverage,
        submission: Submission,
        decided: Decided,
        checked: Checked | None = None,
    ) -> Change:
        """Use the earlier day if requested: only a representative's decision gets here with one."""
        family, last_day = locked_family(command.enrollment_id, submission), command.earlier or command.last_day
        coverages = ending(family, command.person_ids, last_day, command.lines)
        if not coverages and not _ends_work_only(command, family):
            raise CannotEnd(_("No one in this family has coverage after that day."))
        state.complete(change, at=submission.at)
        for coverage in coverages:
            _end_one(coverage, command, change, submission, last_day)
        if not command.person_ids:
            end_employment(command, family, change, at=submission.at)
        names = names_of(coverages, submission.purchaser)
        results = [result_of(each, names[each.person_id], last_day, command.reason) for each in coverages]
        change.outcome = by_result(results, of_several=has_several_lines(family)) or [
            left_work(_subscriber(family), command.counted_from)
        ]
        change.save(update_fields=["outcome"])
        tell(change, submission, "ended_coverage")
        refresh(submission.purchaser, [family.subscriber_id])
        return change

    def describe(self, change: Change, command: EndCoverage) -> list[Fact]:
        facts = [*(employee_of(change) if command.person_ids else []), (_("Reason"), _(command.reason.label))]
        if command.lines:
            facts.append((_("Lines of coverage"), line_words(command.lines)))
        if command.last_day_worked:
            facts.append((_("Last day worked"), day_words(command.last_day_worked)))
        if command.event_on != command.last_day_worked and not command.reason.has_own_day:
            facts.append((_("Date of the event"), day_words(command.event_on)))
        if command.earlier:
            facts.append((_("Earlier last day of coverage"), day_words(command.earlier)))
            facts.append((_("Reason for the earlier date"), command.earlier_reason))
        return facts

    def coverage_after(
        self, command: EndCoverage, family: Enrollment | None, submission: Submission
    ) -> list[ProposedCoverage]:
        """By the day that needs no review: nobody has allowed an earlier one yet."""
        assert family
        coverages, last = ending(family, command.person_ids, command.last_day, command.lines), command.last_day
        return in_family(
            family, coverages, [changed_to(each, ends_on=last) for each in coverages if each.starts_on <= last]
        )

    def is_reversible(self, change: Change) -> bool:
        """Completed, and nothing changed since."""
        if change.state != Change.State.COMPLETED:
            return False
        assert change.enrollment
        present = coverage_of(change.enrollment).filter(superseded_at=None)
        ended = present.filter(Q(ended_by=change) | Q(change=change))
        return ended.exists() or Employment.objects.filter(ended_by=change).exists()

    def case_facts(self, command: EndCoverage) -> list[str]:
        if command.earlier is None:
            return []
        text = _(
            "Requested last day of coverage: %(earlier)s. Earliest allowed: %(limit)s. Employer's reason: %(reason)s"
        )
        facts = {"earlier": day_words(command.earlier), "limit": day_words(command.last_day)}
        return [text % (facts | {"reason": command.earlier_reason})]


def _refuse_unless_seen(family: Enrollment, submission: Submission) -> None:
    """Refuse what was previewed before the family's coverage changed; a representative decides without a preview."""
    newest = newest_coverage(family)
    if submission.seen in (None, newest.pk):
        return
    text = _(
        "%(who)s changed this family's coverage on %(when)s, after you opened this page. Check the summary below,"
        " then submit again."
    )
    when = date_format(newest.known_at.astimezone(family.purchaser.zone), "DATETIME_FORMAT")
    raise CannotEnd(text % {"who": newest.change.submitted_by, "when": when})


def check_end_days(
    *,
    family: Enrollment,
    reason: EndReason,
    counted_from: date,
    last_day_worked: date | None,
    today: date,
    of_dependent: bool = False,
) -> None:
    """Raise CannotEnd for impossible days: before hire, over a year ahead, a future death, work after it."""
    employment, field = family.employment, "last_day_worked" if last_day_worked else "event_on"
    if last_day_worked and employment and last_day_worked < employment.hired_on:
        text = _("Enter a last day worked on or after the date of hire, %(day)s.")
        raise CannotEnd(Problem(text % {"day": date_format(employment.hired_on, "DATE_FORMAT")}, field))
    if reason == EndReason.DEATH and last_day_worked and last_day_worked > counted_from:
        text = _("Enter a last day worked on or before the date of death.")
        raise CannotEnd(Problem(text, "last_day_worked"))
    if reason == EndReason.DEATH and employment and counted_from < employment.hired_on and not of_dependent:
        text = _("Enter a date of death on or after the date of hire, %(day)s.")
        raise CannotEnd(Problem(text % {"day": date_format(employment.hired_on, "DATE_FORMAT")}, "event_on"))
    if reason == EndReason.DEATH and counted_from > today:
        raise CannotEnd(Problem(_("The date of death can't be in the future. Check the date."), "event_on"))
    if counted_from > today + timedelta(days=AHEAD_DAYS):
        raise CannotEnd(Problem(_("This date is more than a year from now. Check the year."), field))


def _check_answers(command: EndCoverage, family: Enrollment, preview: EndPreview, submission: Submission) -> None:
    if not command.reason.has_own_day:
        check_end_days(
            family=family,
            reason=command.reason,
            counted_from=command.counted_from,
            last_day_worked=command.last_day_worked,
            today=submission.judged_on,
            of_dependent=bool(command.person_ids),
        )
    _check_reason(command, family, preview, submission)
    if command.lines and not command.reason.leaves_others:
        text = _("“%(reason)s” ends every line of coverage. Select all of them, or choose another reason.")
        raise CannotEnd(Problem(text % {"reason": _(command.reason.label)}, "lines"))
    if not preview.coverages and not _ends_work_only(command, family):
        raise CannotEnd(*_nothing_ends(family, command, preview))
    if command.last_day != preview.last_day:
        text = _("The last day of coverage is now %(day)s. Check the date and submit again.")
        raise CannotEnd(Problem(text % {"day": date_format(preview.last_day, "DATE_FORMAT")}, field="event_on"))
    retroactive = bool(preview.coverages) and (preview.retroactive or command.earlier is not None)
    if retroactive and not command.attested:
        raise CannotEnd(
            Problem(
                _(
                    "Confirm that no employee contributions were collected for the period after the last day"
                    " of coverage."
                ),
                "attested",
            )
        )
    if preview.is_error and preview.beyond_limit and not command.earlier:
        raise CannotEnd(_("Only your representative can cancel coverage that started this long ago."))
    if command.earlier and command.earlier >= preview.last_day and not preview.is_error:
        text = _("Enter a day before %(day)s, the earliest that needs no representative.")
        raise CannotEnd(Problem(text % {"day": date_format(preview.last_day, "DATE_FORMAT")}, "earlier"))
    if command.earlier and not command.earlier_reason:
        text = _("Enter what happened.") if command.reason.has_own_day else _("Enter the reason for the earlier date.")
        raise CannotEnd(Problem(text, field="earlier_reason"))


def _ends_work_only(command: EndCoverage, family: Enrollment) -> bool:
    """Whether the employee leaves work after coverage ended for another reason."""
    return not command.person_ids and command.reason.leaves_work and is_working(family)


def _subscriber(family: Enrollment) -> PersonDetail:
    own = PersonDetail.objects.filter(purchaser_id=family.purchaser_id, superseded_at=None)
    return own.get(person_id=family.subscriber_id)


def _check_reason(command: EndCoverage, family: Enrollment, preview: EndPreview, submission: Submission) -> None:
    """Raise CannotEnd unless the reason fits everybody it is given for."""
    whose = set(command.person_ids) or {family.subscriber_id}
    known = coverage_of(family).known().filter(person_id__in=whose)
    unfit = [each for each in known if not command.reason.fits(each.relationship)]
    if unfit:
        text = _("“%(reason)s” doesn't fit %(name)s. Choose another reason.")
        facts = {"reason": _(command.reason.label), "name": names_of(unfit, submission.purchaser)[unfit[0].person_id]}
        raise CannotEnd(Problem(text % facts, "reason"))
    if command.reason != EndReason.DEPENDENT_AGE:
        return
    if len(whose) > 1:
        raise CannotEnd(Problem(_("End coverage of each child who reaches the age limit separately."), "reason"))
    if preview.event_on > submission.judged_on + timedelta(days=AHEAD_DAYS):
        text = _("This child doesn't reach the age limit until %(day)s. Choose another reason.")
        raise CannotEnd(Problem(text % {"day": date_format(preview.event_on, "DATE_FORMAT")}, "reason"))


def _nothing_ends(family: Enrollment, command: EndCoverage, preview: EndPreview) -> list[Problem]:
    """Coverage already ended: say who ended it and when."""
    ended = coverage_of(family).known().filter(ended_by__isnull=False)
    if command.lines:
        ended = ended.filter(plan_line__in=command.lines)
    if command.person_ids:
        ended = ended.filter(person_id__in=command.person_ids)
    last = ended.select_related("ended_by__submitted_by").order_by("-known_at", "-pk").first()
    if last is None or last.ends_on is None:
        return [Problem(_("No one in this family has coverage after that day."))]
    text = _("Coverage already ends on %(day)s. %(who)s submitted that on %(when)s.")
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


def _details(coverages: Sequence[Coverage], purchaser: Purchaser) -> QuerySet[PersonDetail]:
    whose = [each.person_id for each in coverages]
    return PersonDetail.objects.filter(purchaser=purchaser, person_id__in=whose, superseded_at=None)


def names_of(coverages: Sequence[Coverage], purchaser: Purchaser) -> dict[UUID, str]:
    return {detail.person_id: detail.full_name for detail in _details(coverages, purchaser)}


def birth_dates(coverages: Sequence[Coverage], purchaser: Purchaser) -> dict[UUID, date]:
    """The dates of birth as reported today."""
    return {detail.person_id: detail.birth_date for detail in _details(coverages, purchaser)}


def _names_in_order(coverages: Sequence[Coverage], purchaser: Purchaser) -> str:
    """The subscriber's name, then the others'."""
    names = names_of(coverages, purchaser)
    ordered = sorted(coverages, key=lambda each: each.relationship != Relationship.SELF)
    return ", ".join(dict.fromkeys(names[each.person_id] for each in ordered))[:160]


def version_of(coverage: Coverage, change: Change, submission: Submission, **facts: object) -> Coverage:
    """The coverage version that `change` created, under its number."""
    assert change.known_seq
    return new_version(coverage, at=submission.at, seq=change.known_seq, change_id=change.pk, **facts)


def _end_one(coverage: Coverage, command: EndCoverage, change: Change, submission: Submission, last_day: date) -> None:
    if last_day < coverage.starts_on:
        version_of(coverage, change, submission, voided_at=submission.at)
        return
    facts = {"ends_on": last_day, "end_reason": command.reason, "event_on": command.event_on, "ended_by_id": change.pk}
    version_of(coverage, change, submission, **facts)
