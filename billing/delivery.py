"""Outgoing effects of billing: mails without names and amounts."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext

from billing.models import BillHold


def tell_held(hold: BillHold) -> None:
    """Tell the representative of a bill that is still held shortly before it would be due."""
    representative = hold.unit.purchaser.representative
    url = f"{settings.BASE_URL}{reverse('admin:billing_held', args=[hold.pk])}"
    text = render_to_string("mail/held_bill.txt", {"hold": hold, "carrier": settings.CARRIER, "url": url})
    subject = gettext("A bill is still held")
    EmailMessage(subject, text, to=[representative.user.email]).send()
