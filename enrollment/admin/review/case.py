"""The case page of a review: the submitted family, the possible matches, and the decisions."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from access.guard import representative
from accounts.queries import closed_days
from enrollment import services
from enrollment.admin.review.time_left import time_left
from enrollment.queries.review.claims import held_until, holder_of

QUEUE = "admin:enrollment_review_changelist"


class CasePages:
    """Pages of ReviewAdmin (queue.py); each is one transaction under the staff role."""

    @method_decorator(require_safe)
    @method_decorator(representative)
    def case(self, request, pk):
        """The submitted family beside the possible matches. Each view of them is recorded."""
        return self._case_page(request, pk)

    def _case_page(self, request, pk, *, problems=(), may_insist=False, holders=(), status=200):
        now = timezone.now()
        case = services.case_for(pk, at=now, posted=request.POST)
        if case is None:
            raise Http404
        case = services.with_obstacles(case)
        if not services.look_at_candidates(review_id=pk, by=request.user, at=now):
            self.put_on_record(request, [case.review])
        holder, due, zone = holder_of(case.review, now), case.change.due_at, case.change.purchaser.zone
        context = {
            **self.admin_site.each_context(request),
            "title": case.change.confirmation,
            "case": case,
            "holder": holder,
            "held_by_another": bool(holder and holder != request.user),
            "held_until": held_until(case.review, now),
            "releasable": request.user in (holder, case.review.assigned_to if holder is None else None),
            "due": due and due.astimezone(zone),
            "left": due and time_left(due, now, zone, closed_days()),
            "problems": problems,
            "may_insist": may_insist,
            "holders": holders,
            "consequence": services.consequence(),
            "opts": self.model._meta,
            "note": case.reply_from(request.POST),
            "go_on": request.method != "POST" or "next" in request.POST,
        }
        with timezone.override(zone):
            return TemplateResponse(request, "admin/enrollment/review/case.html", context, status=status).render()

    @method_decorator(representative)
    def decide(self, request, pk):
        if request.method != "POST":
            return redirect("admin:enrollment_review_case", pk)
        now = timezone.now()
        case = services.case_for(pk, at=now, posted=request.POST)
        if case is None:
            raise Http404
        try:
            words = self._carry_out(request, pk, case, now)
        except services.StaleFacts as stale:
            services.show_again(review_id=pk, stale=stale, by=request.user, at=now)
            return self._case_page(request, pk, problems=[str(stale)], may_insist=stale.may_insist, status=422)
        except services.NumberOfAnother as shared:
            return self._case_page(request, pk, problems=[str(shared)], holders=shared.holders, status=422)
        except services.CannotDecide as refusal:
            return self._case_page(request, pk, problems=[each.text for each in refusal.problems], status=422)
        messages.success(request, words)
        return self._go_on(request, pk)

    def _go_on(self, request, pk):
        """Stay on a claimed case; after a decision open the next one if requested."""
        act = request.POST.get("act", "")
        if act == "claim":
            return redirect("admin:enrollment_review_case", pk)
        return redirect(self.next_case(request, pk) if "next" in request.POST and act != "release" else QUEUE)

    def _carry_out(self, request, pk, case, now):
        act, note, shown = request.POST.get("act", ""), case.reply_from(request.POST), request.POST.get("shown", "")
        what = {"review_id": pk, "by": request.user, "at": now}
        number = case.change.confirmation
        if act == "claim":
            services.claim(**what)
            return _("You claimed %(number)s.") % {"number": number}
        if act == "release":
            services.release(review_id=pk, by=request.user)
            return _("%(number)s is back in the queue.") % {"number": number}
        if act == "ask":
            services.ask_employer(question=note, shown=shown, **what)
            return _("Question about %(number)s sent to the employer.") % {"number": number}
        if act == "refuse":
            services.refuse(note=note, shown=shown, **what)
            return _("%(number)s declined.") % {"number": number}
        if act != "settle":
            raise services.CannotDecide(_("Choose what to do."))
        identities = case.identities_from(request.POST)
        if case.needs_identities and not identities:
            raise services.CannotDecide(_("Choose what to do first: decide on each person."))
        services.settle(
            identities=identities,
            amendments=case.amendments_from(request.POST),
            insist="insist" in request.POST,
            number_of=request.POST.getlist("number_of"),
            note=note,
            shown=shown,
            **what,
        )
        return _("%(number)s completed.") % {"number": number}
