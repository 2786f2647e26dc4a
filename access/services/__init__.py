from access.services.attempts import forget_old
from access.services.codes import (
    ask_for_new_code,
    enter_code,
    issue_code,
    make_code,
    offered,
    redeem,
    take_code_back,
)
from access.services.grants import (
    change_access,
    grant_access,
    leave,
    resume_access,
    revoke_access,
    standing_of,
    suspend_access,
)
from access.services.refusals import AlreadyLinked, CannotChangeAccess, CodeRefused, TooManyTries

__all__ = [
    "AlreadyLinked",
    "CannotChangeAccess",
    "CodeRefused",
    "TooManyTries",
    "ask_for_new_code",
    "change_access",
    "enter_code",
    "forget_old",
    "grant_access",
    "issue_code",
    "leave",
    "make_code",
    "offered",
    "redeem",
    "resume_access",
    "revoke_access",
    "standing_of",
    "suspend_access",
    "take_code_back",
]
