"""Public pages."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from access.guard import public
from enrollment.rules.events import EVENTS, WORDS


def _no_facts():
    return {}


def _events():
    """The events for adding dependents, by the terms that hold now."""
    now = [(event, terms[-1]) for event, terms in EVENTS.items()]
    return {
        "events": [
            {
                "event": _(event.label),
                "days": terms.window_days,
                "ahead": terms.ahead_days,
                "starts": _(WORDS[terms.starts]),
            }
            for event, terms in now
        ]
    }


def page(template, facts=_no_facts):
    @public
    @require_safe
    def show(request):
        return render(request, f"portal/{template}.html", facts())

    return show


help_page, contact = page("help", _events), page("contact")
accessibility, employees = page("accessibility"), page("employees")
