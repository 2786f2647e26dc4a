"""The activity record in words: what each app says of its own verbs."""

from django.utils.translation import gettext_lazy as _

from access.verbs import VERBS as ACCESS
from accounts.verbs import VERBS as ACCOUNTS
from billing.verbs import VERBS as BILLING
from enrollment.verbs import VERBS as ENROLLMENT

VERBS = {
    "exported_activity": _("Exported the activity record"),
}
EVERY_VERB = ACCOUNTS | ACCESS | ENROLLMENT | BILLING | VERBS


def verb_words(verb):
    """How a verb reads on the page; one that is no longer recorded stands for itself."""
    return EVERY_VERB.get(verb, verb)
