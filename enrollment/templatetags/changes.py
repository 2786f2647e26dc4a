"""What a kind of change is called, and how a draft of it is continued."""

from django import template

from enrollment import services
from enrollment.views.changes.steps import steps_of

register = template.Library()


@register.filter
def kind(change):
    """The title of a change's kind: "Add employee"."""
    return services.kind_of(change).title


@register.filter
def may_act_on(privileges, change):
    """Whether these privileges allow continuing a draft, answering a question or withdrawing a request."""
    return services.kind_of(change).privilege in privileges


@register.filter
def steps(draft):
    """The steps of a draft: its words and addresses."""
    return steps_of(draft)
