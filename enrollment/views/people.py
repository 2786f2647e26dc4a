"""One person: their page, the number shown for half a minute, corrections, ends of coverage."""

from datetime import date

from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from access.guard import requires
from access.privileges import Privilege
from enrollment import services
from enrollment.commands import CorrectDetails, EndCoverage, ReverseEnd
from enrollment.forms import CorrectForm, EndForm, ReverseForm
from enrollment.models import Change, PersonDetail
from enrollment.queries.people import person_page, status
from enrollment.rules.codes import EndReason, Language, Relationship, Sex, Tier
from enrollment.rules.coverage import tier
from enrollment.rules.numbers import masked
from enrollment.views.doors import change_or_404, form_key, put_into, submission, today

COVERED = ("active", "ends", "starts")


def _page_or_404(request, person_id):
    page = person_page(request.grant, person_id)
    if page is None:
        raise Http404
    return page


def _family_line(member, day):
    """One of the family as the page lists them."""
    label = Relationship(member.coverage.relationship).label
    return {"detail": member.detail, "label": label, "status": status(member.coverage, day)}


@requires(Privilege.VIEW_ROSTER)
@require_safe
def person(request, person_id):
    page = _page_or_404(request, person_id)
    day = today(request)
    services.view_person(detail=page.detail, unit_id=page.enrollment.unit_id, submission=submission(request))
    for row in page.history:
        row.status, row.status_day = status(row, day)
    family = [_family_line(member, day) for member in page.family]
    covered = [member.coverage for member in page.family if status(member.coverage, day)[0] in COVERED]
    context = {
        "page": page,
        "detail": page.detail,
        "family": family,
        "sex": Sex(page.detail.sex).label,
        "language": Language(page.detail.language).label if page.detail.language else "",
        "ended_by": page.coverage.ended_by,
        "masked": masked(page.detail.number or ""),
        "status": status(page.coverage, day),
        "tier": Tier(tier(each.relationship for each in covered)).label if covered else "",
        "relationship": Relationship(page.coverage.relationship).label,
        "starts_later": page.coverage.starts_on > day,
        "can_end": status(page.coverage, day)[0] in ("active", "starts"),
    }
    return render(request, "enrollment/person.html", context)


@requires(Privilege.VIEW_ROSTER, Privilege.SEE_NUMBER, fresh=True)
@require_POST
def reveal(request, person_id):
    """The whole number for 30 seconds: in place with script, as a page of its own without."""
    page = _page_or_404(request, person_id)
    number = services.reveal_number(
        person_id=person_id, unit_id=page.enrollment.unit_id, submission=submission(request)
    )
    shown = f"{number[:3]}-{number[3:5]}-{number[5:]}" if number else _("None on file")
    context = {"number": shown, "masked": masked(number), "page": page, "detail": page.detail}
    template = "enrollment/_number.html" if request.htmx else "enrollment/number.html"
    return render(request, template, context)


def _initial(detail):
    names = ["first_name", "middle_name", "last_name", "suffix", "birth_date", "sex", "no_number_reason"]
    names += ["preferred_name", "street", "street2", "city", "state", "zip_code", "phone", "email", "language"]
    return {name: getattr(detail, name) for name in names}


def _correct_form(request, page, data):
    before = services.applicant_of(page.detail, page.coverage.relationship)
    initial = _initial(page.detail)
    return CorrectForm(data, initial=initial, today=today(request), known_number=before.number)


def _seen(request):
    """The row of details that the form was filled in with; None where a page does not say."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 18 else None


def _refuse_unless_seen(request):
    """A form that does not say what it was filled in with may take anything back."""
    if _seen(request) is None:
        raise services.StaleDetails(
            _("This page was not whole. The details are shown as they are now, with your corrections: check them.")
        )


def _may_have_been_shown(request, page):
    """The details that the form was filled in with; where it does not say which, all that ever were."""
    versions = PersonDetail.objects.filter(person_id=page.detail.person_id, purchaser=request.grant.purchaser)
    seen = _seen(request)
    return list(versions if seen is None else versions.filter(pk=seen)) or [page.detail]


def _brought_up_to_date(request, page, form):
    """The form with the details as they are now in every field that the user left as it was shown."""
    data, now = request.POST.copy(), _initial(page.detail)
    shown = [_initial(each) for each in _may_have_been_shown(request, page)]
    for name, field in form.fields.items():
        if name in now and not all(field.has_changed(then[name], request.POST.get(name)) for then in shown):
            data[name] = field.widget.format_value(field.prepare_value(now[name])) or ""
    return _correct_form(request, page, data)


@requires(Privilege.VIEW_ROSTER, Privilege.CORRECT_DETAILS)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, person_id):
    page = _page_or_404(request, person_id)
    form, see, seen = _correct_form(request, page, request.POST or None), None, _seen(request) or page.detail.pk
    if form.is_valid():
        after = form.corrected(page.coverage.relationship)
        try:
            _refuse_unless_seen(request)
            with transaction.atomic():
                change = services.correct_details(
                    command=CorrectDetails(person_id=person_id, after=after),
                    submission=submission(request, key=form_key(request)),
                    seen=_seen(request),
                )
            return redirect(change)
        except services.StaleDetails as stale:
            form = _brought_up_to_date(request, page, form)
            form.is_valid()
            see, seen = put_into(form, stale), page.detail.pk
        except services.CannotCorrect as refusal:
            see = put_into(form, refusal)
        except services.KeyReused as used:
            return _used_key(request, used)
    context = {"form": form, "page": page, "detail": page.detail, "see": see, "seen": seen}
    return render(request, "enrollment/correct.html", context, status=422 if form.errors else 200)


def _used_key(request, used):
    """The same form with other content: nothing is done again, and the first result is shown."""
    return render(request, "enrollment/used_key.html", {"first": used.first}, status=409)


def _end_form(request, page, *, ask=()):
    options = {"today": today(request), "of_employee": page.is_subscriber, "ask": ask}
    return EndForm(request.POST or None, **options)


def _preview(request, page, form):
    return services.preview_end(
        page.enrollment,
        person_ids=() if page.is_subscriber else (page.detail.person_id,),
        reason=EndReason(form.cleaned_data["reason"]),
        event_on=form.counted_from(),
        purchaser=request.grant.purchaser,
        today=today(request),
    )


def _days_can_be(request, page, form):
    """Whether there is anything to preview; if not, the form says why at the day."""
    try:
        services.check_end_days(
            family=page.enrollment,
            reason=EndReason(form.cleaned_data["reason"]),
            counted_from=form.counted_from(),
            last_day_worked=form.cleaned_data.get("last_day_worked"),
            today=today(request),
        )
    except services.CannotEnd as refusal:
        put_into(form, refusal)
        return False
    return True


def _asked(preview):
    """What an end of this kind must be asked about."""
    if preview.beyond_limit:
        return ("attested", "earlier", "earlier_reason")
    return ("attested",) if preview.retroactive else ()


def _was_shown(request, preview):
    """Whether this last day is the one that stood on the page whose button was pressed."""
    return request.POST.get("shown") == preview.last_day.isoformat()


def _end_command(page, form, preview):
    values = form.cleaned_data
    return EndCoverage(
        enrollment_id=page.enrollment.pk,
        person_ids=() if page.is_subscriber else (page.detail.person_id,),
        reason=EndReason(values["reason"]),
        event_on=values["event_on"],
        last_day=preview.last_day,
        attested=values.get("attested", False),
        earlier=values.get("earlier"),
        earlier_reason=values.get("earlier_reason", ""),
        last_day_worked=values.get("last_day_worked"),
    )


def _with_days(results):
    return [each | {"on": date.fromisoformat(each["on"])} for each in results]


@requires(Privilege.VIEW_ROSTER, Privilege.END_COVERAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request, person_id):
    """Two steps on one address: what happened; then who ends when, by which rule, and the submit button."""
    page = _page_or_404(request, person_id)
    form, preview, see = _end_form(request, page), None, None
    if form.is_valid() and _days_can_be(request, page, form):
        preview = _preview(request, page, form)
        form = _end_form(request, page, ask=_asked(preview))
        form.is_valid()
        if "submit" in request.POST and not _was_shown(request, preview):
            form.add_error(None, _("Your answers changed. Check the last day of coverage below, then submit again."))
        elif "submit" in request.POST and form.is_valid():
            try:
                with transaction.atomic():
                    change = services.end_coverage(
                        command=_end_command(page, form, preview),
                        submission=submission(request, key=form_key(request)),
                    )
                return redirect(change)
            except services.CannotEnd as refusal:
                see = put_into(form, refusal)
            except services.KeyReused as used:
                return _used_key(request, used)
    names = {member.detail.person_id: member.detail.full_name for member in page.family}
    ending = _with_days(preview.results(names)) if preview else []
    context = {"form": form, "page": page, "detail": page.detail, "preview": preview, "ending": ending, "see": see}
    return render(request, "enrollment/end.html", context, status=422 if form.errors else 200)


@requires(Privilege.VIEW_ROSTER, Privilege.END_COVERAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def reverse_end(request, pk):
    """Reverse an end of coverage: the reason, then it is done."""
    ended = change_or_404(request, pk)
    if ended.type != Change.Type.END_COVERAGE:
        raise Http404
    form, see = ReverseForm(request.POST or None, today=today(request)), None
    if form.is_valid():
        try:
            with transaction.atomic():
                change = services.reverse_end(
                    command=ReverseEnd(change_id=ended.pk, reason=form.cleaned_data["reason"]),
                    submission=submission(request, key=form_key(request)),
                )
            return redirect(change)
        except services.CannotReverse as refusal:
            see = put_into(form, refusal)
        except services.KeyReused as used:
            return _used_key(request, used)
    context = {"form": form, "ended": ended, "see": see}
    return render(request, "enrollment/reverse_end.html", context, status=422 if form.errors else 200)
