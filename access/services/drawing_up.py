"""User ID requests before we receive them: filled in by anyone, found by reference."""

import secrets
from collections.abc import Collection
from datetime import datetime

from access import tenancy
from access.models import AccessRequest
from access.rules.references import LENGTH, as_written

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0 O 1 I


def new_reference() -> str:
    """A random reference like R7K2M-9XC4T: 50 bits, because it opens the status page."""
    return as_written("".join(secrets.choice(LETTERS) for _ in range(LENGTH)))


def draw_up(*, at: datetime, privileges: Collection[str] = (), **written: str) -> AccessRequest:
    """A form to be signed, filled in or blank. Open to anyone."""
    reference = new_reference()
    with tenancy.holding_reference(reference):
        return AccessRequest.objects.create(
            reference=reference, created_at=at, waits_since=at, privileges=sorted(privileges), **written
        )


def look_up(reference: str) -> AccessRequest | None:
    """The request with this reference, for the public status page."""
    with tenancy.holding_reference(reference):
        return AccessRequest.objects.select_related("code").filter(reference=reference).first()
