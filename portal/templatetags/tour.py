"""Addresses outside the tour, for pages inside it."""

from django import template
from django.urls import get_script_prefix, reverse

register = template.Library()


@register.simple_tag
def outside(name, *arguments):
    return "/" + reverse(name, args=arguments).removeprefix(get_script_prefix())
