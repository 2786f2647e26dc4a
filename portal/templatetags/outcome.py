"""Outcomes of a change and verbs of the activity record, in words."""

from django import template

from enrollment.queries.changes.outcome import outcome_words
from portal.verbs import verb_words

register = template.Library()


@register.simple_tag
def outcome(person):
    return outcome_words(person)


@register.simple_tag
def verb(name):
    return verb_words(name)
