"""Verbs of the activity record, in words."""

from django import template

from portal.verbs import verb_words

register = template.Library()


@register.simple_tag
def verb(name):
    return verb_words(name)
