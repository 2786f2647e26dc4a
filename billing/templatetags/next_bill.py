"""What a change does to the next bill, for pages of enrollment that put `after` into their context."""

from django import template
from django.utils import timezone

from access.privileges import Privilege
from billing.queries.preview import effect_on_next_bill
from enrollment.services import CannotChange

register = template.Library()


@register.inclusion_tag("billing/_next_bill_effect.html", takes_context=True)
def next_bill_effect(context):
    """`after` gives the coverage that would stand; without it, or without the right to see bills, nothing is shown."""
    request, after = context["request"], context.get("after")
    if after is None or not request.grant.allows(Privilege.VIEW_BILL):
        return {"shown": False}
    try:
        proposals = after()
    except CannotChange:
        return {"shown": False}
    today = request.grant.purchaser.today(timezone.now())
    return {"shown": True, "previews": effect_on_next_bill(proposals, today=today)}
