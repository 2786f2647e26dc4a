"""Reversing an end of coverage: the family is covered as before it."""

from django.utils.translation import gettext as _

from enrollment.commands import ReverseEnd
from enrollment.models import Change, Coverage, Employment, Enrollment
from enrollment.queries.changes.open import open_on_family
from enrollment.queries.identity.humans import records_of
from enrollment.services.changes import state
from enrollment.services.changes.family import locked_family
from enrollment.services.changes.kinds.end_coverage import names_of, version_of
from enrollment.services.changes.receive import received, received_before
from enrollment.services.refusals import CannotReverse
from enrollment.services.roster import refresh
from enrollment.services.submission import Submission, tell
from enrollment.services.units import next_known_seq


def reverse_end(*, command: ReverseEnd, submission: Submission) -> Change:
    """Reverse an end, before its day or after: everybody is covered as before it. Raises CannotReverse."""
    if first := received_before(submission, command):
        return first
    end = Change.objects.select_for_update().filter(purchaser=submission.purchaser, type=Change.Type.END_COVERAGE)
    ended = end.get(pk=command.change_id)
    if ended.state == Change.State.REVERSED:
        raise CannotReverse(_("This end of coverage has been reversed already."), see=ended.reversed_by)
    if ended.state != Change.State.COMPLETED or ended.enrollment_id is None:
        raise CannotReverse(_("This end of coverage has not taken place."), see=ended)
    family = locked_family(ended.enrollment_id, submission)
    if open_change := open_on_family(submission.purchaser, family.pk):
        raise CannotReverse(_("This family has a request with a representative."), see=open_change)
    change = received(
        command,
        submission,
        unit_id=family.unit_id,
        title=ended.title,
        enrollment=family,
        person_id=family.subscriber_id,
    )
    return _write_reversal(change, ended, family, submission)


def _versions_of(ended: Change) -> list[tuple[Coverage, Coverage]]:
    """(what the end made, what it replaced) for each person, as long as nothing came after it."""
    made = list(Coverage.objects.filter(change=ended, superseded_at=None).order_by("person_id", "pk"))
    replaced = Coverage.objects.filter(
        enrollment=ended.enrollment, superseded_seq__in={each.known_seq for each in made}
    ).exclude(change=ended)
    before = {(each.person_id, each.starts_on): each for each in replaced}
    both = [(each, before.get((each.person_id, each.starts_on))) for each in made]
    return [(each, replaced) for each, replaced in both if replaced]


def _write_reversal(change: Change, ended: Change, family: Enrollment, submission: Submission) -> Change:
    versions = _versions_of(ended)
    if not versions or len(versions) != Coverage.objects.filter(change=ended).count():
        raise CannotReverse(_("The coverage has been changed since. Call your representative."), see=ended)
    _refuse_if_covered_since(versions, submission)
    state.complete(change, at=submission.at)
    seq = next_known_seq([family.unit_id])[family.unit_id]
    for now, before in versions:
        facts = ("ends_on", "end_reason", "event_on", "ended_by_id")
        version_of(now, change, submission, seq, voided_at=None, **{name: getattr(before, name) for name in facts})
    Employment.objects.filter(ended_by=ended).update(last_day_worked=None, end_reason="", ended_by=None)
    state.reverse(ended, by=change)
    names = names_of([now for now, _before in versions], submission.purchaser)
    change.outcome = [{"name": name, "result": "restored", "on": ""} for name in names.values()]
    change.save(update_fields=["outcome"])
    tell(change, submission, "reversed_end")
    refresh(submission.purchaser, [family.subscriber_id])
    return change


def _refuse_if_covered_since(versions: list[tuple[Coverage, Coverage]], submission: Submission) -> None:
    """Somebody enrolled again after the end cannot be covered twice."""
    for now, _before in versions:
        known = Coverage.objects.known().filter(
            purchaser=submission.purchaser, person_id__in=records_of(now.person_id), plan_line=now.plan_line
        )
        again = known.exclude(pk=now.pk).filter(starts_on__gt=now.starts_on).select_related("change").first()
        if again:
            raise CannotReverse(_("They have been enrolled again since."), see=again.change)
