"""The representatives' desk: the review queue, the case, and read-only views of the rest."""

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import Case, Count, IntegerField, Q, When
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from access.guard import representative
from access.readonly import ReadOnly
from enrollment import services
from enrollment.models import CallBack, Change, Coverage, Employment, Enrollment, Offering, Plan, Review, UnitRules
from enrollment.queries.cases import case_of
from enrollment.services.reviews import CLAIM_LAPSES


class QueueFilter(admin.SimpleListFilter):
    title = _("queue")
    parameter_name = "queue"

    def lookups(self, request, model_admin):
        counts = model_admin.counts(request)
        names = {
            "open": _("All open"),
            "unclaimed": _("Unclaimed"),
            "mine": _("Mine"),
            "late": _("Past goal"),
            "waiting": _("Waiting for the employer"),
        }
        return [(key, f"{name} ({counts[key]})") for key, name in names.items()]

    def queryset(self, request, queryset):
        return queryset.filter(queue(self.value() or "open", request.user, timezone.now()))

    def choices(self, changelist):
        chosen = self.value() or "open"
        for key, name in self.lookup_choices:
            address = changelist.get_query_string({self.parameter_name: key})
            yield {"selected": key == chosen, "query_string": address, "display": name}


def queue(name, user, now):
    """The condition of a view of the queue. A claim of more than 30 idle minutes has lapsed."""
    held = Q(claimed_at__gt=now - CLAIM_LAPSES)
    in_review = Q(change__state=Change.State.IN_REVIEW)
    return {
        "open": Q(change__state__in=Change.OPEN),
        "unclaimed": in_review & ~held,
        "mine": in_review & held & Q(claimed_by=user),
        "late": in_review & Q(change__due_at__lt=now),
        "waiting": Q(change__state=Change.State.ACTION_NEEDED),
    }[name]


def real(rows):
    """Without the sample company of the tour, for which nobody works."""
    return rows.exclude(purchaser__number=settings.SANDBOX_NUMBER)


@admin.register(Review)
class ReviewAdmin(ReadOnly):
    list_display = ["confirmation", "employer", "about", "reason_words", "goal", "holder"]
    list_filter = [QueueFilter, "change__type"]
    search_fields = ["change__confirmation", "purchaser__name", "purchaser__number"]
    list_per_page = 50

    def counts(self, request):
        names = ("open", "unclaimed", "mine", "late", "waiting")
        now = timezone.now()
        return real(Review.objects).aggregate(
            **{name: Count("pk", filter=queue(name, request.user, now)) for name in names}
        )

    def get_queryset(self, request):
        """Goal time first; what waits for the employer has none and comes last."""
        waiting = Case(When(change__due_at=None, then=1), default=0, output_field=IntegerField())
        rows = real(Review.objects).select_related("change", "purchaser", "claimed_by").annotate(waiting=waiting)
        return rows.order_by("waiting", "change__due_at", "opened_at")

    def get_urls(self):
        own = [
            path("<uuid:pk>/case/", self.admin_site.admin_view(self.case), name="enrollment_review_case"),
            path("<uuid:pk>/decide/", self.admin_site.admin_view(self.decide), name="enrollment_review_decide"),
        ]
        return own + super().get_urls()

    @admin.display(description=_("request"))
    def confirmation(self, review):
        address = reverse("admin:enrollment_review_case", args=[review.pk])
        return format_html('<a href="{}">{}</a>', address, review.change.confirmation)

    @admin.display(description=_("employer"))
    def employer(self, review):
        return f"{review.purchaser.name} ({review.purchaser.number})"

    @admin.display(description=_("about"))
    def about(self, review):
        return f"{review.change.get_type_display()}: {review.change.title}"

    @admin.display(description=_("why"))
    def reason_words(self, review):
        return ", ".join(reason.replace("_", " ") for reason in review.reasons)

    @admin.display(description=_("goal"))
    def goal(self, review):
        due = review.change.due_at
        if due is None:
            return _("clock stopped")
        local = due.astimezone(review.purchaser.zone)
        mark = "late" if due < timezone.now() else "due"
        return format_html('<span class="goal {}">{}</span>', mark, f"{local:%a %m/%d %-I:%M %p %Z}")

    @admin.display(description=_("with"))
    def holder(self, review):
        return services.holder_of(review, timezone.now()) or "-"

    list_display_links = None

    @method_decorator(representative)
    def case(self, request, pk):
        """The submitted family beside the candidates, and the decisions."""
        return self._case_page(request, pk)

    def _case_page(self, request, pk, *, problems=(), status=200):
        case = case_of(pk)
        if case is None:
            raise Http404
        now = timezone.now()
        context = {
            **self.admin_site.each_context(request),
            "title": case.change.confirmation,
            "case": case,
            "holder": services.holder_of(case.review, now),
            "late": bool(case.change.due_at and case.change.due_at < now),
            "due": case.change.due_at and case.change.due_at.astimezone(case.change.purchaser.zone),
            "problems": problems,
            "opts": self.model._meta,
            "note": request.POST.get("note", ""),
        }
        with timezone.override(case.change.purchaser.zone):
            return TemplateResponse(request, "admin/enrollment/review/case.html", context, status=status).render()

    @method_decorator(representative)
    def decide(self, request, pk):
        if request.method != "POST":
            return redirect("admin:enrollment_review_case", pk)
        case = case_of(pk)
        if case is None:
            raise Http404
        try:
            words = self._carry_out(request, pk, case)
        except services.CannotDecide as refusal:
            return self._case_page(request, pk, problems=[each.text for each in refusal.problems], status=422)
        messages.success(request, words)
        return redirect(self._next(request, pk) if "next" in request.POST else "admin:enrollment_review_changelist")

    def _next(self, request, pk):
        rows = self.get_queryset(request).filter(queue("unclaimed", request.user, timezone.now())).exclude(pk=pk)
        following = rows.first()
        if following is None:
            return "admin:enrollment_review_changelist"
        return reverse("admin:enrollment_review_case", args=[following.pk])

    def _carry_out(self, request, pk, case):
        act, note = request.POST.get("act", ""), request.POST.get("note", "").replace("\0", "")[:500]
        what = {"review_id": pk, "by": request.user, "at": timezone.now()}
        number = case.change.confirmation
        if act == "claim":
            services.claim(**what)
            return _("%(number)s is yours.") % {"number": number}
        if act == "release":
            services.release(review_id=pk, by=request.user)
            return _("%(number)s is back in the queue.") % {"number": number}
        if act == "ask":
            services.ask_employer(question=note, **what)
            return _("The employer has been asked about %(number)s.") % {"number": number}
        if act == "refuse":
            services.refuse(note=note, **what)
            return _("%(number)s was refused.") % {"number": number}
        services.settle(identities=case.identities_from(request.POST), note=note, **what)
        return _("%(number)s was settled.") % {"number": number}


@admin.register(CallBack)
class CallBackAdmin(ReadOnly):
    list_display = ["name", "phone", "best_time", "purchaser", "asked_at", "done_at"]
    list_filter = [("done_at", admin.EmptyFieldListFilter)]


@admin.register(Change)
class ChangeAdmin(ReadOnly):
    list_display = ["confirmation", "type", "state", "purchaser", "submitted_at", "channel"]
    list_filter = ["state", "type", "channel"]
    search_fields = ["confirmation"]
    fields = ["confirmation", "type", "state", "purchaser", "unit", "channel", "submitted_by", "submitted_at", "due_at"]

    def get_queryset(self, request):
        return Change.objects.submitted().select_related("purchaser")


@admin.register(Plan)
class PlanAdmin(ReadOnly):
    list_display = ["code", "name", "line", "is_medicare"]


@admin.register(UnitRules)
class UnitRulesAdmin(ReadOnly):
    list_display = ["unit", "effective_on", "waiting_rule", "waiting_days", "end_rule", "retro_kind", "retro_days"]


@admin.register(Offering)
class OfferingAdmin(ReadOnly):
    list_display = ["unit", "plan", "starts_on", "ends_on"]


@admin.register(Enrollment)
class EnrollmentAdmin(ReadOnly):
    list_display = ["id", "purchaser", "unit", "offering", "kind"]
    fields = ["purchaser", "unit", "offering", "kind"]


@admin.register(Coverage)
class CoverageAdmin(ReadOnly):
    list_display = ["id", "purchaser", "relationship", "starts_on", "ends_on", "known_at", "superseded_at", "voided_at"]
    fields = list_display


@admin.register(Employment)
class EmploymentAdmin(ReadOnly):
    list_display = ["id", "purchaser", "unit", "hired_on", "last_day_worked"]
    fields = list_display
