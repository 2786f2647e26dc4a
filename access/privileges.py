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
# What is left after the end of a contract, to settle it.
RUN_OUT = frozenset({Privilege.VIEW_BILL.value, Privilege.PAY_BILL.value})
# What a visitor of the tour sees: forms too, which save nothing there; no numbers and no lists to take away.
SANDBOX = ADMINISTRATOR - {Privilege.SEE_NUMBER.value, Privilege.EXPORT.value}
VIEW_ONLY = frozenset({Privilege.VIEW_ROSTER.value, Privilege.VIEW_BILL.value})
# How the list is shown to who gives access. The last two show whole numbers and take lists away: never preset.
GROUPS = (
    (
        _("Coverage"),
        (
            Privilege.VIEW_ROSTER,
            Privilege.ENROLL,
            Privilege.CORRECT_DETAILS,
            Privilege.END_COVERAGE,
            Privilege.COBRA,
        ),
    ),
    (
        _("Billing"),
        (
            Privilege.VIEW_BILL,
            Privilege.PAY_BILL,
            Privilege.MANAGE_PAYMENT_METHODS,
            Privilege.APPROVE_PAYMENTS,
        ),
    ),
    (_("Files"), (Privilege.SEND_FILES,)),
    (_("Account"), (Privilege.MANAGE_ACCESS,)),
    (_("With care"), (Privilege.SEE_NUMBER, Privilege.EXPORT)),
)
# A privilege without the one it builds on could do nothing.
NEEDS = {
    Privilege.ENROLL: Privilege.VIEW_ROSTER,
    Privilege.CORRECT_DETAILS: Privilege.VIEW_ROSTER,
    Privilege.END_COVERAGE: Privilege.VIEW_ROSTER,
    Privilege.COBRA: Privilege.VIEW_ROSTER,
    Privilege.SEE_NUMBER: Privilege.VIEW_ROSTER,
    Privilege.PAY_BILL: Privilege.VIEW_BILL,
}
