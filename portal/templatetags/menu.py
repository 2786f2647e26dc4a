"""The links of the menu."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from lucide.templatetags.lucide import lucide

register = template.Library()
# Pages below a menu entry, by the start of their address's name.
BELOW = {
    "roster": ("person", "roster", "add", "draft"),
    "requests": ("request",),
    "bills": ("bill",),
    "access": ("new_access", "change_access", "review_access"),
}


@register.simple_tag(takes_context=True)
def menu_link(context, name, label, icon):
    """A menu link, marked on its own page and on pages below it."""
    match = getattr(context.get("request"), "resolver_match", None)
    here = match.url_name or "" if match else ""
    current = here == name or here.startswith(BELOW.get(name, ("\0",)))
    mark = format_html(' aria-current="{}"', "page" if here == name else "true") if current else ""
    return format_html('<a href="{}"{}>{}{}</a>', reverse(name), mark, lucide(icon, size=18), label)
