"""The receipt of a request: what happens next in words, and the receipt as a tagged PDF."""

from pathlib import Path

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Activity
from accounts.platform.printing import FONT, pdf
from enrollment.models import Change
from enrollment.services import kind_of

SOURCE = Path(settings.BASE_DIR) / "templates" / "enrollment" / "changes" / "receipt.typ"
State = Change.State
HEADINGS = {
    State.COMPLETED: gettext_lazy("Completed"),
    State.IN_REVIEW: gettext_lazy("In review"),
    State.ACTION_NEEDED: gettext_lazy("Action needed: answer a question"),
    State.REFUSED: gettext_lazy("Declined"),
    State.WITHDRAWN: gettext_lazy("Withdrawn"),
    State.REVERSED: gettext_lazy("Reversed"),
}


def headings(change):
    """The headings of a receipt and of its people."""
    reversed_ = change.state == State.REVERSED
    people = _("Changes before the reversal") if reversed_ else _("Members")
    return {"heading": str(HEADINGS[State(change.state)]), "people_title": people}


def _moment(at, zone):
    local = at.astimezone(zone)
    return f"{date_format(local, 'DATETIME_FORMAT')} {local.tzname()}"


def _while_it_waits(change, at):
    zone, who = change.purchaser.zone, change.purchaser.representative
    due = change.due_at.astimezone(zone)
    text = _("%(name)s's team is reviewing your request. Our two-day goal is %(at)s %(zone)s.")
    yield text % {"name": who.user, "at": date_format(due, "l, F j, Y, g:i A"), "zone": due.tzname()}
    if change.due_at < at:
        text = _(
            "Your request is past our goal. We're working on it and have notified a supervisor. If it's urgent,"
            " call %(name)s at %(phone)s, %(hours)s."
        )
        yield text % {"name": who.user, "phone": who.phone, "hours": who.hours}
    if change.expected_at:
        expected = change.expected_at.astimezone(zone)
        text = _("Expected by %(at)s %(zone)s, based on the requests ahead of it and how many we decide each day.")
        yield text % {"at": date_format(expected, "l, F j, Y, g:i A"), "zone": expected.tzname()}
    yield _("The wait doesn't change your coverage dates. We'll email you when we decide.")


def what_next(change, owed, at):
    """What happens next, in sentences. `owed` are (name, day) pairs of missing numbers."""
    representative = change.purchaser.representative
    if change.state == State.COMPLETED:
        done = _("Your change is saved.")
        if kind_of(change).may_change_premium(change):
            done = _("Your change is saved. Any premium change will be on your next bill.")
        text = _("Add the Social Security number for %(name)s by %(day)s. Coverage starts without it.")
        return [done, *(text % {"name": name, "day": date_format(day, "DATE_FORMAT")} for name, day in owed)]
    if change.state == State.IN_REVIEW:
        return list(_while_it_waits(change, at))
    if change.state == State.ACTION_NEEDED:
        return [_("Answer your representative's question. We've paused our two-day goal until you reply.")]
    if change.state == State.REFUSED:
        facts = {"name": representative.user, "phone": representative.phone}
        return [_("No coverage was changed. Questions? Call %(name)s at %(phone)s.") % facts]
    if change.state == State.WITHDRAWN:
        return [_("You withdrew this request. No coverage was changed.")]
    return [_("Reversed by request %(number)s.") % {"number": change.reversed_by.confirmation}]


def _results(people):
    """[name, who it is, what became of it] of each person, the last in lines."""
    member, changed = _("member %(number)s"), _("%(field)s: %(before)s, now %(after)s")
    for each in people:
        who = [each.relationship, member % {"number": each.member_number} if each.member_number else ""]
        rows = [changed % {"field": row.label, "before": row.before, "after": row.after} for row in each.changed]
        yield [each.name, ", ".join(filter(None, who)), [each.words, *rows]]


def _said(change):
    """The open question or the reason for declining."""
    if change.state == State.ACTION_NEEDED:
        return [change.question]
    return [_("Reason: %(text)s") % {"text": change.refusal}] if change.refusal else []


def _facts(change, context):
    """(label, value) pairs about the request, in page order."""
    zone = change.purchaser.zone
    by = (
        f"{change.submitted_by} ({_('representative')})"
        if change.channel == Activity.Channel.REPRESENTATIVE
        else change.submitted_by
    )
    yield _("Submitted"), f"{_moment(change.submitted_at, zone)}, {by}"
    yield from context["asked"]
    if change.completed_at:
        yield _("Completed"), _moment(change.completed_at, zone)
    if plans := context["plans"]:
        yield ngettext("Plan", "Plans", len(plans)), ", ".join(plan.name for plan in plans)
    if change.unit:
        yield _("Enrollment unit"), change.unit.name


def _talk(lines, zone):
    """(who and when, text) of each question and answer."""
    for line in lines:
        asked = "question" in line.after
        who = _("Your account service representative") if asked else line.actor
        text = line.after["question" if asked else "answer"]
        corrected = f" ({_('with a correction')})" if line.after.get("corrected") else ""
        yield f"{who}, {_moment(line.at, zone)}", f"{text}{corrected}"


def _tone(change):
    if change.is_open:
        return "attention"
    return "ok" if change.state == State.COMPLETED else "neutral"


def receipt_pdf(change, context):
    """The receipt as a PDF/UA-1 file, in the order of the page."""
    data = {
        "font": FONT,
        "tone": _tone(change),
        "title": _("Request %(number)s") % {"number": change.confirmation},
        "purchaser": f"{change.purchaser.name}, {change.purchaser.number}",
        "carrier": settings.CARRIER["name"],
        "contact": f"{settings.CARRIER['phone']}, {settings.CARRIER['hours']}",
        "heading": context["heading"],
        "about": f"{context['kind']}: {change.title}",
        "number": _("Confirmation number"),
        "confirmation": change.confirmation,
        "next_title": _("What happens next"),
        "next": [*_said(change), *context["next"]],
        "people_title": context["people_title"],
        "people_columns": [_("Name"), _("Result")],
        "people": list(_results(context["people"])),
        "facts_title": _("About this request"),
        "facts": list(_facts(change, context)),
        "talk_title": _("Questions and answers"),
        "talk": list(_talk(context["talk"], change.purchaser.zone)),
    }
    return pdf(SOURCE, data)
