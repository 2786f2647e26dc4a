"""Drafts: unsubmitted changes, saved step by step and erased after 60 days."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.services import record
from enrollment.models import Change
from enrollment.services.changes.kinds import KINDS, kind_of
from enrollment.services.changes.receive import lock_draft, locked_draft
from enrollment.services.submission import Submission

KEPT_DAYS = 60


def save_draft(
    *,
    submission: Submission,
    kind: str,
    data: dict[str, Any],
    title: str,
    unit_id: int | None,
    facts: dict[str, Any] | None = None,
) -> Change:
    """Save the entries; `submission.draft_id` names the draft to continue. `data` is any JSON value.

    Raises StaleDraft if the draft was saved again, submitted or discarded since `submission.seen`.
    """
    submission.refuse_without(KINDS[kind].privilege, unit_id=unit_id)
    columns = {"payload": data, "title": title[:160], "unit_id": unit_id, "saved_at": submission.at, **(facts or {})}
    columns["saved_by"] = submission.by
    if draft := lock_draft(submission):
        submission.refuse_without(KINDS[kind].privilege, unit_id=draft.unit_id)
        columns["version"] = draft.version + 1
        for column, value in columns.items():
            setattr(draft, column, value)
        draft.save()
        return draft
    return Change.objects.create(
        purchaser=submission.purchaser,
        type=kind,
        channel=submission.channel,
        created_by=submission.by,
        created_at=submission.at,
        **columns,
    )


def _delete(condition: str, *arguments: Any) -> int:
    """One statement, because Django's collector would read tables closed to employers."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM enrollment_change WHERE state = 'draft' AND {condition}", list(arguments))
        return cursor.rowcount


def delete_draft(*, draft_id: UUID, submission: Submission) -> None:
    """Discard a draft; a submitted change stays. One that another user made is on record. Raises StaleDraft."""
    draft = locked_draft(draft_id, submission)
    if draft:
        submission.refuse_without(kind_of(draft).privilege, unit_id=draft.unit_id)
    if draft and draft.created_by_id != submission.by.pk:
        record(
            "discarded_draft",
            by=submission.by,
            at=submission.at,
            purchaser=submission.purchaser,
            on_behalf_of=submission.on_behalf_of,
            unit=draft.unit_id,
            channel=submission.channel,
            obj=draft,
            summary=draft.title,
        )
    _delete("purchaser_id = %s AND id = %s", submission.purchaser.pk, draft_id)


def erase_old_drafts(*, at: datetime) -> int:
    """Erase drafts unused for 60 days. Needs the service role."""
    return _delete("saved_at < %s", at - timedelta(days=KEPT_DAYS))
