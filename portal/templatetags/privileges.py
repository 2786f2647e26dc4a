"""Privileges in words."""

from django import template

from access import queries

register = template.Library()
register.simple_tag(queries.in_words, name="in_words")
