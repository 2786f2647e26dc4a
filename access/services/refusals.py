"""Why access is not given or changed, in words for the user."""

from datetime import datetime

from accounts.models import Purchaser


class CannotChangeAccess(Exception):
    """`field` names the form field with the error, or is empty."""

    def __init__(self, text: str, field: str = ""):
        super().__init__(text)
        self.field = field


class StaleAccess(CannotChangeAccess):
    """The access changed after the page was shown."""


class CodeRefused(Exception):
    """Wrong, expired, used, canceled, locked, or another person's; never told which."""


class AlreadyLinked(Exception):
    """The user has entered this code before."""

    def __init__(self, purchaser: Purchaser):
        super().__init__(str(purchaser))
        self.purchaser = purchaser


class TooManyTries(Exception):
    """Too many wrong codes; the next may be entered at `until`."""

    def __init__(self, until: datetime):
        super().__init__(until.isoformat())
        self.until = until
