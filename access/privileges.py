"""The privileges: one list for views, templates and the access menu."""

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
# What a representative may do on an employer's behalf: coverage and reading bills, but no full numbers, exports or
# payments.
ON_BEHALF = frozenset(
    {
        Privilege.VIEW_ROSTER.value,
        Privilege.ENROLL.value,
        Privilege.CORRECT_DETAILS.value,
        Privilege.END_COVERAGE.value,
        Privilege.VIEW_BILL.value,
    }
)
# What stays for the run-out period after a contract ends.
RUN_OUT = frozenset({Privilege.VIEW_BILL.value, Privilege.PAY_BILL.value})
# What a visitor of the tour sees: forms too, which save nothing there, but no full numbers or exports.
SANDBOX = ADMINISTRATOR - {Privilege.SEE_NUMBER.value, Privilege.EXPORT.value}
VIEW_ONLY = frozenset({Privilege.VIEW_ROSTER.value, Privilege.VIEW_BILL.value})
# The order on the access form. The last group is never preselected.
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
    (_("Sensitive"), (Privilege.SEE_NUMBER, Privilege.EXPORT)),
)
# A privilege is useless without the one it needs.
NEEDS = {
    Privilege.ENROLL: Privilege.VIEW_ROSTER,
    Privilege.CORRECT_DETAILS: Privilege.VIEW_ROSTER,
    Privilege.END_COVERAGE: Privilege.VIEW_ROSTER,
    Privilege.COBRA: Privilege.VIEW_ROSTER,
    Privilege.SEE_NUMBER: Privilege.VIEW_ROSTER,
    Privilege.PAY_BILL: Privilege.VIEW_BILL,
}
