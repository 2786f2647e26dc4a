"""Messages of the file commands when they cannot continue, without personal values."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.core.management.base import CommandError
from django.db import Error

from enrollment.match_file.answer_file import CannotWrite
from enrollment.match_file.rows import CannotRead


@contextmanager
def refusals_in_words() -> Iterator[None]:
    try:
        yield
    except (CannotRead, CannotWrite, OSError) as wrong:
        raise CommandError(str(wrong)) from wrong
    except (Error, psycopg.Error) as wrong:
        # Postgres quotes personal data in its message, so only the error's name is shown.
        raise CommandError(f"the database could not go on: {type(wrong).__name__}") from None
