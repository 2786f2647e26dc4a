"""Home: what is due, figures, things to do, recent activity."""

from datetime import timedelta

from django.db.models import Count, Q
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from access.guard import requires
from access.privileges import Privilege
from billing.queries.balance import due
from enrollment import services
from enrollment.models import Change
from enrollment.queries.changes import requests as queries
from enrollment.queries.roster.aging import aging
from enrollment.queries.roster.ending import ending, families_ending
from enrollment.queries.roster.headcount import headcount, state_of
from portal.queries import activity

SHOWN = 8
SEEN = ("viewed_person", "viewed_draft")
# How long a bill is called new.
NEW = timedelta(days=10)
HOUR_OF_NOON, HOUR_OF_EVENING = 12, 18


def _part_of_day(hour):
    if hour < HOUR_OF_NOON:
        return "morning"
    return "afternoon" if hour < HOUR_OF_EVENING else "evening"


def _tasks(request, today, state):
    changes = Change.objects.filter(purchaser=request.grant.purchaser)
    drafts = changes.drafts_seen_by(request.grant)
    waiting = changes.filter(Q(pk__in=drafts.values("pk")) | Q(state=Change.State.ACTION_NEEDED))
    if request.grant.unit_ids is not None:
        waiting = waiting.filter(Q(unit_id__in=request.grant.unit_ids) | Q(unit=None, state=Change.State.DRAFT))
    waiting = waiting.filter(type__in=services.kinds_allowed(request.grant.privileges))
    may_correct = request.grant.allows(Privilege.CORRECT_DETAILS)
    return {
        "waiting": waiting.select_related("created_by").order_by("state", "-saved_at", "-pk")[:SHOWN],
        "follow_ups": queries.open_follow_ups(request.grant)[:SHOWN] if may_correct else [],
        "ending": ending(request.grant, today, at_most=SHOWN),
        "aging": aging(request.grant, today, at_most=SHOWN, state=state),
    }


def _bills(grant, today):
    found = due(grant, today)
    return {"due": found, "bills": found.bills[:SHOWN], "new_since": today - NEW}


@requires()
@require_safe
def home(request):
    now = timezone.now().astimezone(request.grant.purchaser.zone)
    context = {"part_of_day": _part_of_day(now.hour), "now": now}
    if request.grant.allows(Privilege.VIEW_BILL):
        context |= _bills(request.grant, now.date())
    if request.grant.allows(Privilege.VIEW_ROSTER):
        today = now.date()
        state = state_of(request.grant, today)
        open_changes = queries.submitted(request.grant).filter(state__in=Change.OPEN)
        context |= _tasks(request, today, state)
        context |= {
            "people": headcount(request.grant, today, state=state),
            "reviews": open_changes.order_by().aggregate(
                **{state: Count("pk", filter=Q(state=state)) for state in Change.OPEN}
            ),
            "families_ending": families_ending(request.grant, today),
            "changed": activity(request.grant).exclude(verb__in=SEEN)[:SHOWN],
        }
        context["nothing_to_do"] = not (
            context["waiting"] or context["follow_ups"] or context["ending"] or context["aging"] or context.get("bills")
        )
    return render(request, "portal/home.html", context)
