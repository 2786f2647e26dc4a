"""Notices of changed sign-in as jobs hold them: encrypted, because they contain addresses.

A notice contains no secret. Mail with a secret link is sent at once and never stored in a job.
"""

import base64
import json
from typing import Any

from accounts.platform.encryption import decrypt, encrypt

TELL_SIGN_IN_CHANGED = "access.tell_sign_in_changed"
SEALED = "sealed"
CONTEXT = "accounts_job.arguments"


def sealed(told: dict[str, str]) -> str:
    return base64.b64encode(encrypt(json.dumps(told), context=CONTEXT)).decode()


def unsealed(text: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(decrypt(base64.b64decode(text), context=CONTEXT))
    return told
