"""Limit on attempts to enter codes, counted in a transaction that a refusal does not roll back."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from access.models import CodeAttempt
from access.services.refusals import TooManyTries
from accounts.models import User
from accounts.platform.keys import blind_index

WRONG_AT_MOST = 5
WITHIN = timedelta(minutes=15)
KEPT = timedelta(days=30)


def _lock(user: User, address_index: bytes) -> None:
    """Serialize attempts by one user or from one address."""
    keys = sorted({int.from_bytes(address_index[:8], signed=True), user.pk})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) AS key", [keys])


def begin(user: User, address: str, at: datetime) -> CodeAttempt:
    """Count an attempt as wrong before checking it. Raises TooManyTries after five in 15 minutes.

    Call it outside any transaction: it commits at once.
    """
    index = blind_index("address", address)
    with transaction.atomic():
        _lock(user, index)
        recent = CodeAttempt.objects.filter(at__gt=at - WITHIN, was_right=False)
        for wrong in (recent.filter(user=user), recent.filter(address_index=index)):
            times = list(wrong.order_by("-at", "-pk").values_list("at", flat=True)[:WRONG_AT_MOST])
            if len(times) == WRONG_AT_MOST:
                raise TooManyTries(times[-1] + WITHIN)
        return CodeAttempt.objects.create(user=user, address_index=index, at=at)


def was_right(attempt: CodeAttempt) -> None:
    CodeAttempt.objects.filter(pk=attempt.pk).update(was_right=True)


def forget_old(*, at: datetime) -> int:
    """Delete attempts older than 30 days. Under the service role."""
    return CodeAttempt.objects.filter(at__lt=at - KEPT).delete()[0]
