"""Entering and redeeming access codes, and what came of it."""

import re

from access import services
from access.models import Grant
from accounts.models import Activity
from tests.factories import NOW

ADDRESS = "203.0.113.7"
REFUSAL = "this code can&#x27;t be used"


def enter(user, typed, *, at=NOW, address=ADDRESS):
    return services.enter_code(user=user, typed=typed, address=address, at=at)


def same(response):
    """A page without the parts that vary between responses."""
    return re.sub(r'value="[^"]{64}"|nonce="[^"]*"|signed in as [^<]*<', "", response.content.decode())


def redeem(user, typed, *, at=NOW):
    return services.redeem(index=enter(user, typed, at=at), user=user, at=at)


def grants_at(employer):
    with employer.scope():
        return list(Grant.objects.exclude(user=employer.administrator).order_by("pk"))


def verbs(employer):
    with employer.scope():
        return list(Activity.objects.order_by("id").values_list("verb", flat=True))
