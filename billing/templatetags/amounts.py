"""Amounts of money on a page."""

from django import template

from billing.rules import dollars

register = template.Library()
register.filter("dollars", dollars.dollars)
register.filter("difference", dollars.difference)
