"""What was booked. Entries are only added: a mistake is taken back by an opposite posting."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from billing.models.rates import THIS_TRANSACTION


class Posting(models.Model):
    """One event of money: entries that add up to zero. `reverses` names the posting that it takes back."""

    class Kind(models.TextChoices):
        BILL = "bill", _("Bill")
        OPENING = "opening", _("Opening balance")
        PAYMENT = "payment", _("Payment")
        RETURN = "return", _("Returned payment")
        REFUND = "refund", _("Refund")
        FEE = "fee", _("Fee")
        CREDIT = "credit", _("Credit")
        CHARGE = "charge", _("Charge")
        WRITE_OFF = "write_off", _("Write-off")
        TRANSFER = "transfer", _("Transfer between units")

    # Empty for the carrier's own money: payouts, fees of the provider, cash of an unknown payer.
    purchaser = models.ForeignKey(
        "accounts.Purchaser", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    # The day in the purchaser's zone.
    posted_on = models.DateField(_("posted"))
    at = models.DateTimeField(_("recorded"))
    by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    approved_by = models.ForeignKey(
        "accounts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    bill = models.OneToOneField("billing.Bill", on_delete=models.PROTECT, null=True, blank=True, related_name="posting")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by")
    # What the employer reads beside the amount: a check number, the reason of a credit.
    note = models.CharField(_("note"), max_length=255, blank=True)
    transaction_id = models.BigIntegerField(db_default=THIS_TRANSACTION, editable=False)

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints = [
            models.CheckConstraint(
                name="posting_bill_has_bill",
                condition=Q(kind="bill", bill__isnull=False) | ~Q(kind="bill") & Q(bill=None),
            ),
            models.CheckConstraint(
                name="posting_approved_by_another", condition=Q(approved_by=None) | ~Q(approved_by=F("by"))
            ),
        ]
        indexes = [models.Index(fields=["purchaser", "posted_on", "id"], name="posting_by_day")]

    def __str__(self):
        return f"{self.kind} {self.posted_on}"


class LedgerEntry(models.Model):
    """A debit (positive) or credit (negative) of one account. A receivable entry has the unit's `ledger_seq`."""

    class Account(models.TextChoices):
        RECEIVABLE = "receivable", _("Receivable")
        PREMIUM = "premium", _("Premium")
        FEE_INCOME = "fee_income", _("Fee income")
        STRIPE_CLEARING = "stripe_clearing", _("Card and bank payments on their way")
        BANK = "bank", _("Bank")
        UNAPPLIED = "unapplied", _("Unapplied cash")
        WRITE_OFF = "write_off", _("Write-offs")
        STRIPE_FEES = "stripe_fees", _("Provider fees")
        ADJUSTMENTS = "adjustments", _("Manual credits and charges")
        OPENING = "opening", _("Opening balances")

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="entries")
    purchaser = models.ForeignKey(
        "accounts.Purchaser", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    account = models.CharField(_("account"), max_length=16, choices=Account)
    unit = models.ForeignKey(
        "accounts.EnrollmentUnit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    coverage_month = models.DateField(_("coverage month"), null=True, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=11, decimal_places=2)
    ledger_seq = models.BigIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        constraints = [
            models.UniqueConstraint(fields=["unit", "ledger_seq"], name="ledger_entry_order_in_unit"),
            # The target of allocations: both entries are of the allocation's unit.
            models.UniqueConstraint(fields=["id", "unit"], name="ledger_entry_with_unit"),
            models.CheckConstraint(name="ledger_entry_not_zero", condition=~Q(amount=0)),
            models.CheckConstraint(
                name="ledger_entry_receivable_has_order",
                condition=Q(account="receivable", unit__isnull=False, ledger_seq__isnull=False)
                | ~Q(account="receivable") & Q(ledger_seq=None),
            ),
            models.CheckConstraint(
                name="ledger_entry_premium_has_month",
                condition=~Q(account="premium")
                | Q(coverage_month__isnull=False, coverage_month__day=1, unit__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["account", "posting"], name="ledger_entry_by_account")]

    def __str__(self):
        return f"{self.account} {self.amount}"


class Allocation(models.Model):
    """How much of a credit pays how much of a debit of the same unit. Taken back by a negative row."""

    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("accounts.EnrollmentUnit", on_delete=models.PROTECT, related_name="+")
    credit = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="pays")
    debit = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="paid_by")
    amount = models.DecimalField(_("amount"), max_digits=11, decimal_places=2)
    at = models.DateTimeField()
    made_on = models.DateField()

    class Meta:
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        constraints = [models.CheckConstraint(name="allocation_not_zero", condition=~Q(amount=0))]

    def __str__(self):
        return f"{self.credit_id} pays {self.debit_id}"
