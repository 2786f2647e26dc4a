"""The case of one review: the submitted family beside the candidates, and the decisions."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from access.guard import representative
from enrollment import services
from enrollment.queries.cases import case_of


class CasePages:
    """Pages of ReviewAdmin (queue.py); each runs as one transaction under the staff role."""

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
        return redirect(self.next_case(request, pk) if "next" in request.POST else "admin:enrollment_review_changelist")

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
