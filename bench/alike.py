"""Responses that must not differ in bytes or time: known and unknown purchaser IDs and email addresses.

`python -m bench alike` measures only this, without loading data.
"""

import base64
import gc
import itertools
import json
import os
import re
import statistics
import time

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import User
from accounts.services import add_user
from bench.figures import NO_TARGET, Figures
from portal.database import set_up
from tests import factories, staff_flags
from tests.servers import ADMIN, PASSWORD

# What each form is asked about: the name of its address, and the field.
FORMS = {
    "tour": ("tour_start", "number"),
    "user ID request": ("user_id_request", "purchaser_number"),
    "sign-in": ("account_login", "login"),
    "sign-up": ("account_signup", "email"),
    "password reset": ("account_reset_password", "email"),
    "passkey": ("mfa_login_webauthn", "credential"),
}
ROUNDS = {"tour": 300, "user ID request": 100, "sign-in": 25, "sign-up": 25, "password reset": 25, "passkey": 100}
APART_AT_MOST = 5
# A passkey answers a challenge, which is asked for first.
BEGUN = {"mfa_login_webauthn"}
ANSWERS = dict.fromkeys(ROUNDS, (302, 200)) | {"sign-in": (200, 200)}
WRONG = "a password that is nobody's"
CLIENT = base64.urlsafe_b64encode(b'{"type":"webauthn.get","challenge":"AA","origin":"http://x"}').decode().rstrip("=")
WRITTEN = {
    "requester_name": "Dana Rivera",
    "requester_email": "dana@example.test",
    "officer_name": "Lee Park",
    "privileges": ["view_roster"],
    "myself": "on",
}
MAIL = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
# The production hasher; tests use a fast one.
HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
CHANGES = re.compile(r'value="[A-Za-z0-9]{64}"|nonce="[^"]*"|user-id-request-\w+|[A-Z0-9]{3,5}-[A-Z0-9]{3,5}')
places = (f"10.{a}.{b}.{c}" for a, b, c in itertools.product(range(200), range(200), range(1, 200)))


def visitor():
    """A client with a new address each time, so that limits count but never stop it."""
    return Client(REMOTE_ADDR=next(places))


def timed(client, name, form, who):
    """Milliseconds of a POST, with its normalized response, its cookies, and the page it leads to."""
    if name in BEGUN:
        client.get(reverse(name), headers={"accept": "application/json"})
    gc.disable()
    started = time.perf_counter()
    response = client.post(reverse(name), form)
    spent = (time.perf_counter() - started) * 1000
    gc.enable()
    page = client.get(response["Location"], follow=True) if response.status_code == 302 else response
    text = page.content.decode().replace(who, "")
    return spent, (response.status_code, page.status_code, CHANGES.sub("", text), sorted(response.cookies))


def credential(user_number):
    """A passkey's answer that is signed by nobody, of the user with this number."""
    packed = base64.urlsafe_b64encode(str(user_number).encode()).decode().rstrip("=")
    answer = {"clientDataJSON": CLIENT, "authenticatorData": "A" * 50, "signature": "eA", "userHandle": packed}
    return json.dumps({"type": "public-key", "id": "YWJj", "rawId": "YWJj", "response": answer})


class Alike:
    def __init__(self, number):
        self.number = number
        # Each is used once, because five wrong passwords lock an address.
        count = max(ROUNDS.values()) + 1
        self.known = [f"known{place:04}@example.test" for place in range(count)]
        for email in self.known:
            add_user(email=email, name="Dana", password=None)
        User.objects.filter(email__in=self.known).update(password=make_password(PASSWORD))
        self.users = list(User.objects.filter(email__in=self.known).order_by("pk").values_list("pk", flat=True))

    def asked(self, what, place):
        """A known value, an unknown value, and the other fields."""
        addresses = (self.known[place], f"other{place:04}@example.test")
        numbers = (self.number, "999-99998")
        return {
            "sign-in": (addresses, {"password": WRONG}),
            "sign-up": (addresses, {"name": "Dana Rivera", "password1": WRONG}),
            "password reset": (addresses, {}),
            "passkey": ((credential(self.users[place]), credential(999_000_000 + place)), {}),
            "tour": (numbers, {}),
            "user ID request": (numbers, WRITTEN),
        }[what]

    def measure(self, what, figures):
        """Alternate known and unknown, each first every other time."""
        times, different, statuses = ([], []), 0, set()
        for place in range(ROUNDS[what] + 1):
            (name, field), (both, others) = FORMS[what], self.asked(what, place)
            shown = [None, None]
            for which in (0, 1) if place % 2 else (1, 0):
                spent, shown[which] = timed(visitor(), name, others | {field: both[which]}, both[which])
                if place:  # warm-up
                    times[which].append(spent)
            different += shown[0] != shown[1]
            statuses.add(shown[0][:2])
        assert statuses == {ANSWERS[what]}, statuses
        known, unknown = map(statistics.median, times)
        figures.note(f"{what}: known and unknown differ in bytes", different, 0, f"of {ROUNDS[what]} answers")
        figures.note(f"{what}: median", unknown, NO_TARGET, "ms")
        figures.note(f"{what}: known and unknown apart by", _apart(known, unknown), APART_AT_MOST, "% of the median")


def _apart(one, other):
    return (max(one, other) / min(one, other) - 1) * 100


def alike(figures, number):
    """`number` is the ID of a purchaser on file."""
    with override_settings(PASSWORD_HASHERS=HASHERS, MAILERS=MAIL):
        measures = Alike(number)
        for what in ROUNDS:
            measures.measure(what, figures)


def alone():
    set_up(os.environ[ADMIN], "test_bench", passwords=dict.fromkeys(["portal_owner", "portal_app"], PASSWORD))
    call_command("migrate", verbosity=0)
    staff_flags.allow(os.environ[ADMIN], "test_bench")
    call_command("sandbox", verbosity=0)
    figures = Figures()
    alike(figures, factories.Employer().purchaser.number)
    return figures.report()
