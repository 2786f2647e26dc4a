"""The last step of every draft: all answers, the outlook, and Submit."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from access.guard import requires
from access.privileges import Privilege
from enrollment import services
from enrollment.models import Change
from enrollment.views.changes.steps import STEPS, in_steps, steps_of, steps_or_404
from enrollment.views.doors import after, draft_or_404, in_even_steps, is_stale, submission, submit


@in_even_steps
@requires(Privilege.VIEW_ROSTER, Privilege.ENROLL)
@require_http_methods(["GET", "HEAD", "POST"])
@in_steps
def draft_check(request, pk):
    """All answers, the outlook, and Submit. A second press shows the same receipt."""
    steps = steps_or_404(request, pk)
    draft, command = steps.draft, steps.command(request)
    problems, see, stale, then = steps.missing(command), None, is_stale(request, draft), None
    try:
        if request.method == "POST" and not problems and not stale:
            return submit(request, command, draft=draft)
        family = steps.family(request)
        services.kind_of(command).check(command, family, submission(request, draft=draft))
        then = after(request, command, family, draft=draft)
    except services.CannotChange as refusal:
        if other := steps.page_after(refusal):
            return redirect(other)
        problems += [{"text": each.text, "fix": steps.page_for(each)} for each in refusal.problems]
        see = refusal.see.get_absolute_url() if refusal.see else None
    context = {
        "draft": draft,
        "steps": steps,
        "command": command,
        "problems": problems,
        "see": see,
        "form": None,
        "stale": stale,
        # For billing, which shows what this does to the next bill.
        "after": then,
        **steps.shown(request, command),
    }
    return render(
        request, "enrollment/changes/draft_check.html", context, status=409 if stale else 422 if problems else 200
    )


@requires(Privilege.VIEW_ROSTER, Privilege.ENROLL)
@require_POST
def delete_draft(request, pk):
    draft = draft_or_404(request, pk, *STEPS)
    if draft.state != Change.State.DRAFT:
        return redirect(draft)
    if is_stale(request, draft):
        context = {"draft": draft, "steps": steps_of(draft), "stale": True}
        return render(request, "enrollment/changes/draft_changed.html", context, status=409)
    services.delete_draft(draft_id=draft.pk, submission=submission(request, draft=draft))
    messages.info(request, _("Draft discarded."))
    return redirect("home" if request.POST.get("back") == "home" else "requests")
