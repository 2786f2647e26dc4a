"""The team report: how well the two-day goal is met over a period."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from django import forms
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from access.guard import representative
from accounts.forms import DateField, PortalForm
from accounts.queries import OUR_ZONE
from enrollment.queries.review.report import report

DAYS_SHOWN = 28
LONGEST_DAYS = 366
# Chart dimensions in its own units; bars start at zero.
WIDTH, HEIGHT, BASE, BAR = 640, 200, 160, 28
BAR_OF_STEP, LABEL = 0.75, 44


class PeriodForm(PortalForm):
    first = DateField(label=gettext_lazy("From"))
    last = DateField(label=gettext_lazy("To"))

    def clean(self):
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and not timedelta(0) <= last - first <= timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError(_("Choose an end date after the start date, at most one year later."))
        return self.cleaned_data


@dataclass(frozen=True)
class Bar:
    """One week of the chart: on-time decisions at the base, late ones on top."""

    x: float
    width: float
    on_time_y: float
    on_time_height: float
    late_y: float
    late_height: float
    label: str
    total: int
    # In a long period only some bars have room for a label.
    labelled: bool

    @property
    def middle(self):
        return self.x + self.width / 2

    @property
    def above(self):
        return self.late_y - 6


def bars(weeks):
    """The bars of the weeks, side by side."""
    tallest = max((week.settled for week in weeks), default=0) or 1
    unit, step = (BASE - 24) / tallest, (WIDTH - 20) / max(len(weeks), 1)
    width, every, drawn = min(BAR, round(step * BAR_OF_STEP, 1)), ceil(LABEL / step), []
    for place, week in enumerate(weeks):
        on_time, late = week.on_time * unit, week.late * unit
        top, label = BASE - on_time, date_format(date.fromisoformat(week.name), "m/d")
        facts = [10 + step * place + (step - width) / 2, width, top, on_time, top - late, late]
        labelled = place % every == 0
        drawn.append(Bar(*(round(fact, 1) for fact in facts), label=label, total=week.settled, labelled=labelled))
    return drawn


def finding(figures):
    """The chart's message in one sentence."""
    if not figures.settled:
        return _("No decisions in this period")
    if figures.on_time == figures.settled:
        return _("All requests were decided within two business days")
    return _("%(share)d%% of requests were decided within two business days") % {"share": figures.share}


def age_in_words(days):
    from_to = {1: _("up to 1 business day"), 2: _("1 to 2"), 3: _("2 to 3"), 5: _("3 to 5"), None: _("more than 5")}
    return from_to[days]


class ReportPage:
    """A page of ReviewAdmin (queue.py)."""

    @method_decorator(require_safe)
    @method_decorator(representative)
    def report(self, request):
        now = timezone.now()
        today = now.astimezone(OUR_ZONE).date()
        usual = {"first": today - timedelta(days=DAYS_SHOWN - 1), "last": today}
        asked = request.GET if "first" in request.GET else None
        form = PeriodForm(asked, initial={key: f"{day:%m/%d/%Y}" for key, day in usual.items()})
        period = form.cleaned_data if asked and form.is_valid() else usual
        found = report(period["first"], period["last"], now)
        tables = [(_("By representative"), _("Representative"), found.by_representative)]
        tables.append((_("By reason"), _("Reason"), found.by_reason))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Team report"),
            "opts": self.model._meta,
            "form": form,
            "period": period,
            "found": found,
            "finding": finding(found.total),
            "bars": bars(found.weeks),
            "chart": {"width": WIDTH, "height": HEIGHT, "base": BASE, "labels": BASE + 18},
            "weeks": [(date.fromisoformat(week.name), week) for week in found.weeks],
            "tables": tables,
            "backlog": [(age_in_words(days), count) for days, count in found.backlog],
        }
        status = 422 if asked and form.errors else 200
        return TemplateResponse(request, "admin/enrollment/review/report.html", context, status=status).render()
