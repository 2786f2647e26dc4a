"""Requests and receipts: list, receipt, answer, withdrawal."""

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from access.guard import requires
from access.privileges import Privilege
from enrollment import services
from enrollment.commands import command_from
from enrollment.documents.receipts import headings, receipt_pdf, what_next
from enrollment.forms import AnswerForm, people_forms
from enrollment.models import Change
from enrollment.queries.changes import requests as queries
from enrollment.queries.changes.results import results_of
from enrollment.queries.changes.talk import question_mark, talk
from enrollment.views.changes.steps import STEPS
from enrollment.views.doors import (
    change_or_404,
    change_to_act_on,
    in_even_steps,
    put_into,
    receipt_of,
    submission,
    today,
)

STATES = ("draft", "in_review", "action_needed", "completed", "refused", "withdrawn", "reversed")

PAGE = 50


@requires(Privilege.VIEW_ROSTER)
@require_safe
def requests(request):
    state = request.GET.get("state", "")
    found = queries.submitted(request.grant)
    if state in STATES:
        found = found.filter(state=state)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    drafts = list(queries.drafts(request.grant))
    context = {
        "drafts": drafts,
        "left": next((each for each in drafts if str(each.pk) == request.GET.get("saved")), None),
        "page": page,
        "state": state,
        "now": timezone.now(),
        "states": [choice for choice in Change.State.choices if choice[0] != "draft"],
    }
    return render(request, "enrollment/changes/requests.html", context)


def _context(request, change, form=None, problems=(), see=None, person_forms=None):
    day = today(request)
    command, kind = command_from(change.type, change.payload), services.kind_of(change)
    asked_now = change.state == Change.State.ACTION_NEEDED
    if person_forms is None:
        person_forms = people_forms(command.people, None, day) if asked_now else []
    return {
        "change": change,
        **headings(change),
        "kind": kind.title,
        "plans": kind.plans(change, command),
        "asked": kind.describe(change, command),
        "people": results_of(change, command.people, kind.proposed(change, command)),
        "talk": talk(change),
        "reversible": kind.is_reversible(change),
        "another": STEPS[change.type].another if change.type in STEPS else None,
        "form": form or AnswerForm(today=day),
        "question_mark": question_mark(change) if asked_now else "",
        "person_forms": person_forms,
        "wrong_people": [each for each in person_forms if each.errors],
        "correcting": any(each.is_bound and each.has_changed() for each in person_forms),
        "problems": problems,
        "see": see,
        "next": what_next(change, [(each.name, each.due_on) for each in queries.owed_after(change)], timezone.now()),
    }


@requires(Privilege.VIEW_ROSTER)
@require_safe
def receipt(request, pk):
    """The permanent receipt of a request."""
    return render(request, "enrollment/changes/receipt.html", _context(request, change_or_404(request, pk)))


@requires(Privilege.VIEW_ROSTER)
@require_safe
def receipt_file(request, pk):
    change = change_or_404(request, pk)
    response = HttpResponse(receipt_pdf(change, _context(request, change)), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="request-{change.confirmation}.pdf"'
    return response


@in_even_steps
@requires(Privilege.VIEW_ROSTER)
@require_POST
def answer(request, pk):
    """Answer a representative, with corrected people if the page had them."""
    change = change_to_act_on(request, pk)
    form, see = AnswerForm(request.POST, today=today(request)), None
    people = command_from(change.type, change.payload).people
    person_forms = people_forms(people, request.POST, today(request))
    bound = [each for each in person_forms if each.is_bound]
    if all([form.is_valid(), *(each.is_valid() for each in bound)]):
        try:
            with transaction.atomic():
                answered = services.answer(
                    change_id=change.pk,
                    text=form.cleaned_data["text"],
                    people=[each.person() for each in bound] or None,
                    to=request.POST.get("to", ""),
                    submission=submission(request),
                )
            return receipt_of(answered)
        except services.CannotChange as refusal:
            change, see = change_to_act_on(request, pk), put_into(form, refusal)
            person_forms = people_forms(people, request.POST, today(request), refusal.problems)
            if request.POST.get("to") != question_mark(change):
                person_forms = None  # An older page must not undo later corrections.
    context = _context(request, change, form, see=see, person_forms=person_forms)
    return render(request, "enrollment/changes/receipt.html", context, status=422)


@requires(Privilege.VIEW_ROSTER)
@require_POST
def withdraw(request, pk):
    change = change_to_act_on(request, pk)
    try:
        with transaction.atomic():
            services.withdraw(change_id=change.pk, submission=submission(request))
    except services.CannotChange as refusal:
        problems, now = [problem.text for problem in refusal.problems], change_to_act_on(request, pk)
        return render(request, "enrollment/changes/receipt.html", _context(request, now, problems=problems), status=422)
    return redirect(change)
