"""Shared by the views: submissions, refusals as form errors, 404 for foreign ids."""

from functools import partial
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from access.guard import NoPrivilege
from accounts.forms import unseen
from accounts.models import Activity
from accounts.platform.even_time import in_even_time
from accounts.services import count_number
from enrollment import services
from enrollment.forms import masked_entry
from enrollment.models import Change, Enrollment
from enrollment.queries.changes.described import line_words
from enrollment.queries.roster.people import person_page

LONGEST_KEY = 64
# The fields that save a draft as it is, incomplete or wrong: a button that leaves the page, and the page itself.
LEAVE, KEEP = "leave", "keep"


def submission(request, *, key="", draft=None, seen=None):
    """Who asks, where, now. A representative working for a purchaser is marked as one.

    `seen` is what the page was made from: by default what the form says of a draft.
    """
    channel = Activity.Channel.REPRESENTATIVE if request.user.is_staff else Activity.Channel.WEB
    return services.Submission(
        purchaser=request.grant.purchaser,
        by=request.user,
        at=timezone.now(),
        key=key,
        channel=channel,
        draft_id=draft.pk if draft else None,
        privileges=request.grant.privileges,
        unit_ids=request.grant.unit_ids,
        seen=seen_on(request) if draft and seen is None else seen,
    )


def seen_on(request):
    """The row or version the form was filled in with; None if the page does not say."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 18 else None


def form_key(request):
    """The form's key, or a new one where it has none. A key this portal cannot have made is refused."""
    key = request.POST.get("key") or uuid4().hex
    if len(key) > LONGEST_KEY or unseen(key):
        raise BadRequest
    return key


def today(request):
    return request.grant.purchaser.today(timezone.now())


def after(request, command, family, *, draft=None):
    """Gives the coverage that would stand, for billing, which shows what a command does to the next bill."""
    return partial(services.kind_of(command).coverage_after, command, family, submission(request, draft=draft))


def change_or_404(request, pk, *kinds):
    """A submitted change in the grant's purchaser and units, of the named kinds if any.

    Other purchasers' changes look missing.
    """
    change = (
        Change.objects.submitted()
        .filter(purchaser=request.grant.purchaser, pk=pk)
        .select_related("submitted_by", "reversed_by", "unit", "enrollment__offering__plan")
        .first()
    )
    if change is None or not request.grant.covers_unit(change.unit_id):
        raise Http404
    if kinds and change.type not in kinds:
        raise Http404
    _refuse_without(request, *services.kind_of(change).shows)
    return change


def change_to_act_on(request, pk):
    """A submitted change whose kind the user may ask for."""
    change = change_or_404(request, pk)
    _refuse_without(request, services.kind_of(change).privilege)
    return change


def _refuse_without(request, *privileges):
    for privilege in privileges:
        if not request.grant.allows(privilege):
            raise NoPrivilege(privilege)


def draft_or_404(request, pk, *kinds):
    """A draft this user may continue, or the change it became, so that a second Submit finds it.

    A POST locks the draft, so that it sees what another tab removed, deleted or submitted.
    """
    own = Change.objects.filter(purchaser=request.grant.purchaser, type__in=kinds, pk=pk)
    seen = own.drafts_seen_by(request.grant)
    draft = (seen.select_for_update(of=("self",)) if request.method == "POST" else seen).first()
    if draft is not None:
        _refuse_without(request, services.kind_of(draft).privilege)
        services.view_draft(draft=draft, submission=submission(request))
        return draft
    if not own.submitted().exists():
        raise Http404
    return change_or_404(request, pk)


def is_stale(request, draft):
    """Whether a form was made from an earlier version of the draft, or does not say from which."""
    return request.method == "POST" and seen_on(request) != draft.version


def keeps_as_typed(request):
    """Whether entries are to be saved without being checked."""
    return LEAVE in request.POST or KEEP in request.POST


def kept_as_typed(request, draft, address, **hidden):
    """The answer to entries that were saved unchecked: to the page what it goes on from, to a user the list of drafts."""
    if KEEP in request.POST:
        return JsonResponse({"address": address, "hidden": {"seen": str(draft.version), **hidden}})
    messages.info(request, _("Draft saved."))
    return redirect("requests")


def is_kept_as_typed(request, draft):
    """Whether the page saves entries by itself. Another user's draft is changed by a button only, as is a tour's page."""
    own = draft is None or draft.created_by_id == request.user.pk
    return own and not getattr(request, "tour", None) and not getattr(request, "seen_as", None)


def family_of(request, draft):
    """The covered family of a draft; 404 outside the grant."""
    families = Enrollment.objects.filter(purchaser=request.grant.purchaser).select_related(
        "offering__plan", "offering__unit", "unit"
    )
    family = families.filter(pk=draft.enrollment_id).first()
    if family is None or not request.grant.covers_unit(family.unit_id):
        raise Http404
    return family


def typed_into(form):
    """The entries of a form for the draft, without control fields."""
    return {name: form.data.get(name, "") for name in form.fields}


def put_into(form, refusal, fields=None):
    """Show a refusal as form errors; returns the address of the change to view, or None."""
    names = fields or {}
    for problem in refusal.problems:
        field = names.get(problem.field, problem.field)
        form.add_error(field if field in form.fields else None, problem.text)
    return refusal.see.get_absolute_url() if refusal.see else None


def unlike(form, saved):
    """(label, what the draft has) of each field in which a saved draft differs from the form; a number is masked."""
    found = []
    for name, field in form.fields.items():
        now, same = str(saved.get(name, "")), str(saved.get(name, "")) == form.data.get(name, "")
        if name == "lines":
            kept = [line for line in form.offered if line not in saved.get("waives", ())]
            now, same = line_words(kept), kept == form.data.getlist(name)
        if name == "number":
            # Saying which numbers are equal would let somebody guess the saved one.
            now, same = masked_entry(now), form.keeps_number or not (now or form.data.get(name))
        if not same:
            words = {str(value): label for value, label in getattr(field, "choices", ())}
            found.append((field.label, words.get(now, now) or _("Blank")))
    return found


def status_of(form, context):
    """409 where the draft changed meanwhile, 422 for mistakes."""
    if context.get("stale"):
        return 409
    return 422 if form.errors else 200


def count_typed_number(request, about):
    """Count the number in the form against what one user may ask about one person or family. Raises TooMuch."""
    if number := request.POST.get("number", "").strip():
        sent = submission(request)
        count_number(number, about, by=sent.by, purchaser=sent.purchaser, at=sent.at)


def page_or_404(request, person_id):
    page = person_page(request.grant, person_id)
    if page is None:
        raise Http404
    return page


def submit(request, command, *, draft=None, seen=None):
    """Submit a command, then redirect to its receipt or to the earlier one. Raises CannotChange."""
    sent = submission(request, key=f"draft {draft.pk}" if draft else form_key(request), draft=draft, seen=seen)
    try:
        with transaction.atomic():
            change = services.submit(command=command, submission=sent)
    except services.KeyReused as used:
        return render(request, "enrollment/changes/used_key.html", {"first": used.first}, status=409)
    return receipt_of(change)


def receipt_of(change):
    """Redirect to the receipt."""
    return redirect(change)


# Around a view that matches people: the time of its answer must not reveal how many were compared, or found.
in_even_steps = in_even_time(when=lambda _response: True)
