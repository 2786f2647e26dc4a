"""The verbs that billing records, in words."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "published_rates": _("Published rates"),
}
