"""Which rows the database shows: every setting is LOCAL to a transaction and restored at its end.

`scope` is entered by the doors (`guard.requires`, the admin, jobs, streaming generators). The three roles
are entered inside a transaction for one purpose each; docs/security-and-tenancy.md has the table of what they see.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, transaction

LOGIN = "portal_app"
_entered: ContextVar[str] = ContextVar("entered role", default=LOGIN)


def _current() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.purchaser', true), current_setting('app.user', true)")
        purchaser, user = cursor.fetchone()
    return purchaser or "", user or ""


def _set(purchaser: str, user: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.purchaser', %s, true), set_config('app.user', %s, true)", [purchaser, user]
        )


@contextmanager
def _settings(purchaser: object, user: object) -> Iterator[None]:
    nested = connection.in_atomic_block
    before = _current() if nested else ("", "")
    with transaction.atomic():
        _set("" if purchaser is None else str(purchaser), "" if user is None else str(user))
        yield
        if nested:
            # A LOCAL setting outlives a savepoint that is released: give the outer block its own back.
            _set(*before)


def scope(purchaser: Any, *, user: Any = None) -> AbstractContextManager[None]:
    """A transaction that sees one purchaser's rows (a Purchaser or its id), and the user's own."""
    return _settings(getattr(purchaser, "pk", purchaser), getattr(user, "pk", user))


def as_user(user: Any) -> AbstractContextManager[None]:
    """A transaction that sees the rows of one user and of no purchaser."""
    return _settings(None, getattr(user, "pk", user))


@contextmanager
def _holding(setting: str, value: str, user: Any) -> Iterator[None]:
    with as_user(user), connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [setting, value])
        yield
        # A LOCAL setting outlives a savepoint that is released.
        cursor.execute("SELECT set_config(%s, '', true)", [setting])


def holding_code(code_index: bytes, *, user: Any) -> AbstractContextManager[None]:
    """A transaction in which a user sees the access code with this keyed hash, of any purchaser."""
    return _holding("app.code", code_index.hex(), user)


def holding_reference(reference: str) -> AbstractContextManager[None]:
    """A transaction that sees the user ID request with this reference."""
    return _holding("app.reference", reference, None)


def current_purchaser_id() -> int | None:
    """The purchaser whose scope this is, or None outside any."""
    purchaser, _ = _current()
    return int(purchaser) if purchaser else None


@contextmanager
def _role(name: str) -> Iterator[None]:
    if not connection.in_atomic_block:
        raise RuntimeError(f"{name} can only be entered inside a transaction")
    before = _entered.get()
    # The savepoint puts the role back when the block raises: SET LOCAL is undone with it.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {name}")
        token = _entered.set(name)
        try:
            yield
        finally:
            _entered.reset(token)
        cursor.execute(f"SET LOCAL ROLE {before}")


def matching() -> AbstractContextManager[None]:
    """Read every person's identity, to match an applicant. Writes new persons and review candidates."""
    return _role("portal_match")


def staff() -> AbstractContextManager[None]:
    """Read every purchaser's rows, as representatives do in the admin."""
    return _role("portal_staff")


@contextmanager
def acting_for(purchaser: Any, *, user: Any = None) -> Iterator[None]:
    """From within `staff` or `service`: one purchaser's scope, as the application's role."""
    with _role(LOGIN), scope(purchaser, user=user):
        yield


def service() -> AbstractContextManager[None]:
    """Read and lease work across purchasers, for scheduled work. A test lists its callers."""
    return _role("portal_service")


def money() -> AbstractContextManager[None]:
    """From within a purchaser's scope: write its bills."""
    return _role("portal_money")
