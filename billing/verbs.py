"""The verbs that billing records, in words."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "published_rates": _("Published rates"),
    "made_bill": _("Made a bill"),
    "held_bill": _("Held a bill"),
    "exported_bill": _("Exported the lines of a bill"),
    "released_bill": _("Released a held bill"),
    "downloaded_bill": _("Downloaded a bill"),
}
