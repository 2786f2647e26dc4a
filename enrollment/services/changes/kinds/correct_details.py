"""Correct a person's details: contact details immediately, identity after matching."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.privileges import Privilege
from enrollment.commands import CorrectDetails
from enrollment.matching import NOBODY, Decision, Identified, Outcome
from enrollment.models import Change, Coverage, Enrollment, FollowUp, Person, PersonDetail
from enrollment.queries.changes.compared import Compared, compared
from enrollment.queries.changes.described import details_then
from enrollment.queries.changes.proposed import ProposedCoverage, changed_to, in_family
from enrollment.queries.identity.humans import reported_elsewhere
from enrollment.queries.identity.reported import applicant_of
from enrollment.queries.review.corrections import Correction, correction_of
from enrollment.rules.corrections import (
    CHOICES,
    KEEP,
    RENAMED,
    Differences,
    as_chosen,
    as_submitted,
    differences,
    without_stale_contacts,
)
from enrollment.rules.people import Applicant, Family, Number
from enrollment.services.changes import state
from enrollment.services.changes.corrections import Corrected, movers, problems_and_reasons
from enrollment.services.changes.family import locked_family
from enrollment.services.changes.kinds.kind import Checked, Decided, Kind
from enrollment.services.changes.write import new_version
from enrollment.services.identity import correct_identity, identify, report_details, supersede_details
from enrollment.services.refusals import CannotCorrect, CannotDecide, StaleDetails
from enrollment.services.roster import refresh
from enrollment.services.submission import Submission, tell


class CorrectDetailsKind(Kind[CorrectDetails]):
    command = CorrectDetails
    title = gettext_lazy("Correct details")
    privilege = Privilege.CORRECT_DETAILS
    refusal = CannotCorrect
    waiting_words = gettext_lazy(
        "A request for this family is in review. Until it is decided, you can change only contact details."
    )

    def family(self, command: CorrectDetails, submission: Submission) -> Enrollment:
        """The person's current or last family at this purchaser."""
        own = Coverage.objects.filter(purchaser=submission.purchaser, person_id=command.person_id, superseded_at=None)
        # Coverage that never took effect comes last.
        in_order = own.order_by(F("voided_at").asc(nulls_first=True), "-starts_on", "-id")
        last = in_order.values_list("enrollment_id", flat=True).first()
        if last is None:
            raise CannotCorrect(_("This person isn't on your list of employees."))
        return locked_family(last, submission)

    def check(self, command: CorrectDetails, family: Enrollment | None, submission: Submission) -> Checked:
        """The rules of adding hold; two identity fields at once or one after another go to review."""
        assert family
        detail = _current(command.person_id, submission)
        _refuse_if_stale(detail, submission.seen)
        changed = _changed(detail, command)
        if not changed.all:
            raise CannotCorrect(_("You haven't changed anything."))
        before = applicant_of(detail, command.after.relationship)
        correction = Corrected(family, detail.person, before, command.after, submission)
        problems, reasons = problems_and_reasons(correction)
        if problems:
            raise CannotCorrect(*problems)
        return Checked(
            unit_id=family.unit_id,
            title=detail.full_name,
            reasons=reasons,
            matches=bool(changed.identity),
            # Once set it stays: an answer that takes the correction back has asked, too.
            facts={"enrollment": family, "person": detail.person}
            | ({"corrects_identity": True} if changed.identity else {}),
        )

    def waiting(self, command: CorrectDetails, family: Enrollment | None, submission: Submission) -> Change | None:
        """An open change blocks identity fields only: a representative does not decide contact details."""
        identity = _changed(_current(command.person_id, submission), command).identity
        return super().waiting(command, family, submission) if identity else None

    def identify(self, command: CorrectDetails, family: Enrollment | None, submission: Submission) -> Identified:
        """Match the corrected person against everyone else; "new" if no one is near."""
        if not _changed(_current(command.person_id, submission), command).identity:
            return NOBODY
        return identify(
            Family(None, (command.after,)),
            today=submission.judged_on,
            purchaser_id=submission.purchaser.pk,
            enrollment_id=family.pk if family else None,
            itself=command.person_id,
        )

    def is_certain(self, decision: Decision) -> bool:
        """A certain match with another person needs review."""
        return decision.outcome == Outcome.NEW

    def write(
        self,
        change: Change,
        command: CorrectDetails,
        submission: Submission,
        decided: Decided,
        checked: Checked | None = None,
    ) -> Change:
        """Save the details; the carrier's record follows only if no other purchaser reports this person."""
        detail = _current(command.person_id, submission)
        before, then = applicant_of(detail, command.after.relationship), details_then(change, command.person_id)
        submitted = command.after
        if then:
            submitted = without_stale_contacts(before, applicant_of(then, submitted.relationship), submitted)
        identity = differences(before, submitted).identity
        chosen = decided.amendments.get(0, as_submitted(identity))
        check_choices(identity, chosen)
        after = as_chosen(before, submitted, chosen)
        changed, kept = differences(before, after), [field for field in identity if chosen[field] == KEEP]
        if not changed.all:
            raise CannotCorrect(_("This would change nothing. Decline the request and tell the employer why."))
        assert change.enrollment
        moving = movers(Corrected(change.enrollment, detail.person, before, after, submission), command.moves)
        reported = [(detail.person, after), *moving]
        # Everything that waits for others comes before the lock of the unit.
        if changed.identity:
            follows = not reported_elsewhere(detail.person, submission.purchaser)
            renamed = chosen.get("name", RENAMED) == RENAMED
            correct_identity(detail.person, after, changed.all, follows=follows, renamed=renamed, at=submission.at)
        if after.number:
            _number_arrived(detail.person, submission)
        supersede_details([person for person, _told in reported], purchaser=submission.purchaser, at=submission.at)
        rated = _rated(detail.person, submission) if "birth_date" in changed.identity else []
        numbers = state.complete(change, at=submission.at, also={each.enrollment.unit_id for each in rated})
        report_details(reported, purchaser=submission.purchaser, change=change, at=submission.at)
        _rate_by(after.birth_date, rated, numbers, change, submission)
        change.outcome = [_outcome(detail.person, after, changed.all, kept)]
        change.outcome += [_outcome(person, other, ["address"], []) for person, other in moving]
        change.save(update_fields=["outcome"])
        tell(change, submission, "corrected_details", after={"fields": list(changed.all), "kept": kept})
        _refresh_families(change, command, submission)
        return change

    def proposed(self, change: Change, command: CorrectDetails) -> list[Compared]:
        """The fields that differ from the details at that time."""
        detail = details_then(change, command.person_id)
        if detail is None:
            return []
        return compared(applicant_of(detail, ""), command.after, _changed(detail, command).all)

    def coverage_after(
        self, command: CorrectDetails, family: Enrollment | None, submission: Submission
    ) -> list[ProposedCoverage]:
        """A corrected date of birth rates all coverage of the person, in each family."""
        detail = _details(command.person_id, submission).get()
        if "birth_date" not in _changed(detail, command).identity:
            return []
        families: dict[tuple[int, UUID], list[Coverage]] = {}
        for each in _rated(detail.person, submission):
            families.setdefault((each.enrollment.unit_id, each.enrollment.subscriber_id), []).append(each)
        return [
            proposed
            for rows in families.values()
            for proposed in in_family(
                rows[0].enrollment, rows, [changed_to(each, born=command.after.birth_date) for each in rows]
            )
        ]

    def may_change_premium(self, change: Change) -> bool:
        """A date of birth can, where rates go by age."""
        return any("birth_date" in each["fields"].split() for each in change.outcome or ())

    def correction(self, change: Change, command: CorrectDetails, posted: Mapping[str, str]) -> Correction | None:
        return correction_of(change, command, posted) if change.is_open else None

    def numbers_taken(
        self, command: CorrectDetails, submission: Submission, decided: Decided
    ) -> list[tuple[Number, UUID]]:
        differs = "number" in _changed(_current(command.person_id, submission), command).identity
        kept = decided.amendments.get(0, {}).get("number") == KEEP
        number = command.after.number
        return [(number, command.person_id)] if number and differs and not kept else []


def _changed(detail: PersonDetail, command: CorrectDetails) -> Differences:
    return differences(applicant_of(detail, command.after.relationship), command.after)


def _rated(person: Person, submission: Submission) -> list[Coverage]:
    """The person's coverage at this purchaser, in whatever units, which a date of birth rates."""
    known = Coverage.objects.known().filter(purchaser=submission.purchaser, person=person)
    return list(known.select_related("enrollment").order_by("pk"))


def _rate_by(
    birth_date: date, rows: Collection[Coverage], numbers: Mapping[int, int], change: Change, submission: Submission
) -> None:
    """Rate coverage by the corrected date of birth: new versions, as for every change of coverage."""
    for row in rows:
        facts = {"change_id": change.pk, "rated_birth_date": birth_date}
        new_version(row, at=submission.at, seq=numbers[row.enrollment.unit_id], **facts)


def _outcome(person: Person, told: Applicant, changed: Sequence[str], kept: Sequence[str]) -> dict[str, str]:
    fields = {"fields": " ".join(changed)} | ({"kept": " ".join(kept)} if kept else {})
    return {"name": told.name.full, "person": str(person.pk), "result": "corrected", "on": "", **fields}


def _refresh_families(change: Change, command: CorrectDetails, submission: Submission) -> None:
    """Refresh the line of every family that shows this person."""
    subscribers = Enrollment.objects.filter(purchaser=submission.purchaser, subscriber_id=command.person_id)
    family = change.enrollment.subscriber_id if change.enrollment else command.person_id
    refresh(submission.purchaser, {family, *subscribers.values_list("subscriber_id", flat=True)})


def _details(person_id: UUID, submission: Submission) -> QuerySet[PersonDetail]:
    own = PersonDetail.objects.filter(purchaser=submission.purchaser, person_id=person_id, superseded_at=None)
    return own.select_related("person")


def _current(person_id: UUID, submission: Submission) -> PersonDetail:
    return _details(person_id, submission).select_for_update(of=("self",), no_key=True).get()


def _refuse_if_stale(detail: PersonDetail, seen: int | None) -> None:
    """A form filled in with older details would undo later corrections."""
    if seen is None or seen == detail.pk:
        return
    change = Change.objects.select_related("submitted_by", "purchaser").get(pk=detail.change_id)
    known_at = detail.known_at.astimezone(change.purchaser.zone)
    facts = {"who": change.submitted_by, "at": date_format(known_at, "DATETIME_FORMAT")}
    text = _(
        "%(who)s changed these details on %(at)s. Check the current details with your corrections, then submit again."
    )
    raise StaleDetails(text % facts, see=change)


def _number_arrived(person: Person, submission: Submission) -> None:
    open_tasks = FollowUp.objects.filter(purchaser=submission.purchaser, person=person, done_at=None)
    open_tasks.update(done_at=submission.at)


def check_choices(fields: Sequence[str], chosen: Mapping[str, str]) -> None:
    """Raise CannotDecide unless exactly the fields that differ now have a choice."""
    if set(chosen) != set(fields) or any(choice not in CHOICES[field] for field, choice in chosen.items()):
        raise CannotDecide(_("Choose what to do with each field that differs."))
