"""Reverse an end of coverage: the family is covered as before."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.privileges import Privilege
from enrollment.commands import EndCoverage, ReverseEnd
from enrollment.models import Change, Coverage, Employment, Enrollment
from enrollment.queries.identity.humans import records_of
from enrollment.services.changes import state
from enrollment.services.changes.family import locked_family
from enrollment.services.changes.kinds.end_coverage import names_of, version_of
from enrollment.services.changes.kinds.kind import Checked, Decided, Fact, Kind
from enrollment.services.refusals import CannotReverse
from enrollment.services.roster import refresh
from enrollment.services.submission import Submission, tell
from enrollment.services.units import next_known_seq


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
        if not versions or len(versions) != Coverage.objects.filter(change=ended).count():
            raise CannotReverse(_("This coverage has changed since. Call your representative."), see=ended)
        _refuse_if_covered_since(versions, submission)
        state.complete(change, at=submission.at)
        seq = next_known_seq([family.unit_id])[family.unit_id]
        for now, before in versions:
            facts = {name: getattr(before, name) for name in ("ends_on", "end_reason", "event_on", "ended_by_id")}
            version_of(now, change, submission, seq, voided_at=None, **facts)
        Employment.objects.filter(ended_by=ended).update(last_day_worked=None, end_reason="", ended_by=None)
        state.reverse(ended, by=change)
        names = names_of([now for now, _before in versions], submission.purchaser)
        change.outcome = [{"name": name, "result": "restored", "on": ""} for name in names.values()]
        change.save(update_fields=["outcome"])
        tell(change, submission, "reversed_end")
        refresh(submission.purchaser, [family.subscriber_id])
        return change

    def describe(self, change: Change, command: ReverseEnd) -> list[Fact]:
        return [(_("Reason"), command.reason)]


def _locked_end(command: ReverseEnd, submission: Submission) -> Change:
    ends = Change.objects.select_for_update().filter(purchaser=submission.purchaser, type=EndCoverage.type)
    return ends.get(pk=command.change_id)


def _versions_of(ended: Change) -> list[tuple[Coverage, Coverage]]:
    """(new version, replaced version) for each person, if nothing changed since."""
    made = list(Coverage.objects.filter(change=ended, superseded_at=None).order_by("person_id", "pk"))
    replaced = Coverage.objects.filter(
        enrollment=ended.enrollment, superseded_seq__in={each.known_seq for each in made}
    ).exclude(change=ended)
    before = {(each.person_id, each.starts_on): each for each in replaced}
    both = [(each, before.get((each.person_id, each.starts_on))) for each in made]
    return [(each, replaced) for each, replaced in both if replaced]


def _refuse_if_covered_since(versions: list[tuple[Coverage, Coverage]], submission: Submission) -> None:
    """Someone enrolled again after the end would be covered twice."""
    for now, _before in versions:
        known = Coverage.objects.known().filter(
            purchaser=submission.purchaser, person_id__in=records_of(now.person_id), plan_line=now.plan_line
        )
        again = known.exclude(pk=now.pk).filter(starts_on__gt=now.starts_on).select_related("change").first()
        if again:
            raise CannotReverse(
                _("This employee has been enrolled again since, so you can't reverse the end."), see=again.change
            )
