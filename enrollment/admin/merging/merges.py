"""Merges and their requests: lists, and the page that undoes a merge."""

from uuid import UUID

from django.contrib import admin, messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from access.guard import representative
from access.readonly import ReadOnly
from enrollment import services
from enrollment.admin.merging.people import page, posted
from enrollment.models import MergeProposal, PersonMerge, Reopening, UndoProposal
from enrollment.queries.merging.records import undo_takes_two
from enrollment.queries.merging.rows import rows_since


def link_to_pair(merge, words):
    address = reverse("admin:enrollment_person_beside", args=[merge.duplicate_id, merge.survivor_id])
    return format_html('<a href="{}">{}</a>', address, words)


def undo_link(merge, words):
    address = reverse("admin:enrollment_personmerge_undo", args=[merge.pk])
    both = {"one": merge.duplicate.member_number, "other": merge.survivor.member_number}
    return format_html('<a href="{}">{}</a>', address, words % both)


class Pairs(ReadOnly):
    """Lists of two records that are, or may be, one person."""

    list_display_links = None
    list_select_related = ["duplicate", "survivor"]

    @admin.display(description=_("records"))
    def pair(self, row):
        return link_to_pair(row, f"{row.duplicate.member_number} = {row.survivor.member_number}")


@admin.register(MergeProposal)
class MergeProposalAdmin(Pairs):
    list_display = ["pair", "proposed_by", "proposed_at", "state"]
    fields = ["proposed_by", "proposed_at", "reason", "died_reason"]
    ordering = ["-proposed_at"]

    @admin.display(description=_("status"))
    def state(self, proposal):
        if proposal.is_open:
            return _("Waiting for second approval")
        return _("Approved") if proposal.merge_id else _("Withdrawn")


@admin.register(UndoProposal)
class UndoProposalAdmin(ReadOnly):
    list_display = ["pair", "proposed_by", "proposed_at", "state", "decide_link"]
    list_display_links = None
    list_select_related = ["merge__duplicate", "merge__survivor", "proposed_by"]
    fields = ["proposed_by", "proposed_at", "reason", "confirmed_by", "confirmed_at", "rejected_by", "rejected_at"]
    ordering = ["-proposed_at"]

    @admin.display(description=_("records"))
    def pair(self, proposal):
        merge = proposal.merge
        return link_to_pair(merge, f"{merge.duplicate.member_number} = {merge.survivor.member_number}")

    @admin.display(description=_("status"))
    def state(self, proposal):
        if proposal.is_open:
            return _("Waiting for second approval")
        return _("Approved") if proposal.confirmed_at else _("Declined")

    @admin.display(description=_("decide"))
    def decide_link(self, proposal):
        return undo_link(proposal.merge, _("Decide on %(one)s and %(other)s")) if proposal.is_open else "-"


@admin.register(Reopening)
class ReopeningAdmin(ReadOnly):
    list_display = ["pair", "proposed_by", "proposed_at", "state"]
    list_display_links = None
    list_select_related = ["one", "other", "proposed_by"]
    fields = ["proposed_by", "proposed_at", "reason", "reopened_at", "confirmed_by", "rejected_at", "rejected_by"]
    ordering = ["-proposed_at"]

    @admin.display(description=_("records"))
    def pair(self, row):
        address = reverse("admin:enrollment_person_beside", args=[row.one_id, row.other_id])
        return format_html('<a href="{}">{}</a>', address, f"{row.one.member_number}, {row.other.member_number}")

    @admin.display(description=_("status"))
    def state(self, row):
        if row.is_open:
            return _("Waiting for second approval")
        return _("Undone") if row.reopened_at else _("Declined")


@admin.register(PersonMerge)
class PersonMergeAdmin(Pairs):
    list_display = ["pair", "decided_by", "decided_at", "undone_at", "undo_link"]
    fields = ["decided_by", "decided_at", "proposed_by", "reason", "died_reason", "undone_at", "undone_by"]
    ordering = ["-decided_at"]

    def get_urls(self):
        own = [path("<int:pk>/undo/", self.admin_site.admin_view(self.undo), name="enrollment_personmerge_undo")]
        return own + super().get_urls()

    @admin.display(description=_("undo"))
    def undo_link(self, merge):
        return "-" if merge.undone_at else undo_link(merge, _("Undo the merge of %(one)s and %(other)s"))

    @method_decorator(representative)
    def undo(self, request, pk):
        """Assign the rows written since the merge and undo it, or approve another's assignment."""
        merge = PersonMerge.objects.select_related("duplicate", "survivor").filter(pk=pk, undone_at=None).first()
        if merge is None:
            raise Http404
        groups, proposal = _by_request(rows_since(merge)), services.open_undo(merge)
        if request.method != "POST":
            return self._undo_page(request, merge, groups, proposal)
        try:
            words = _carry_out(request, merge, groups, proposal)
        except services.CannotMerge as refusal:
            return self._undo_page(request, merge, groups, proposal, [each.text for each in refusal.problems])
        messages.success(request, words)
        if services.open_undo(merge):
            return redirect("admin:enrollment_personmerge_undo", pk)
        return redirect("admin:enrollment_person_beside", merge.duplicate_id, merge.survivor_id)

    def _undo_page(self, request, merge, groups, proposal, problems=()):
        self.put_on_record(request, [merge])
        return page(
            self,
            request,
            "personmerge/undo.html",
            status=422 if problems else 200,
            title=_("Undo a merge"),
            merge=merge,
            groups=[(origin, rows, _answer(request, merge, proposal, origin, rows)) for origin, rows in groups.items()],
            takes_two=undo_takes_two(merge),
            proposal=proposal,
            own=bool(proposal and proposal.proposed_by == request.user),
            stale=bool(proposal and services.is_stale(proposal, merge)),
            problems=problems,
            given=posted(request, "reason"),
        )


def _answer(request, merge, proposal, origin, rows):
    """The chosen person of a request's rows: from the undo request or from the rejected form."""
    if proposal is None:
        return request.POST.get(f"to{origin}", "")
    persons = {proposal.assigned.get(row.key) for row in rows}
    if None in persons:
        return ""
    return "duplicate" if persons == {str(merge.duplicate_id)} else "survivor"


def _carry_out(request, merge, groups, proposal):
    what = {"by": request.user, "at": timezone.now(), "reason": posted(request, "reason")}
    act = request.POST.get("act", "")
    if act in ("confirm", "reject"):
        shown = request.POST.get("proposal", "")
        if proposal is None or str(proposal.pk) != shown:
            raise services.CannotMerge(_("This request has already been decided."))
        if act == "confirm":
            services.confirm_undo(proposal_id=proposal.pk, **what)
            return _("Merge undone.")
        services.reject_undo(proposal_id=proposal.pk, **what)
        return _("Request declined. The merge stays.")
    what |= {"merge_id": merge.pk, "assigned": _assigned(request, merge, groups)}
    if act == "propose":
        services.propose_undo(**what)
        return _("Undo requested. A second representative must approve it.")
    services.undo_merge(**what)
    return _("Merge undone.")


def _assigned(request, merge, groups):
    """The chosen person of every row."""
    assigned: dict[str, UUID] = {}
    for origin, rows in groups.items():
        answer = request.POST.get(f"to{origin}", "")
        if answer in ("duplicate", "survivor"):
            assigned |= {row.key: merge.duplicate_id if answer == "duplicate" else row.person_id for row in rows}
    return assigned


def _by_request(rows):
    """Rows since the merge, grouped by the request that they are assigned with."""
    groups = {}
    for row in rows:
        groups.setdefault(row.origin, []).append(row)
    return groups
