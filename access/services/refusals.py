"""Why access is not given or changed, in words for who asked."""

from datetime import datetime

from accounts.models import Purchaser


class CannotChangeAccess(Exception):
    """`field` names the form's field that is at fault, or is empty."""

    def __init__(self, text: str, field: str = ""):
        super().__init__(text)
        self.field = field


class CodeRefused(Exception):
    """Wrong, expired, used, taken back, locked, or somebody else's: nobody is told which."""


class AlreadyLinked(Exception):
    """The user has entered this code before."""

    def __init__(self, purchaser: Purchaser):
        super().__init__(str(purchaser))
        self.purchaser = purchaser


class TooManyTries(Exception):
    """Codes can be entered again at `until`."""

    def __init__(self, until: datetime):
        super().__init__(until.isoformat())
        self.until = until
