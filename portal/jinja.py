"""The environment of the Jinja2 partials: rows of long tables."""

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from jinja2 import Environment


def short_date(day):
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""


def environment(**options):
    """Autoescaping as configured, and gettext."""
    options |= {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    env = Environment(extensions=["jinja2.ext.i18n"], **options)  # noqa: S701  switched on a line above
    env.install_gettext_callables(gettext, ngettext, newstyle=True)
    env.filters["day"] = short_date
    return env
