from access.services.appointments import (
    CannotAppoint,
    add_representative,
    invite_again,
    invite_representative,
    name_first_supervisor,
    set_supervisor,
)
from access.services.attempts import forget_old
from access.services.codes import (
    ask_for_new_code,
    enter_code,
    issue_code,
    mail_came_back,
    make_code,
    offered,
    redeem,
    take_code_back,
)
from access.services.delegations import delegate, end_delegation
from access.services.drawing_up import draw_up, look_up
from access.services.drawn import document_to_draw, keep_drawn, keep_failed
from access.services.follow_up import follow_up
from access.services.grants import (
    access_mark,
    change_access,
    grant_access,
    leave,
    resume_access,
    revoke_access,
    standing_of,
    suspend_access,
)
from access.services.reads import view_at_desk
from access.services.refusals import AlreadyLinked, CannotChangeAccess, CodeRefused, StaleAccess, TooManyTries
from access.services.requests import (
    GOAL_DAYS,
    CannotProceed,
    approve,
    ask_requester,
    checks,
    code_came_back,
    fill_in,
    index_document,
    is_first_administrator,
    register_document,
    reject,
)
from access.services.seen import refuse_unless_seen, request_mark
from access.services.sign_in_help import end_sessions_of, remove_second_factors, second_factors, sessions_of
from access.services.unverified import forget_unverified

__all__ = [
    "GOAL_DAYS",
    "AlreadyLinked",
    "CannotAppoint",
    "CannotChangeAccess",
    "CannotProceed",
    "CodeRefused",
    "StaleAccess",
    "TooManyTries",
    "access_mark",
    "add_representative",
    "approve",
    "ask_for_new_code",
    "ask_requester",
    "change_access",
    "checks",
    "code_came_back",
    "delegate",
    "document_to_draw",
    "draw_up",
    "end_delegation",
    "end_sessions_of",
    "enter_code",
    "fill_in",
    "follow_up",
    "forget_old",
    "forget_unverified",
    "grant_access",
    "index_document",
    "invite_again",
    "invite_representative",
    "is_first_administrator",
    "issue_code",
    "keep_drawn",
    "keep_failed",
    "leave",
    "look_up",
    "mail_came_back",
    "make_code",
    "name_first_supervisor",
    "offered",
    "redeem",
    "refuse_unless_seen",
    "register_document",
    "reject",
    "remove_second_factors",
    "request_mark",
    "resume_access",
    "revoke_access",
    "second_factors",
    "sessions_of",
    "set_supervisor",
    "standing_of",
    "suspend_access",
    "take_code_back",
    "view_at_desk",
]
