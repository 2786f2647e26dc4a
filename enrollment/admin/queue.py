"""The review queue: its views, its order, and who has claimed what."""

from django.conf import settings
from django.contrib import admin
from django.db.models import Case, Count, IntegerField, Q, When
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from access.readonly import ReadOnly
from enrollment import services
from enrollment.admin.case import CasePages
from enrollment.models import Change, Review
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
class ReviewAdmin(CasePages, ReadOnly):
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

    def next_case(self, request, pk):
        """The address of the next unclaimed request after this one, or of the queue."""
        rows = self.get_queryset(request).filter(queue("unclaimed", request.user, timezone.now())).exclude(pk=pk)
        following = rows.first()
        if following is None:
            return "admin:enrollment_review_changelist"
        return reverse("admin:enrollment_review_case", args=[following.pk])
