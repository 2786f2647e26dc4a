"""The rules of an enrollment unit, by effective date."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enrollment.rules import codes
from enrollment.rules.terms import UnitTerms


class UnitRules(models.Model):
    """One dated set of rules; on any day the latest effective one applies."""

    purchaser = models.ForeignKey("accounts.Purchaser", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("accounts.EnrollmentUnit", on_delete=models.PROTECT, related_name="rules")
    effective_on = models.DateField(_("from"))
    waiting_rule = models.CharField(_("waiting rule"), max_length=32)
    waiting_days = models.PositiveSmallIntegerField(_("waiting days"), default=0)
    end_rule = models.CharField(_("end rule"), max_length=24)
    retro_kind = models.CharField(_("retroactive limit"), max_length=24)
    retro_days = models.PositiveSmallIntegerField(_("days back"), default=0)
    dependent_age_limit = models.PositiveSmallIntegerField(_("dependent age limit"), default=26)
    age_out_rule = models.CharField(_("age-out rule"), max_length=24)
    cobra_administrator = models.CharField(_("COBRA administrator"), max_length=12)

    class Meta:
        verbose_name = _("unit rules")
        verbose_name_plural = _("unit rules")
        constraints = [
            models.UniqueConstraint(fields=["unit", "effective_on"], name="unit_rules_once_a_day"),
            # 26 CFR 54.9815-2708: at most 90 days of waiting. A first of the month can add 30 days.
            models.CheckConstraint(
                name="unit_rules_wait_at_most_90_days",
                condition=Q(waiting_days__lte=90)
                & (~Q(waiting_rule=codes.WaitingRule.FIRST_OF_MONTH_FOLLOWING_DAYS) | Q(waiting_days__lte=60)),
            ),
        ]

    def __str__(self):
        return f"{self.unit} from {self.effective_on}"

    @property
    def terms(self):
        return UnitTerms(
            waiting_rule=codes.WaitingRule(self.waiting_rule),
            waiting_days=self.waiting_days,
            end_rule=codes.EndRule(self.end_rule),
            retro_kind=codes.RetroKind(self.retro_kind),
            retro_days=self.retro_days,
            dependent_age_limit=self.dependent_age_limit,
            age_out_rule=codes.AgeOutRule(self.age_out_rule),
            cobra_administrator=codes.CobraAdministrator(self.cobra_administrator),
        )
