"""Taking in a command: once per key, with a confirmation number, complete or with a representative."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accounts.models import Activity, Purchaser, User
from accounts.services import record, schedule
from enrollment.commands import TYPES, VERSION, Command, as_payload
from enrollment.models import Change
from enrollment.services.confirmation import new_confirmation

MAIL = "enrollment.mail_outcome"
Channel = Activity.Channel


@dataclass(frozen=True)
class Submission:
    """Who sends a command, from where, when, under which idempotency key, out of which draft.

    `mails` False is for loading history: what happened years ago is not news.
    """

    purchaser: Purchaser
    by: User
    at: datetime
    key: str
    channel: str = Channel.WEB
    draft_id: UUID | None = None
    received_at: datetime | None = None
    mails: bool = True

    @property
    def judged_on(self) -> date:
        """The day that windows and limits are counted from: when it was asked for, not when it is decided."""
        return self.purchaser.today(self.received_at or self.at)

    @property
    def on_behalf_of(self) -> Purchaser | None:
        return self.purchaser if self.channel == Channel.REPRESENTATIVE else None


class KeyReused(Exception):
    """The same form was submitted before with other content. `first` is what came of it."""

    def __init__(self, first: Change):
        super().__init__(str(first))
        self.first = first


def digest_of(payload: dict[str, Any]) -> bytes:
    return hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).digest()


def received_before(submission: Submission, command: Command) -> Change | None:
    """The change that this very submission already made; raises KeyReused when its content was another."""
    submitted = Change.objects.submitted().filter(purchaser=submission.purchaser, idempotency_key=submission.key)
    first = submitted.first()
    if first and bytes(first.payload_digest or b"") != digest_of(as_payload(command)):
        raise KeyReused(first)
    return first


def lock_draft(submission: Submission) -> Change | None:
    """The draft that becomes the change, locked, so that two tabs submit it once."""
    if submission.draft_id is None:
        return None
    drafts = Change.objects.select_for_update().filter(purchaser=submission.purchaser)
    return drafts.filter(pk=submission.draft_id).first()


def received(command: Command, submission: Submission, *, unit_id: int, title: str, **facts: Any) -> Change:
    """The change for a command, not yet saved and without an outcome. The draft's row is used again."""
    payload = as_payload(command)
    change = lock_draft(submission) or Change(
        purchaser=submission.purchaser, created_by=submission.by, created_at=submission.at
    )
    columns = {
        "unit_id": unit_id,
        "type": TYPES[type(command)],
        "title": title,
        "payload": payload,
        "payload_version": VERSION,
        "payload_digest": digest_of(payload),
        "channel": submission.channel,
        "saved_at": submission.at,
        "submitted_by": submission.by,
        "submitted_at": submission.at,
        "confirmation": new_confirmation(),
        "idempotency_key": submission.key,
        **facts,
    }
    for column, value in columns.items():
        setattr(change, column, value)
    return change


def complete(change: Change, submission: Submission, *, outcome: Sequence[dict[str, str]] = ()) -> Change:
    """Save the change as completed now. The caller writes its effect in the same transaction."""
    change.state, change.completed_at = Change.State.COMPLETED, submission.at
    change.due_at = change.expected_at = change.minutes_left = change.question = None
    change.outcome = list(outcome)
    change.save()
    return change


def tell(change: Change, submission: Submission, verb: str, **facts: Any) -> None:
    """The activity line of a change, and the mail that it was received (which names nobody)."""
    record(
        verb,
        by=submission.by,
        at=submission.at,
        purchaser=submission.purchaser,
        on_behalf_of=submission.on_behalf_of,
        unit=change.unit_id,
        channel=submission.channel,
        obj=change,
        summary=change.title,
        **facts,
    )
    if not submission.mails:
        return
    schedule(
        MAIL,
        arguments={"change": str(change.pk), "state": change.state},
        at=submission.at,
        purchaser=submission.purchaser,
        by=submission.by,
    )
