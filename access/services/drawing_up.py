"""The user ID request before anybody here has it: drawn up by anybody, looked up by its reference."""

import secrets
from collections.abc import Collection
from datetime import datetime

from access import tenancy
from access.models import AccessRequest
from access.rules.references import LENGTH, as_written

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0 O 1 I


def new_reference() -> str:
    """Like R7K2M-9XC4T: 50 bits, because it opens the status page."""
    return as_written("".join(secrets.choice(LETTERS) for _ in range(LENGTH)))


def draw_up(*, at: datetime, privileges: Collection[str] = (), **written: str) -> AccessRequest:
    """A form about to be signed: what the requester has typed, or a blank one. Open to anybody."""
    reference = new_reference()
    with tenancy.holding_reference(reference):
        return AccessRequest.objects.create(
            reference=reference, created_at=at, waits_since=at, privileges=sorted(privileges), **written
        )


def look_up(reference: str) -> AccessRequest | None:
    """For the public status page."""
    with tenancy.holding_reference(reference):
        return AccessRequest.objects.select_related("code").filter(reference=reference).first()
