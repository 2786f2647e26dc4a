from accounts.services.activity import record
from accounts.services.jobs import nudge, schedule
from accounts.services.limits import TooMuch, count_export, count_person, count_search
from accounts.services.purchasers import add_purchaser, add_unit
from accounts.services.sessions import renew_session
from accounts.services.users import add_user, forget_unverified

__all__ = [
    "TooMuch",
    "add_purchaser",
    "add_unit",
    "add_user",
    "count_export",
    "count_person",
    "count_search",
    "forget_unverified",
    "nudge",
    "record",
    "renew_session",
    "schedule",
]
