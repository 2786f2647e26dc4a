"""A page runs again when its transaction met another one: it then finds the other's row and says so in words."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest
from django.db import DataError, IntegrityError, OperationalError, connection
from psycopg import errors

TRIES = 3
RETRIED = (
    errors.DeadlockDetected,
    errors.SerializationFailure,
    errors.UniqueViolation,
    errors.ExclusionViolation,
)


def with_retries(attempt: Callable[[], Any]) -> Any:
    """Run the transaction again after it met another one; refuse what no column can hold, whatever field it came by."""
    for left in reversed(range(TRIES)):
        try:
            return attempt()
        except DataError as failure:
            raise BadRequest("no column can hold this") from failure
        except (IntegrityError, OperationalError) as failure:
            if not isinstance(failure.__cause__, RETRIED) or not left or connection.in_atomic_block:
                raise


def tried_again(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view with a transaction of its own, which is run again when it meets another one."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
        return with_retries(lambda: view(request, *args, **kwargs))

    return guarded
