"""Words that everybody here would think of first are no part of a password."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST_WORD = 5
SHARE = 0.5


class ContextValidator:
    """Refuses a password that is mostly made of the carrier's or product's name, or of this kind of portal."""

    COMMON = ("password", "benefit", "benefits", "employer", "employee", "health", "insurance", "coverage", "portal")

    def _words(self):
        names = f"{settings.CARRIER['name']} {settings.CARRIER['product']}".lower()
        return {*self.COMMON, *(word for word in re.findall(r"[a-z]+", names) if len(word) >= SHORTEST_WORD)}

    def validate(self, password, user=None):
        rest = password.lower()
        for word in sorted(self._words(), key=len, reverse=True):
            rest = rest.replace(word, "")
        letters = re.sub(r"[^a-z]", "", rest)
        if len(letters) < SHARE * len(re.sub(r"[^a-z]", "", password.lower())):
            raise ValidationError(_("This password is mostly made of words about this site. Choose other words."))

    def get_help_text(self):
        return _("Do not build it from words about this site.")
