"""What a grant may allow. One list for the doors, the pages and the access menu."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Privilege(models.TextChoices):
    VIEW_ROSTER = "view_roster", _("See employees and dependents")
    ENROLL = "enroll", _("Add employees and dependents")
    CORRECT_DETAILS = "correct_details", _("Correct names, addresses and other details")
    END_COVERAGE = "end_coverage", _("End coverage")
    COBRA = "cobra", _("Enroll in COBRA")
    SEE_NUMBER = "see_number", _("See full Social Security numbers")
    EXPORT = "export", _("Export lists")
    VIEW_BILL = "view_bill", _("See bills and payments")
    PAY_BILL = "pay_bill", _("Pay bills")
    MANAGE_PAYMENT_METHODS = "manage_payment_methods", _("Manage payment methods and autopay")
    APPROVE_PAYMENTS = "approve_payments", _("Approve payments")
    SEND_FILES = "send_files", _("Send files")
    MANAGE_ACCESS = "manage_access", _("Manage who has access")


ADMINISTRATOR = frozenset(Privilege.values)
# What a representative does for an employer who calls: coverage, not numbers, lists or money.
ON_BEHALF = frozenset(
    {
        Privilege.VIEW_ROSTER.value,
        Privilege.ENROLL.value,
        Privilege.CORRECT_DETAILS.value,
        Privilege.END_COVERAGE.value,
    }
)
VIEW_ONLY = frozenset({Privilege.VIEW_ROSTER.value, Privilege.VIEW_BILL.value})
