"""The user ID request form as a tagged PDF, with its reference as text and QR code."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from access.privileges import GROUPS
from access.queries import in_words
from access.services import GOAL_DAYS
from accounts.platform.printing import pdf, qr_squares

SOURCE = Path(settings.BASE_DIR) / "templates" / "access" / "request_form.typ"


def form_pdf(request):
    """The form as PDF/UA-1 bytes, with blank lines for fields that are not filled in."""
    carrier = settings.CARRIER
    wished = [[str(title), [str(each.label) for each in group]] for title, group in GROUPS]
    data = {
        "title": _("User ID request"),
        "carrier": carrier["name"],
        "reference": request.reference,
        "qr": qr_squares(request.reference),
        "fax": carrier["fax"],
        "address": carrier["address"],
        "contact": f"{carrier['phone']}, {carrier['hours']}",
        "fields": [
            [_("Purchaser ID"), request.purchaser_number],
            [_("Requester: the person who will use the portal"), request.requester_name],
            [_("Requester's email address"), request.requester_email],
            [_("Requester's phone"), request.requester_phone],
            [_("Officer of the company who signs"), request.officer_name],
        ],
        "chosen": in_words(request.privileges) if request.privileges else "",
        "wished": wished,
        "goal_days": str(GOAL_DAYS),
    }
    return pdf(SOURCE, data)
