"""The rules of an enrollment unit, by effective date."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.units import UnitFact
from enrollment.rules import codes
from enrollment.rules.terms import UnitTerms


class UnitRules(UnitFact):
    """One dated set of rules. On any day the latest effective one applies; of two with one date, the newer."""

    unit = models.ForeignKey("accounts.EnrollmentUnit", on_delete=models.PROTECT, related_name="rules")
    waiting_rule = models.CharField(_("waiting rule"), max_length=32)
    waiting_days = models.PositiveSmallIntegerField(_("waiting days"), default=0)
    end_rule = models.CharField(_("end rule"), max_length=24)
    retro_kind = models.CharField(_("retroactive limit"), max_length=24)
    retro_days = models.PositiveSmallIntegerField(_("days back"), default=0)
    dependent_age_limit = models.PositiveSmallIntegerField(_("dependent age limit"), default=26)
    age_out_rule = models.CharField(_("age-out rule"), max_length=24)
    proration = models.CharField(_("partial months"), max_length=12)
    newborn_rule = models.CharField(_("newborns"), max_length=16)
    cut_day = models.PositiveSmallIntegerField(_("bill day"))
    cobra_administrator = models.CharField(_("COBRA administrator"), max_length=12)
    cobra_name = models.CharField(_("COBRA contact"), max_length=120, blank=True)
    cobra_phone = models.CharField(_("COBRA phone"), max_length=32, blank=True)
    cobra_counted_from = models.CharField(_("COBRA days counted from"), max_length=8)
    cobra_notice_days = models.PositiveSmallIntegerField(_("days for the COBRA notice"))

    class Meta:
        verbose_name = _("unit rules")
        verbose_name_plural = _("unit rules")
        constraints = [
            # 26 CFR 54.9815-2708: at most 90 days of waiting. A first of the month can add 30 days.
            models.CheckConstraint(
                name="unit_rules_wait_at_most_90_days",
                condition=Q(waiting_days__lte=90)
                & (~Q(waiting_rule=codes.WaitingRule.FIRST_OF_MONTH_FOLLOWING_DAYS) | Q(waiting_days__lte=60)),
            ),
            # 29 CFR 2590.606-4: 14 days; 44 where the employer administers COBRA itself.
            models.CheckConstraint(
                name="unit_rules_cobra_notice_days",
                condition=Q(cobra_notice_days=14)
                | Q(cobra_notice_days=44, cobra_administrator=codes.CobraAdministrator.EMPLOYER),
            ),
        ]
        indexes = [models.Index(fields=["unit", "effective_on"], name="unit_rules_by_day")]

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
            cobra_name=self.cobra_name,
            cobra_phone=self.cobra_phone,
            cobra_counted_from=codes.CobraCount(self.cobra_counted_from),
            cobra_notice_days=self.cobra_notice_days,
            proration=codes.Proration(self.proration),
            newborn_rule=codes.NewbornRule(self.newborn_rule),
            cut_day=self.cut_day,
        )
