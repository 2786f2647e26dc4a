"""What the doors of this app share: the submission of a request, refusals put into forms, 404 for a stranger's id."""

from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.forms import unseen
from accounts.models import Activity
from enrollment import services
from enrollment.models import Change, Enrollment
from enrollment.queries.roster.people import person_page

LONGEST_KEY = 64


def submission(request, *, key="", draft=None, seen=None):
    """Who asks, where, now. A representative who signs in at a purchaser is marked as one."""
    channel = Activity.Channel.REPRESENTATIVE if request.user.is_staff else Activity.Channel.WEB
    return services.Submission(
        purchaser=request.grant.purchaser,
        by=request.user,
        at=timezone.now(),
        key=key,
        channel=channel,
        draft_id=draft.pk if draft else None,
        seen=seen,
    )


def form_key(request):
    """The key that the form was shown with. One that this portal cannot have made is no form of ours."""
    key = request.POST.get("key", "")
    if len(key) > LONGEST_KEY or unseen(key):
        raise BadRequest
    return key


def today(request):
    return request.grant.purchaser.today(timezone.now())


def change_or_404(request, pk, *kinds):
    """A submitted change of the grant's purchaser and units, of one of the kinds if any are named.

    A stranger's is as missing as a missing one.
    """
    change = (
        Change.objects.submitted()
        .filter(purchaser=request.grant.purchaser, pk=pk)
        .select_related("submitted_by", "reversed_by", "unit", "enrollment__offering__plan")
        .first()
    )
    if change is None or (change.unit_id and not request.grant.covers_unit(change.unit_id)):
        raise Http404
    if kinds and change.type not in kinds:
        raise Http404
    return change


def draft_or_404(request, pk, *kinds):
    """A draft that this user may go on with, or the request that it has become: a second press of Submit finds that."""
    own = Change.objects.filter(purchaser=request.grant.purchaser, type__in=kinds, pk=pk)
    draft = own.drafts_seen_by(request.grant).first()
    if draft is not None:
        return draft
    if not own.submitted().exists():
        raise Http404
    return change_or_404(request, pk)


def family_of(request, draft):
    """The covered family that a draft adds to; a stranger's, or one outside the grant's units, is missing."""
    families = Enrollment.objects.filter(purchaser=request.grant.purchaser).select_related(
        "offering__plan", "offering__unit", "unit"
    )
    family = families.filter(pk=draft.enrollment_id).first()
    if family is None or not request.grant.covers_unit(family.unit_id):
        raise Http404
    return family


def typed_into(form):
    """What was typed into a form, for the draft; never the form's own control fields."""
    return {name: form.data.get(name, "") for name in form.fields}


def put_into(form, refusal, fields=None):
    """A service's refusal as errors of a form; returns the address of the change to look at, or None."""
    names = fields or {}
    for problem in refusal.problems:
        field = names.get(problem.field, problem.field)
        form.add_error(field if field in form.fields else None, problem.text)
    return refusal.see.get_absolute_url() if refusal.see else None


def page_or_404(request, person_id):
    page = person_page(request.grant, person_id)
    if page is None:
        raise Http404
    return page


def submit(request, command, *, draft=None, seen=None):
    """Submit a command: to its receipt, or to that of the form that was sent before. Raises CannotChange."""
    sent = submission(request, key=str(draft.pk) if draft else form_key(request), draft=draft, seen=seen)
    try:
        with transaction.atomic():
            change = services.submit(command=command, submission=sent)
    except services.KeyReused as used:
        return render(request, "enrollment/changes/used_key.html", {"first": used.first}, status=409)
    return receipt_of(change)


def receipt_of(change):
    """To the receipt of a change."""
    response = redirect(change)
    response.is_held = change.is_open
    return response


def is_held(response):
    """Whether an answer says "with a representative": its time must not tell how many people on file were compared."""
    return getattr(response, "is_held", False)
