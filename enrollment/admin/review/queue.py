"""The review queue: views, order, claims and assignments."""

from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.guard import representative
from access.readonly import ReadOnly
from accounts.models import User
from accounts.platform.typed import figures, line
from accounts.queries import closed_days
from enrollment import services
from enrollment.admin.review.case import CasePages
from enrollment.admin.review.report import ReportPage
from enrollment.admin.review.time_left import time_left
from enrollment.models import Review, SavedFilter
from enrollment.queries.review import queue
from enrollment.queries.review.claims import holder_of
from enrollment.queries.review.words import reasons_in_words
from enrollment.rules.goals import HALF, MOST
from enrollment.services.changes import KINDS
from enrollment.services.review import IDENTITY_NUMBER, KEPT

VIEWS = {
    "open": gettext_lazy("All open"),
    "unclaimed": gettext_lazy("Unclaimed"),
    "mine": gettext_lazy("Mine"),
    "late": gettext_lazy("Past goal"),
    "today": gettext_lazy("Due today"),
    "most": gettext_lazy("80% of time used"),
    "half": gettext_lazy("Half of time used"),
    "waiting": gettext_lazy("On hold: waiting for employer"),
    "certain": gettext_lazy("More than one exact match"),
}
USED = {HALF: gettext_lazy("half of time used"), MOST: gettext_lazy("80% of time used")}


class QueueFilter(admin.SimpleListFilter):
    title = gettext_lazy("queue")
    parameter_name = "queue"

    def lookups(self, request, model_admin):
        counts = queue.counts(request.user, timezone.now())
        return [(key, f"{name} ({counts[key]})") for key, name in VIEWS.items()]

    def queryset(self, request, queryset):
        return queryset.filter(queue.view(self.chosen, request.user, timezone.now()))

    @property
    def chosen(self):
        return self.value() if self.value() in VIEWS else "open"

    def choices(self, changelist):
        for key, name in self.lookup_choices:
            address = changelist.get_query_string({self.parameter_name: key})
            yield {"selected": key == self.chosen, "query_string": address, "display": name}


class KindFilter(admin.SimpleListFilter):
    title = gettext_lazy("type")
    parameter_name = "change__type__exact"

    def lookups(self, request, model_admin):
        return [(kind, each.title) for kind, each in KINDS.items()]

    def queryset(self, request, queryset):
        return queryset.filter(change__type=self.value()) if self.value() in KINDS else queryset


class AssignForm(ActionForm):
    """The representative to assign to, beside the action."""

    to = forms.ModelChoiceField(
        queryset=User.objects.none(), required=False, label=gettext_lazy("Representative:"), empty_label="-"
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["to"].queryset = User.objects.representatives().order_by("name", "pk")


@admin.register(Review)
class ReviewAdmin(CasePages, ReportPage, ReadOnly):
    list_display = ["confirmation", "goal", "about", "employer", "reason_words", "work"]
    list_display_links = None
    list_filter = [QueueFilter, KindFilter]
    search_fields = ["change__title", "change__confirmation", "purchaser__name", "purchaser__number"]
    search_help_text = gettext_lazy("Name, confirmation number, employer or purchaser ID")
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    actions = ["assign_to"]
    action_form = AssignForm

    def get_queryset(self, request):
        return queue.in_order(timezone.now())

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("<uuid:pk>/case/", view(self.case), name="enrollment_review_case"),
            path("<uuid:pk>/decide/", view(self.decide), name="enrollment_review_decide"),
            path("take/", view(self.take), name="enrollment_review_take"),
            path("filters/", view(self.filters), name="enrollment_review_filters"),
            path("report/", view(self.report), name="enrollment_review_report"),
        ]
        return own + super().get_urls()

    def get_search_results(self, request, queryset, search_term):
        """Never search by Social Security number, since the search text is in the address."""
        if IDENTITY_NUMBER.search(figures(search_term)):
            messages.warning(request, _("Do not search by Social Security number here."))
            return queryset.none(), False
        return super().get_search_results(request, queryset, search_term)

    def get_changelist_instance(self, request):
        """Give each row what its columns need: time, closures, user and return address."""
        changelist, now, closures = super().get_changelist_instance(request), timezone.now(), closed_days()
        for review in changelist.result_list:
            review.seen = (now, closures, request.user, request.GET.urlencode())
        return changelist

    def changelist_view(self, request, extra_context=None):
        chosen = {key: request.GET[key] for key in KEPT if request.GET.get(key)}
        context = {
            "title": _("Review queue"),
            "saved_filters": (saved := SavedFilter.objects.filter(user_id=request.user.pk)),
            # Read when the page is rendered, under the staff role.
            "filters_seen": lambda: services.filters_mark(saved),
            "can_save": bool(chosen),
        }
        return super().changelist_view(request, (extra_context or {}) | context)

    # --- columns ---

    @admin.display(description=gettext_lazy("request"))
    def confirmation(self, review):
        address = reverse("admin:enrollment_review_case", args=[review.pk])
        return format_html('<a href="{}">{}</a>', address, review.change.confirmation)

    @admin.display(description=gettext_lazy("goal"))
    def goal(self, review):
        due, (now, closures, *_rest) = review.change.due_at, review.seen
        if due is None:
            return format_html('<span class="goal stopped">{}</span>', _("on hold"))
        zone = review.purchaser.zone
        late, hours = time_left(due, now, zone, closures)
        soon = review.due_day == review.this_day or review.goal_mark
        mark = "late" if late else "due" if soon else "easy"
        words = [(mark, hours)]
        if review.goal_mark in USED and not late:
            words.append((mark, USED[review.goal_mark]))
        lines = [f"{due.astimezone(zone):%a %m/%d %-I:%M %p %Z}"]
        if review.change.expected_at:
            expected = review.change.expected_at.astimezone(zone)
            lines.append(_("expected %(at)s") % {"at": f"{expected:%a %m/%d %-I:%M %p}"})
        tags = format_html_join(" ", '<span class="goal {}">{}</span>', words)
        return tags + format_html_join("", '<span class="below">{}</span>', ([line] for line in lines))

    @admin.display(description=gettext_lazy("about"))
    def about(self, review):
        kind = services.kind_of(review.change).title
        return format_html('{}<span class="below">{}</span>', review.change.title, kind)

    @admin.display(description=gettext_lazy("employer"))
    def employer(self, review):
        return format_html('{}<span class="below">{}</span>', review.purchaser.name, review.purchaser.number)

    @admin.display(description=gettext_lazy("reason for review"))
    def reason_words(self, review):
        return reasons_in_words(review.reasons)

    @admin.display(description=gettext_lazy("claimed by"))
    def work(self, review):
        """The holder, and the button to claim or release."""
        now, _closures, user, back = review.seen
        holder = holder_of(review, now)
        if holder is None and review.assigned_to:
            who = format_html('{}<span class="below">{}</span>', review.assigned_to, _("assigned"))
        else:
            who = holder or ""
        if not review.change.is_open or holder not in (None, user):
            return who
        return format_html("{} {}", who, self._button(review, back, mine=user in (holder, review.assigned_to)))

    def _button(self, review, back, *, mine):
        name, words = ("release", _("Release")) if mine else ("claim", _("Claim"))
        return format_html(
            '<button class="take" name="{}" value="{}" formaction="{}?{}">{}<span class="visually-hidden"> {}</span></button>',
            *(name, review.pk, reverse("admin:enrollment_review_take"), back, words, review.change.confirmation),
        )

    # --- acts ---

    @admin.action(description=gettext_lazy("Assign to representative"))
    def assign_to(self, request, queryset):
        to = User.objects.representatives().filter(pk=_whole(request.POST.get("to"))).first()
        if to is None:
            messages.error(request, _("Choose a representative."))
            return
        done = 0
        for review_id in list(queryset.values_list("pk", flat=True)):
            try:
                services.assign(review_id=review_id, to=to, by=request.user, at=timezone.now())
                done += 1
            except services.CannotDecide as refusal:
                messages.warning(request, str(refusal))
        if done:
            messages.success(request, _("Requests assigned to %(name)s: %(count)d.") % {"name": to, "count": done})

    def _back(self, request):
        query = request.GET.urlencode()
        return redirect(reverse("admin:enrollment_review_changelist") + (f"?{query}" if query else ""))

    @method_decorator(representative)
    def take(self, request):
        """Claim or release from the list, then return to it."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        verb = services.release if "release" in request.POST else services.claim
        review = Review.objects.filter(pk=_uuid(request.POST.get("release") or request.POST.get("claim"))).first()
        if review is None:
            return self._back(request)
        facts = {} if verb is services.release else {"at": timezone.now()}
        try:
            verb(review_id=review.pk, by=request.user, **facts)
        except services.CannotDecide as refusal:
            messages.warning(request, str(refusal))
        return self._back(request)

    @method_decorator(representative)
    def filters(self, request):
        """Save the current view under a name, or remove a saved one."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if "remove" in request.POST:
            services.forget_filter(filter_id=_whole(request.POST["remove"]), by=request.user)
            return self._back(request)
        try:
            name, query = line(request.POST.get("name", ""), 40), request.GET.urlencode()
            seen = request.POST.get("seen", "")
            services.save_filter(name=name, query=query, by=request.user, at=timezone.now(), seen=seen)
        except services.CannotDecide as refusal:
            messages.warning(request, str(refusal))
        return self._back(request)

    def next_case(self, request, pk):
        """The next unclaimed request after this one, or the queue."""
        now = timezone.now()
        following = queue.in_order(now).filter(queue.view("unclaimed", request.user, now)).exclude(pk=pk).first()
        if following is None:
            return "admin:enrollment_review_changelist"
        return reverse("admin:enrollment_review_case", args=[following.pk])


def _whole(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _uuid(text):
    try:
        return UUID(text or "")
    except ValueError:
        return None
