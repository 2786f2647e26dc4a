"""Why a group's set-up isn't changed, in words for the representative; and how a change goes on record."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Activity, EnrollmentUnit, Purchaser, User
from accounts.platform.bounds import EARLIEST, LATEST
from accounts.platform.typed import line, unseen
from accounts.services.activity import record

LONGEST_REASON = 255


class CannotSetUp(Exception):
    """`field` names the form field with the error, or is empty; `problems` are all of them, as (text, field)."""

    def __init__(self, text: str, field: str = "", *, more: Sequence[tuple[str, str]] = ()):
        super().__init__(text)
        self.field = field
        self.problems = [(text, field), *more]


class NothingToChange(CannotSetUp):
    """What is asked for is on file already."""


def reason_of(reason: str) -> str:
    """The reason as one line. Raises CannotSetUp if there is none."""
    given = line(reason, LONGEST_REASON)
    if not given:
        raise CannotSetUp(_("Enter the reason for this change."), "reason")
    return given


def text_of(text: str, field: str, longest: int) -> str:
    """A required text as one line. Raises CannotSetUp, naming the field."""
    given = " ".join(text.split())
    if not given:
        raise CannotSetUp(_("Part of this form is missing: %(field)s.") % {"field": field}, field)
    if unseen(given) or len(given) > longest:
        raise CannotSetUp(_("Enter at most %(most)d plain characters.") % {"most": longest}, field)
    return given


def refuse_place(state: str, zip_code: str) -> None:
    """Raise CannotSetUp unless these look like a state and a ZIP code of the United States."""
    if not re.fullmatch(r"[A-Z]{2}", state):
        raise CannotSetUp(_("Enter the state as two letters, like CA."), "state")
    if not re.fullmatch(r"[0-9]{5}(-[0-9]{4})?", zip_code):
        raise CannotSetUp(_("Enter a ZIP code like 94620 or 94620-1234."), "zip_code")


def refuse_day(day: date, field: str) -> None:
    """Raise CannotSetUp for a day that cannot be stored."""
    if not EARLIEST <= day <= LATEST:
        raise CannotSetUp(_("Enter a day in the years 1900 to 2200."), field)


def in_words(day: date | None) -> str:
    """A day as pages show it."""
    return date_format(day, "DATE_FORMAT") if day else _("no last day")


def put_on_record(
    verb: str,
    *,
    purchaser: Purchaser,
    by: User | None,
    at: datetime,
    reason: str,
    summary: str,
    unit: EnrollmentUnit | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write the activity line of a change of a group's set-up, with its reason, for the employer to read."""
    record(
        verb,
        by=by,
        at=at,
        purchaser=purchaser,
        unit=unit,
        channel=Activity.Channel.REPRESENTATIVE,
        obj=unit or purchaser,
        summary=summary,
        before=before,
        after=(after or {}) | {"why": reason},
    )
