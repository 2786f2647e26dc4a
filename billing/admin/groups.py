"""Employer groups at the desk, with what billing adds to their set-up: the rates of their plans, and opening."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Purchaser
from billing import services
from billing.queries.opening import rates_on_file, rates_part
from enrollment.admin.setup.groups import GroupAdmin
from enrollment.admin.setup.steps import STEPS, Step
from enrollment.forms.setup.group import ReasonForm
from enrollment.queries.setup.affected import Effect


def _publishing(group, plan):
    return f"{reverse('admin:billing_rate_publish', args=[plan])}?group={group}"


def _opens(about, values):
    size = about.group.sizes.order_by("-effective_on", "-pk").first()
    words = [
        _("The employer and representatives can add employees. It can't be taken back."),
        _("Employees expected: %(count)d.") % {"count": size.employees if size else 0},
    ]
    return Effect(0, words)


def _open(about, values, given):
    return services.open_group(purchaser=about.group, **values, **given)


@admin.register(Purchaser)
class RatedGroupAdmin(GroupAdmin):
    steps = STEPS | {
        "open": Step(gettext_lazy("Open for enrollment"), "", ReasonForm, _open, effect=_opens),
        "rates": Step(gettext_lazy("Publish rates"), "rates", ReasonForm, _open, elsewhere=_publishing),
    }

    def parts(self, group):
        """With the rates below the plans."""
        parts = super().parts(group)
        place = 1 + next(place for place, part in enumerate(parts) if part.slug == "plans")
        return [*parts[:place], rates_part(group, on=group.today(timezone.now())), *parts[place:]]

    def on_file(self, group, part):
        if part == "rates":
            return rates_on_file(group, on=group.today(timezone.now()))
        return super().on_file(group, part)
