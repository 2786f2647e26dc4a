"""A bill as it was printed. The file is made once; every later request gets the same bytes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BillDocument(models.Model):
    """The file of one bill. The database holds `sha256` to the bytes."""

    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("accounts.EnrollmentUnit", on_delete=models.PROTECT, related_name="+")
    bill = models.OneToOneField("billing.Bill", on_delete=models.PROTECT, related_name="document")
    content = models.BinaryField(_("file"))
    sha256 = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("bill on paper")
        verbose_name_plural = _("bills on paper")

    def __str__(self):
        return f"{self.bill_id} {self.sha256}"
