"""Reverse an end of coverage: the family is covered as before."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.privileges import Privilege
from enrollment.commands import EndCoverage, ReverseEnd
from enrollment.models import Change, Coverage, Employment, Enrollment
from enrollment.queries.changes.outcome import by_result
from enrollment.queries.changes.proposed import ProposedCoverage, changed_to, in_family
from enrollment.queries.families import coverage_of, has_several_lines
from enrollment.queries.identity.humans import records_of
from enrollment.rules.codes import Relationship
from enrollment.services.changes import state
from enrollment.services.changes.family import locked_family
from enrollment.services.changes.kinds.employment import last_day_of_work, restore_employment, works_again
from enrollment.services.changes.kinds.end_coverage import birth_dates, names_of, version_of
from enrollment.services.changes.kinds.kind import Checked, Decided, Fact, Kind
from enrollment.services.changes.write import END
from enrollment.services.refusals import CannotReverse
from enrollment.services.roster import refresh
from enrollment.services.submission import Submission, tell

CHANGED_SINCE = gettext_lazy("This coverage has changed since. Call your representative.")
SPOUSES = [code.value for code in Relationship if code.is_spouse]


class ReverseEndKind(Kind[ReverseEnd]):
    command = ReverseEnd
    title = gettext_lazy("Reverse end of coverage")
    privilege = Privilege.END_COVERAGE
    refusal = CannotReverse

    def family(self, command: ReverseEnd, submission: Submission) -> Enrollment:
        ended = _locked_end(command, submission)
        if ended.state == Change.State.REVERSED:
            raise CannotReverse(_("This end of coverage has already been reversed."), see=ended.reversed_by)
        if ended.state != Change.State.COMPLETED or ended.enrollment_id is None:
            raise CannotReverse(_("This end of coverage isn't complete, so you can't reverse it."), see=ended)
        return locked_family(ended.enrollment_id, submission)

    def check(self, command: ReverseEnd, family: Enrollment | None, submission: Submission) -> Checked:
        assert family
        return Checked(
            unit_id=family.unit_id,
            title=_locked_end(command, submission).title,
            facts={"enrollment": family, "person_id": family.subscriber_id},
        )

    def write(
        self,
        change: Change,
        command: ReverseEnd,
        submission: Submission,
        decided: Decided,
        checked: Checked | None = None,
    ) -> Change:
        ended, family = _locked_end(command, submission), change.enrollment
        assert family
        versions = _versions_of(ended)
        _refuse_if_covered_since(versions, submission)
        _refuse_second_spouse(versions, family)
        _refuse_if_working_since(ended, versions, family, submission)
        employees = _lasts_as(family, versions)
        state.complete(change, at=submission.at)
        births = birth_dates([now for now, _before in versions], submission.purchaser)
        restored = [
            version_of(
                now,
                change,
                submission,
                voided_at=None,
                rated_birth_date=births[now.person_id],
                **_as_before(before, employees.get(now.enrollment_id)),
            )
            for now, before in _employee_first(versions)
        ]
        own = [each for each in restored if each.person_id == family.subscriber_id]
        if own or not versions:
            restore_employment(family, own[-1].ended_by if own else None)
        state.reverse(ended, by=change)
        names = names_of(restored, submission.purchaser)
        results = [_restored(each, names[each.person_id]) for each in restored]
        change.outcome = by_result(results, of_several=has_several_lines(family)) or [works_again(ended)]
        change.save(update_fields=["outcome"])
        tell(change, submission, "reversed_end")
        refresh(submission.purchaser, [family.subscriber_id])
        return change

    def coverage_after(
        self, command: ReverseEnd, family: Enrollment | None, submission: Submission
    ) -> list[ProposedCoverage]:
        assert family
        versions = _versions_of(_ends(submission).get(pk=command.change_id))
        employees, present = _lasts_as(family, versions), [now for now, _before in versions]
        births = birth_dates(present, submission.purchaser)
        rows = [
            changed_to(
                now, born=births[now.person_id], ends_on=_as_before(before, employees.get(now.enrollment_id))["ends_on"]
            )
            for now, before in versions
        ]
        return in_family(family, present, rows)

    def describe(self, change: Change, command: ReverseEnd) -> list[Fact]:
        return [(_("Reason"), command.reason)]


def _ends(submission: Submission) -> QuerySet[Change]:
    return Change.objects.filter(purchaser=submission.purchaser, type=EndCoverage.type)


def _locked_end(command: ReverseEnd, submission: Submission) -> Change:
    return _ends(submission).select_for_update().get(pk=command.change_id)


Restored = tuple[Coverage, Coverage | None]


def _versions_of(ended: Change) -> list[Restored]:
    """(present version, version to go back to) for each coverage that ends by `ended`; None for one without an end.

    A correction made since stays. Raises CannotReverse if another change did something else to the coverage since.
    """
    assert ended.enrollment
    rows = coverage_of(ended.enrollment).select_related("change", "ended_by", "enrollment")
    versions: dict[tuple[int, UUID, date], list[Coverage]] = {}
    for row in rows.order_by("-known_seq", "-pk"):
        versions.setdefault((row.enrollment_id, row.person_id, row.starts_on), []).append(row)
    found: list[Restored] = []
    for each in versions.values():
        made = any(one.change_id == ended.pk for one in each)
        if _cause(each[0]) == ended:
            before = next((one for one in each if _stands(one, without=ended)), None)
            # Undoing a merge moved this version here, without those before it.
            if before is None and all(one.change_id == ended.pk for one in each):
                raise CannotReverse(str(CHANGED_SINCE))
            found.append((each[0], before))
        elif made:
            raise CannotReverse(_changed_since(each[0]), see=each[0].change)
    return found


def _cause(coverage: Coverage) -> Change | None:
    """The change by which this version ends or never starts."""
    return coverage.change if coverage.voided_at else coverage.ended_by


def _stands(coverage: Coverage, *, without: Change) -> bool:
    cause = _cause(coverage)
    return cause is None or (cause != without and cause.state != Change.State.REVERSED)


def _changed_since(newest: Coverage) -> str:
    """What has to be reversed first."""
    cause = _cause(newest)
    if cause is None or cause.type != EndCoverage.type or newest.change.state == Change.State.REVERSED:
        return str(CHANGED_SINCE)
    text = _("This coverage was ended again since. Reverse the later end, %(confirmation)s, first.")
    return text % {"confirmation": cause.confirmation}


def _employee_first(versions: list[Restored]) -> list[Restored]:
    return sorted(versions, key=lambda each: each[0].relationship != Relationship.SELF)


def _lasts_as(family: Enrollment, versions: list[Restored]) -> dict[int, Coverage]:
    """The employee's coverage in each enrollment where it stays as it is: nobody there is covered longer."""
    own = {now.enrollment_id for now, _before in versions if now.person_id == family.subscriber_id}
    others = {now.enrollment_id for now, _before in versions} - own
    known = Coverage.objects.known().filter(enrollment__in=others, person_id=family.subscriber_id)
    last = {each.enrollment_id: each for each in known.order_by("starts_on", "pk")}
    if others - set(last):
        raise CannotReverse(_("The employee's coverage was canceled. Reverse that first."))
    return last


def _as_before(before: Coverage | None, employees: Coverage | None) -> dict[str, Any]:
    """The end that holds again: that of before, or the employee's where that comes first."""
    source, last = before, before.ends_on if before else None
    if employees and employees.ends_on and (last is None or last > employees.ends_on):
        source = employees
    if source is None:
        return {"ends_on": None, "end_reason": "", "event_on": None, "ended_by_id": None}
    return {name: getattr(source, name) for name in END}


def _restored(coverage: Coverage, name: str) -> dict[str, str]:
    facts = {
        "name": name,
        "person": str(coverage.person_id),
        "on": coverage.starts_on.isoformat(),
        "line": coverage.plan_line,
    }
    if coverage.ends_on is None:
        return facts | {"result": "restored"}
    return facts | {"result": "restored_until", "until": coverage.ends_on.isoformat()}


def _refuse_if_covered_since(versions: list[Restored], submission: Submission) -> None:
    """Someone enrolled again after the end would be covered twice."""
    for now, before in versions:
        last = before.ends_on if before else None
        known = Coverage.objects.filter(
            purchaser=submission.purchaser, person_id__in=records_of(now.person_id), plan_line=now.plan_line
        ).not_over(now.starts_on)
        known = known.exclude(pk=now.pk).select_related("change").order_by("starts_on", "pk")
        if again := next((each for each in known if last is None or each.starts_on <= last), None):
            text = _("This employee has been enrolled again since, so you can't reverse the end.")
            raise CannotReverse(text, see=again.change)


def _refuse_second_spouse(versions: list[Restored], family: Enrollment) -> None:
    """A family that has another spouse by now keeps that one."""
    restored = [now for now, _before in versions if Relationship(now.relationship).is_spouse]
    for spouse in restored:
        others = coverage_of(family).filter(relationship__in=SPOUSES).not_over(spouse.starts_on)
        others = others.exclude(person_id__in=[each.person_id for each in restored]).select_related("change")
        if other := others.order_by("pk").first():
            text = _("Another spouse or partner was added since. A family can have only one.")
            raise CannotReverse(text, see=other.change)


def _refuse_if_working_since(
    ended: Change, versions: list[Restored], family: Enrollment, submission: Submission
) -> None:
    """Someone hired again, or whose work ended by another request, would work twice or be covered without work."""
    work = family.employment
    own = [before for now, before in versions if now.person_id == family.subscriber_id]
    if work is None or not (own or not versions):
        return
    goes_on_by = own[-1].ended_by if own and own[-1] else None
    if work.ended_by_id not in {None, ended.pk, goes_on_by.pk if goes_on_by else None}:
        text = _("The end of this employee's work was submitted since. Reverse that first.")
        raise CannotReverse(text, see=work.ended_by)
    others = Employment.objects.filter(
        Q(last_day_worked=None) | Q(last_day_worked__gte=work.hired_on),
        purchaser=submission.purchaser,
        person_id__in=records_of(family.subscriber_id),
        voided_at=None,
    ).exclude(pk=work.pk)
    if last := last_day_of_work(goes_on_by):
        others = others.filter(hired_on__lte=last)
    if other := others.select_related("change").order_by("pk").first():
        text = _("This employee has been hired again since, so you can't reverse the end.")
        raise CannotReverse(text, see=other.change)
