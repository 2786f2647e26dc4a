"""Correcting a person's details: contact details at once, identity after a look at who else is near."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from enrollment.commands import CorrectDetails
from enrollment.matching import Decision, Outcome
from enrollment.models import Change, Coverage, Enrollment, FollowUp, Person, PersonDetail
from enrollment.queries.changes.open import open_on_family
from enrollment.queries.identity.humans import reported_elsewhere
from enrollment.queries.identity.reported import applicant_of
from enrollment.rules.corrections import (
    CHOICES,
    KEEP,
    RENAMED,
    Differences,
    as_chosen,
    as_submitted,
    differences,
)
from enrollment.rules.people import Family
from enrollment.services.changes import state
from enrollment.services.changes.family import locked_family
from enrollment.services.changes.hold import hold
from enrollment.services.changes.receive import received, received_before
from enrollment.services.identity import correct_identity, identify, report_details
from enrollment.services.refusals import CannotCorrect, CannotDecide, StaleDetails
from enrollment.services.roster import refresh
from enrollment.services.submission import Submission, tell

SEVERAL_IDENTITY_FIELDS = "several_identity_fields"


def family_of(person_id: UUID, submission: Submission) -> Enrollment | None:
    """The enrollment a person is, or was last, covered in at this purchaser."""
    own = Coverage.objects.filter(purchaser=submission.purchaser, person_id=person_id, superseded_at=None)
    last = own.order_by("-starts_on", "-id").values_list("enrollment_id", flat=True).first()
    return locked_family(last, submission) if last else None


def _current(person_id: UUID, submission: Submission) -> PersonDetail:
    own = PersonDetail.objects.select_for_update(of=("self",), no_key=True).select_related("person")
    return own.get(purchaser=submission.purchaser, person_id=person_id, superseded_at=None)


def _refuse_if_stale(detail: PersonDetail, seen: int | None) -> None:
    """A form that was filled in with older details would take back what was corrected since."""
    if seen is None or seen == detail.pk:
        return
    change = Change.objects.select_related("submitted_by", "purchaser").get(pk=detail.change_id)
    known_at = detail.known_at.astimezone(change.purchaser.zone)
    facts = {"who": change.submitted_by, "at": date_format(known_at, "DATETIME_FORMAT")}
    text = _(
        "%(who)s changed these details on %(at)s. They are shown as they are now, with your corrections: check them."
    )
    raise StaleDetails(text % facts, see=change)


def correct_details(*, command: CorrectDetails, submission: Submission, seen: int | None = None) -> Change:
    """Make a person's details what the command says; two or more identity fields, or a near person, wait for review.

    `seen` is the row of details that the form showed. Raises StaleDetails when it is not the current one any more.
    """
    if first := received_before(submission, command):
        return first
    family = family_of(command.person_id, submission)
    if family is None:
        raise CannotCorrect(_("This person is not on your list."))
    detail = _current(command.person_id, submission)
    _refuse_if_stale(detail, seen)
    changed = differences(applicant_of(detail, command.after.relationship), command.after)
    if not changed.all:
        raise CannotCorrect(_("Nothing was changed."))
    waiting = open_on_family(submission.purchaser, family.pk)
    if changed.identity and waiting:
        raise CannotCorrect(
            _("This family has a request with a representative. Contact details can be corrected meanwhile."),
            see=waiting,
        )
    change = received(
        command,
        submission,
        unit_id=family.unit_id,
        title=detail.full_name,
        person=detail.person,
        enrollment=family,
    )
    decisions = _others(command, family, submission) if changed.identity else []
    reasons = _reasons(changed)
    if reasons or any(decision.outcome != Outcome.NEW for decision in decisions):
        hold(change, submission, decisions=decisions, reasons=reasons, budget=settings.REVIEWS_PER_DAY)
        refresh(submission.purchaser, [family.subscriber_id])
        return change
    return write_correction(change, command, submission)


def _reasons(changed: Differences) -> list[str]:
    return [SEVERAL_IDENTITY_FIELDS] if len(changed.identity) > 1 else []


def further_reasons(command: CorrectDetails, submission: Submission) -> list[str]:
    """Why a correction waits for a representative, whoever else is near. Raises CannotCorrect where nothing is corrected."""
    changed = differences(
        applicant_of(_current(command.person_id, submission), command.after.relationship), command.after
    )
    if not changed.all:
        raise CannotCorrect(_("Nothing was changed."))
    return _reasons(changed)


def _others(command: CorrectDetails, family: Enrollment, submission: Submission) -> list[Decision]:
    """The corrected person among all others on file, without their own record: new, if nobody else is near."""
    return identify(
        Family(None, (command.after,)), today=submission.judged_on, enrollment_id=family.pk, itself=command.person_id
    )


def takes_number(command: CorrectDetails, submission: Submission, chosen: Mapping[str, str] | None) -> bool:
    """Whether a decision on the fields (all as submitted, where it says nothing) gives the person another number."""
    before = applicant_of(_current(command.person_id, submission), command.after.relationship)
    differs = "number" in differences(before, command.after).identity
    return differs and (chosen is None or chosen.get("number") != KEEP)


def write_correction(
    change: Change, command: CorrectDetails, submission: Submission, chosen: Mapping[str, str] | None = None
) -> Change:
    """Report the details; the carrier's own record follows only when no other purchaser reports this person.

    `chosen` says what to do with each identity field that differs; without it all is taken as it was submitted.
    """
    detail = _current(command.person_id, submission)
    before = applicant_of(detail, command.after.relationship)
    identity = differences(before, command.after).identity
    chosen = as_submitted(identity) if chosen is None else chosen
    check_choices(identity, chosen)
    after = as_chosen(before, command.after, chosen)
    changed, kept = differences(before, after), [field for field in identity if chosen[field] == KEEP]
    if not changed.all:
        raise CannotCorrect(_("Nothing on record would change. Refuse the request instead, and tell the employer why."))
    fields = {"fields": " ".join(changed.all)} | ({"kept": " ".join(kept)} if kept else {})
    state.complete(
        change, at=submission.at, outcome=[{"name": after.name.full, "result": "corrected", "on": "", **fields}]
    )
    reported = [(detail.person, after)]
    report_details(reported, purchaser=submission.purchaser, change=change, at=submission.at)
    if changed.identity and not reported_elsewhere(detail.person, submission.purchaser):
        renamed = chosen.get("name", RENAMED) == RENAMED
        correct_identity(detail.person, after, changed.all, renamed=renamed, at=submission.at)
    if after.number:
        _number_arrived(detail.person, submission)
    tell(change, submission, "corrected_details", after={"fields": list(changed.all), "kept": kept})
    subscribers = Enrollment.objects.filter(purchaser=submission.purchaser, subscriber_id=command.person_id)
    family = change.enrollment.subscriber_id if change.enrollment else command.person_id
    refresh(submission.purchaser, {family, *subscribers.values_list("subscriber_id", flat=True)})
    return change


def _number_arrived(person: Person, submission: Submission) -> None:
    open_tasks = FollowUp.objects.filter(purchaser=submission.purchaser, person=person, done_at=None)
    open_tasks.update(done_at=submission.at)


def check_choices(fields: Sequence[str], chosen: Mapping[str, str]) -> None:
    """Raise CannotDecide unless each of the fields that differ now, and no other, has a choice of its own."""
    if set(chosen) != set(fields) or any(choice not in CHOICES[field] for field, choice in chosen.items()):
        raise CannotDecide(_("Choose what to do with each field that differs."))
