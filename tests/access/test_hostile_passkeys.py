"""What claims to be a passkey's answer is text of anybody: it signs nobody in and never ends in an error page."""

import base64
import json

import pytest
from allauth.mfa.webauthn.internal.auth import STATE_SESSION_KEY
from django.urls import reverse

from tests import factories
from tests.access.signing_in import sign_in
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
GET, MAKE = (
    f'{{"type":"webauthn.{kind}","challenge":"AA","origin":"http://testserver"}}' for kind in ("get", "create")
)


def packed(content):
    content = content if isinstance(content, bytes) else content.encode()
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def answer(**facts):
    own = {"clientDataJSON": packed(GET), "authenticatorData": packed(bytes(37)), "signature": "eA", "userHandle": "MQ"}
    outside = {"type": "public-key", "id": "YWJj", "rawId": "YWJj", "clientExtensionResults": {}}
    return json.dumps(outside | {"response": own | facts})


DEEP, DEEP_CBOR, LONG_CBOR = "[" * 12_000, b"\x81" * 9_000, b"\x5b" + b"\xff" * 8
EXTENDED = bytes(32) + b"\x80" + bytes(4)
HOSTILE = {
    "deep": "[" * 19_000,
    "deep objects": '{"a":' * 3_900,
    "long": '"' + "x" * 900_000 + '"',
    "a long number": "9" * 10_000,
    "a text": '"x"',
    "a number": "1",
    "true": "true",
    "a response that is a text": '{"response": "x"}',
    "a response that is a list": '{"response": ["x"]}',
    "a handle that is a number": '{"response": {"userHandle": 5}}',
    "a handle that is an object": '{"response": {"userHandle": {}}}',
    "half a character": '{"response": {"userHandle": "\\ud800"}}',
    "whole": answer(),
    "a handle of bytes": answer(userHandle=packed(b"\xff")),
    "a huge handle": answer(userHandle=packed("9" * 4_000)),
    "a handle that is no base64": answer(userHandle="$$$"),
    "nobody's handle": answer(userHandle=packed("999999999")),
    "deep client data": answer(clientDataJSON=packed(DEEP)),
    "client data that are a list": answer(clientDataJSON=packed("[]")),
    "empty client data": answer(clientDataJSON=packed("{}")),
    "client data that are bytes": answer(clientDataJSON=packed(b"\xff")),
    "client data that are a number": answer(clientDataJSON=5),
    "no data": answer(authenticatorData=None),
    "empty data": answer(authenticatorData=""),
    "data of ones": answer(authenticatorData=packed(b"\xff" * 100)),
    "deep data": answer(authenticatorData=packed(EXTENDED + DEEP_CBOR)),
    "data of a length that nothing has": answer(authenticatorData=packed(EXTENDED + LONG_CBOR)),
    "a deep attestation": answer(clientDataJSON=packed(MAKE), attestationObject=packed(DEEP_CBOR)),
    "an attestation of a length that nothing has": answer(attestationObject=packed(LONG_CBOR)),
    "a signature that is a number": answer(signature=7),
}


@pytest.fixture
def sam():
    return factories.user("Sam Ito", email="sam@example.test")


@pytest.mark.parametrize("credential", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_hostile_answer_signs_in(client, sam, credential):
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    assert client.session[STATE_SESSION_KEY]
    assert client.post(reverse("mfa_login_webauthn"), {"credential": credential}).status_code == 302
    assert client.get(reverse("enter_code")).status_code == 302


@pytest.mark.parametrize("credential", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("name", ["mfa_add_webauthn", "mfa_reauthenticate_webauthn"])
def test_no_hostile_answer_is_kept_or_counts_as_proof(client, sam, name, credential):
    sign_in(client, password=PASSWORD)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse(name), headers={"accept": "application/json"})
    assert client.post(reverse(name), {"credential": credential}).status_code in (200, 302)
    assert not sam.authenticator_set.exists()
