"""Receive a command once per key, with a confirmation number."""

import hashlib
import json
import secrets
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from enrollment.commands import Command
from enrollment.models import Change
from enrollment.services.refusals import StaleDraft
from enrollment.services.submission import Submission


class KeyReused(Exception):
    """The form was submitted before with other content. `first` is the earlier change."""

    def __init__(self, first: Change):
        super().__init__(str(first))
        self.first = first


def digest_of(payload: dict[str, Any]) -> bytes:
    return hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).digest()


def _lock_key(submission: Submission) -> None:
    """Serialize submissions under one key, so that a second press finds the first one's change."""
    digest = hashlib.sha256(f"{submission.purchaser.pk} {submission.key}".encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], signed=True)])


def received_before(submission: Submission, command: Command) -> Change | None:
    """The change this submission already made; raises KeyReused if its content differed."""
    _lock_key(submission)
    submitted = Change.objects.submitted().filter(purchaser=submission.purchaser, idempotency_key=submission.key)
    first = submitted.first()
    if first and bytes(first.payload_digest or b"") != digest_of(command.payload()):
        raise KeyReused(first)
    return first


def lock_draft(submission: Submission) -> Change | None:
    """The draft that becomes the change, locked, so that two tabs submit it once. Raises StaleDraft."""
    if submission.draft_id is None:
        return None
    draft = locked_draft(submission.draft_id, submission)
    if draft is None:
        raise StaleDraft(_("This draft was discarded or submitted."))
    return draft


def locked_draft(draft_id: UUID, submission: Submission) -> Change | None:
    """A draft, locked, or None if it is one no longer. Raises StaleDraft unless its present version was seen."""
    drafts = Change.objects.select_for_update().filter(purchaser=submission.purchaser, state=Change.State.DRAFT)
    draft = drafts.filter(pk=draft_id).first()
    if draft and draft.version != submission.seen:
        raise StaleDraft(_("This draft was changed after you opened this page. Check it, then try again."))
    return draft


def received(command: Command, submission: Submission, *, unit_id: int, title: str, **facts: Any) -> Change:
    """The unsaved change for a command, without outcome. It reuses the draft's row."""
    payload = command.payload()
    change = lock_draft(submission) or Change(
        purchaser=submission.purchaser, created_by=submission.by, created_at=submission.at
    )
    columns = {
        "unit_id": unit_id,
        "type": command.type,
        "title": title,
        "payload": payload,
        "payload_version": command.version,
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


ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0 O 1 I


def new_confirmation() -> str:
    """A number like 7Q4K-2M9XC: 45 random bits; the column is unique."""
    letters = "".join(secrets.choice(ALPHABET) for _letter in range(9))
    return f"{letters[:4]}-{letters[4:]}"
