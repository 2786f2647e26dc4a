"""The hidden key that makes a form idempotent, and rules in words."""

import secrets

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext

register = template.Library()


@register.simple_tag(takes_context=True)
def form_key(context):
    """A hidden form key; a page shown again after errors keeps its key."""
    request = context["request"]
    key = request.POST.get("key", "")[:64] or secrets.token_urlsafe(24)
    return format_html('<input type="hidden" name="key" value="{}">', key)


@register.simple_tag
def rule(dated):
    """A rule of enrollment.rules in words, with its number of days."""
    return gettext(dated.rule) % {"days": dated.days}
