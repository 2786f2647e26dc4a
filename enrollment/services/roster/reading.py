"""Reads that are recorded: a person's page, a full number, another user's draft, an export."""

from uuid import UUID

from access.privileges import Privilege
from accounts.services import count_export, count_person, record
from enrollment.models import Change, PersonDetail
from enrollment.services.submission import Submission

VIEWED = "viewed_person"
VIEWED_DRAFT = "viewed_draft"


def _detail(person_id: UUID, submission: Submission) -> PersonDetail:
    own = PersonDetail.objects.select_related("person").filter(purchaser=submission.purchaser, superseded_at=None)
    return own.get(person_id=person_id)


def _tell(verb: str, submission: Submission, **facts: object) -> None:
    record(
        verb,
        by=submission.by,
        at=submission.at,
        purchaser=submission.purchaser,
        on_behalf_of=submission.on_behalf_of,
        channel=submission.channel,
        **facts,  # type: ignore[arg-type]
    )


def view_person(*, detail: PersonDetail, unit_id: int, submission: Submission) -> None:
    """Record that a person was viewed. Raises TooMuch."""
    count_person(detail.person_id, verb=VIEWED, by=submission.by, purchaser=submission.purchaser, at=submission.at)
    _tell(VIEWED, submission, obj=detail.person, summary=detail.full_name, unit=unit_id)


def view_draft(*, draft: Change, submission: Submission) -> None:
    """Record that a user opened a draft that another user made. Raises TooMuch."""
    if draft.created_by_id == submission.by.pk:
        return
    count_person(draft.pk, verb=VIEWED_DRAFT, by=submission.by, purchaser=submission.purchaser, at=submission.at)
    _tell(VIEWED_DRAFT, submission, obj=draft, summary=draft.title, unit=draft.unit_id)


def reveal_number(*, person_id: UUID, unit_id: int, submission: Submission) -> str:
    """The nine digits this purchaser reported for a person, or ""."""
    submission.refuse_without(Privilege.SEE_NUMBER, unit_id=unit_id)
    detail = _detail(person_id, submission)
    _tell("revealed_number", submission, obj=detail.person, summary=detail.full_name, unit=unit_id)
    return detail.number or ""


def export_roster(*, about: str, rows: int | None, filters: dict[str, str], form: str, submission: Submission) -> None:
    """Put an export on the record, with the filters it was made under. Raises TooMuch.

    `about` says in words which list it was, and names nobody: the record is read by more people than the list.
    """
    count_export(by=submission.by, purchaser=submission.purchaser, at=submission.at)
    _tell("exported_roster", submission, summary=about[:255], after={"format": form, "filters": filters, "rows": rows})
