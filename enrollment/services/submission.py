"""Who sends a command, from where and when; and notices of its outcome."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accounts.models import Activity, Purchaser, User
from accounts.services import record, schedule
from enrollment.models import Change
from enrollment.services.refusals import NotAllowed

MAIL = "enrollment.mail_outcome"

Channel = Activity.Channel


@dataclass(frozen=True)
class Submission:
    """Who sends a command, from where, when, with which idempotency key, from which draft, with which access.

    Without `privileges` nothing can be asked for; `unit_ids` None means every unit.

    `seen` is the row, or the version of the draft, that the form was filled in with. `mails` is False when loading history.
    """

    purchaser: Purchaser
    by: User
    at: datetime
    key: str
    channel: str = Channel.WEB
    draft_id: UUID | None = None
    received_at: datetime | None = None
    seen: int | None = None
    mails: bool = True
    privileges: frozenset[str] = frozenset()
    unit_ids: frozenset[int] | None = None

    def refuse_without(self, privilege: str, *, unit_id: int | None = None) -> None:
        """Raise NotAllowed if the user's access lacks a privilege, or covers not this unit."""
        if privilege not in self.privileges:
            raise NotAllowed.without(privilege)
        if unit_id is not None and self.unit_ids is not None and unit_id not in self.unit_ids:
            raise NotAllowed(f"unit {unit_id}")

    @property
    def judged_on(self) -> date:
        """The day for windows and limits: when it was requested, not when it is decided."""
        return self.purchaser.today(self.received_at or self.at)

    @property
    def on_behalf_of(self) -> Purchaser | None:
        return self.purchaser if self.channel == Channel.REPRESENTATIVE else None


def submission_for(change: Change, by: User, at: datetime) -> Submission:
    """A representative's action on a change, judged by the day of the request."""
    return Submission(
        purchaser=change.purchaser,
        by=by,
        at=at,
        key=change.idempotency_key or "",
        channel=Channel.REPRESENTATIVE,
        received_at=change.submitted_at,
    )


def tell(change: Change, submission: Submission, verb: str, **facts: Any) -> None:
    """Write the activity line of a change and queue the mail to its submitter."""
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
