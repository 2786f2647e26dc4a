"""The activity record, as a page and as a file."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from access.guard import requires
from access.privileges import Privilege
from accounts.platform.tables import csv_lines
from accounts.services import count_export, record
from enrollment.views.doors import submission, today
from portal import queries
from portal.forms import RecordForm
from portal.verbs import verb_words

PAGE = 50
LINES_AT_MOST = 10_000


def _recorded(request):
    """(lines of the record, the form that chose them)."""
    people, verbs = queries.actors_and_verbs(request.grant)
    names = sorted(((verb, verb_words(verb)) for verb in verbs), key=lambda each: str(each[1]))
    form = RecordForm(request.GET, today=today(request), verbs=names, people=people)
    form.is_valid()
    return queries.recorded(request.grant, **form.chosen()), form


@requires()
@require_safe
def activity(request):
    """Who did what and when at this purchaser."""
    return _record_page(request, *_recorded(request))


def _link(lines, grant):
    """Link each line to its request, with what the request changed."""
    requests, changed = queries.requests_of(lines, grant)
    for line in lines:
        line.request = requests.get(line.object_id)
        line.changed = changed.get(line.object_id, ()) if line.verb == "corrected_details" else ()


def _record_page(request, found, form):
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    if request.grant.allows(Privilege.VIEW_ROSTER):
        _link(page.object_list, request.grant)
    chosen = {name: request.GET.get(name, "") for name in form.fields}
    context = {"page": page, "form": form, "query": urlencode(chosen), "narrowed": any(chosen.values())}
    context["day_fields"] = [form["since"], form["until"]]
    return render(request, "portal/activity.html", context, status=422 if form.errors else 200)


def _in_words(chosen):
    """The filters of an export; nobody is named, as more people read the record than made it."""
    parts = [verb_words(chosen["verb"]) if "verb" in chosen else "", _("one person") if "who" in chosen else ""]
    for name, text in (("since", _("from %(day)s")), ("until", _("through %(day)s"))):
        if name in chosen:
            parts.append(text % {"day": date_format(chosen[name], "SHORT_DATE_FORMAT")})
    return ", ".join(str(part) for part in parts if part) or _("All")


def _record_export(sent, chosen, rows):
    """Put the export on the record with its filters. Raises TooMuch."""
    count_export(by=sent.by, purchaser=sent.purchaser, at=sent.at)
    record(
        "exported_activity",
        by=sent.by,
        at=sent.at,
        purchaser=sent.purchaser,
        on_behalf_of=sent.on_behalf_of,
        channel=sent.channel,
        summary=_in_words(chosen),
        after={"format": "csv", "filters": {name: str(value) for name, value in chosen.items()}, "rows": rows},
    )


@requires(Privilege.EXPORT)
@require_safe
def activity_csv(request):
    found, form = _recorded(request)
    if form.errors:
        return _record_page(request, found, form)
    zone = request.grant.purchaser.zone
    heading = [_("When"), _("Who"), _("How"), _("What"), _("About")]
    rows = [
        [
            line.at.astimezone(zone).isoformat(timespec="seconds"),
            line.actor,
            line.get_channel_display(),
            verb_words(line.verb),
            line.summary,
        ]
        for line in found[:LINES_AT_MOST]
    ]
    _record_export(submission(request), form.chosen(), len(rows))
    response = StreamingHttpResponse(csv_lines(heading, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="activity.csv"'
    return response
