"""Common passwords are refused, however they are lengthened."""

import re
import string

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST_WORD = 5
SHARE = 0.5


class ContextValidator:
    """Refuses a password made mostly of the carrier's name, the product's name or words about the portal."""

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
            raise ValidationError(_("This password is mostly words about this site. Choose other words."))

    def get_help_text(self):
        return _("Don't make it from words about this site.")


class CommonValidator:
    """Refuses a common password, also repeated, joined to another one, or with digits or symbols added.

    Few common passwords have 15 characters; this is how people lengthen them.
    """

    def __init__(self):
        self.common = CommonPasswordValidator().passwords

    def validate(self, password, user=None):
        typed = password.lower()
        text = re.sub(r"[\W_]+", "", typed)
        if not text or any(map(self._is_lengthened, {typed, text, text.strip(string.digits)})):
            raise ValidationError(_("This password, or part of it, is common. Choose other words, or more of them."))

    def _is_lengthened(self, text):
        if text in self.common:
            return True
        for at in range(1, len(text)):
            piece, rest = text[:at], text[at:]
            is_common = piece in self.common
            repeats = (piece * len(text))[: len(text)] == text
            if (is_common and rest in self.common) or (repeats and (is_common or at <= len(rest))):
                return True
        return False

    def get_help_text(self):
        return _("Don't use a common password.")
