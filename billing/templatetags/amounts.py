"""Amounts of money and the words of a bill on a page."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from billing.queries.versions import NAMES
from billing.rules import dollars
from enrollment import services

register = template.Library()
register.filter("dollars", dollars.dollars)
register.filter("difference", dollars.difference)


@register.filter
def amt(amount):
    """An amount that no line breaks."""
    return format_html('<span class="amt">{}</span>', dollars.dollars(amount))


@register.filter
def amt_difference(amount):
    """A difference that no line breaks."""
    return format_html('<span class="amt">{}</span>', dollars.difference(amount))


@register.filter
def size(amount):
    """An amount without its sign, where the words say which way it goes."""
    return amt(abs(amount))


@register.filter
def tier_words(line):
    """The tier of a line in words, as its rates name it; nothing for a rate by age."""
    if not line.owed:
        return _("Not covered")
    return NAMES.get(line.rate.method, {}).get(line.tier, "")


@register.filter
def kind_words(cause):
    """What a change asked for: "Add dependent"."""
    return services.kind_of(cause).title
