"""What jobs about signing in hold: encrypted, because it contains addresses, and erased when the job has ended.

A notice contains no secret. A mail with a secret link is never stored in a job: the job of a registration makes the
link itself, like that of an access code.
"""

import base64
import json
from typing import Any

from accounts.platform.encryption import decrypt, encrypt

TELL_SIGN_IN_CHANGED = "access.tell_sign_in_changed"
REGISTER = "access.register"
HOLD_SEALED = (TELL_SIGN_IN_CHANGED, REGISTER)
SEALED = "sealed"
CONTEXT = "accounts_job.arguments"


def sealed(told: dict[str, str]) -> str:
    return base64.b64encode(encrypt(json.dumps(told), context=CONTEXT)).decode()


def unsealed(text: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(decrypt(base64.b64decode(text), context=CONTEXT))
    return told
