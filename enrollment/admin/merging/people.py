"""Members for representatives: search, two records side by side, and merging through services. See merges.py."""

from django.contrib import admin, messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from access.guard import representative
from access.readonly import LONGEST_SEARCH, ReadOnly
from accounts.platform.typed import line
from enrollment import services
from enrollment.models import Person
from enrollment.queries.merging.pairs import found, side_by_side

OTHERS_SHOWN = 30
# Actions on a decision that two records are different people, with their messages.
TAKEN_BACK = _("Decision undone. You can now compare and merge these members.")
REOPENS = {
    "reopen": (services.reopen, TAKEN_BACK),
    "propose_reopening": (
        services.propose_reopening,
        _("Undo requested. A second representative must approve it."),
    ),
    "confirm_reopening": (services.confirm_reopening, TAKEN_BACK),
    "reject_reopening": (services.reject_reopening, _("Request declined. They stay two members.")),
}


def posted(request, name):
    return line(request.POST.get(name, ""), 255)


def page(modeladmin, request, template, *, status=200, **context):
    context = {**modeladmin.admin_site.each_context(request), "opts": modeladmin.model._meta, **context}
    return TemplateResponse(request, f"admin/enrollment/{template}", context, status=status).render()


def _shown(request, proposal):
    """The request that the page showed, if it is still open."""
    if proposal is None or request.POST.get("proposal", str(proposal.pk)) != str(proposal.pk):
        raise services.CannotMerge(_("This request has already been decided."))
    return proposal


def _about_reopening(request, act, pair, what):
    """Undo the decision that they are different people, or decide a request to do so."""
    verb, words = REOPENS[act]
    if act in ("reopen", "propose_reopening"):
        one, other = pair.records
        what |= {"one_id": one.pk, "other_id": other.pk}
    else:
        what |= {"reopening_id": _shown(request, pair.reopening).pk}
    verb(**what)
    return words


@admin.register(Person)
class PersonAdmin(ReadOnly):
    list_display = ["member_number", "last_name", "first_name", "birth_date", "deceased_on", "beside_link"]
    search_fields = ["last_name"]
    search_help_text = _(
        "Enter a member number, or the first letters of a first and last name. Don't enter a Social Security number."
    )
    fields = [
        "member_number",
        "first_name",
        "middle_name",
        "last_name",
        "suffix",
        "birth_date",
        "sex",
        "deceased_on",
        "created_at",
    ]
    show_full_result_count = False
    list_per_page = 50

    def get_queryset(self, request):
        return super().get_queryset(request).filter(is_sample=False)

    def get_search_results(self, request, queryset, search_term):
        """List no one without a search."""
        return found(line(search_term, LONGEST_SEARCH)), False

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("<uuid:pk>/other/", view(self.other), name="enrollment_person_other"),
            path("<uuid:pk>/beside/<uuid:other_pk>/", view(self.beside), name="enrollment_person_beside"),
        ]
        return own + super().get_urls()

    @admin.display(description=_("duplicates"))
    def beside_link(self, person):
        address = reverse("admin:enrollment_person_other", args=[person.pk])
        words = _("Compare member %(number)s") % {"number": person.member_number}
        return format_html('<a href="{}">{}</a>', address, words)

    @method_decorator(require_safe)
    @method_decorator(representative)
    def other(self, request, pk):
        """Find the record to compare with."""
        person = self.get_queryset(request).filter(pk=pk).first()
        if person is None:
            raise Http404
        words = line(request.GET.get("q", ""), LONGEST_SEARCH)
        others = list(found(words or person.last_name).exclude(pk=pk)[:OTHERS_SHOWN])
        self.put_on_record(request, [person, *others])
        return page(self, request, "person/other.html", title=str(person), person=person, words=words, others=others)

    @method_decorator(representative)
    def beside(self, request, pk, other_pk):
        """Two records with differences; merges are made, requested, approved or withdrawn here."""
        pair = side_by_side(pk, other_pk)
        if pair is None:
            raise Http404
        if request.method != "POST":
            services.compare_records(records=pair.records, by=request.user, at=timezone.now())
            return self._beside_page(request, pair)
        try:
            words = self._carry_out(request, pair)
        except services.CannotMerge as refusal:
            return self._beside_page(request, pair, [each.text for each in refusal.problems], status=422)
        messages.success(request, words)
        return redirect("admin:enrollment_person_beside", pk, other_pk)

    def _beside_page(self, request, pair, problems=(), *, status=200):
        return page(
            self,
            request,
            "person/beside.html",
            status=status,
            title=_("Compare two records"),
            pair=pair,
            sides=list(zip(pair.records, pair.coverages, strict=True)),
            own=any(each and each.proposed_by == request.user for each in (pair.proposal, pair.reopening)),
            problems=problems,
            given={name: posted(request, name) for name in ("survivor", "reason", "died_reason")},
        )

    def _carry_out(self, request, pair):
        what = {"by": request.user, "at": timezone.now(), "reason": posted(request, "reason")}
        act = request.POST.get("act", "")
        if act in REOPENS:
            return _about_reopening(request, act, pair, what)
        if act in ("confirm", "withdraw"):
            proposal = _shown(request, pair.proposal)
            if act == "confirm":
                services.confirm_merge(proposal_id=proposal.pk, **what)
                return _("Records merged.")
            services.withdraw_merge(proposal_id=proposal.pk, **what)
            return _("Merge request withdrawn.")
        survivor = next((each for each in pair.records if str(each.pk) == request.POST.get("survivor")), None)
        if survivor is None:
            raise services.CannotMerge(_("Choose the record to keep."))
        duplicate = next(each for each in pair.records if each != survivor)
        what |= {
            "duplicate_id": duplicate.pk,
            "survivor_id": survivor.pk,
            "died_reason": posted(request, "died_reason"),
        }
        if act == "propose":
            services.propose_merge(**what)
            return _("Merge requested. A second representative must approve it.")
        services.merge_people(**what)
        return _("Records merged.")
