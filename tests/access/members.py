"""People with access at an employer, and the pages about them."""

import html

from access.models import Grant
from tests import factories
from tests.factories import NOW

LONG_AGO = NOW.replace(year=2020)


def member(employer, name="Sam Ito", privileges=("view_roster",), **facts):
    who = factories.user(name)
    return factories.grant(who, employer.purchaser, privileges=privileges, at=LONG_AGO, **facts)


def refreshed(employer, grant):
    with employer.scope():
        return Grant.objects.get(pk=grant.pk)


def text(response):
    return " ".join(html.unescape(response.content.decode()).split())
