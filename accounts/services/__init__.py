from accounts.services.activity import record
from accounts.services.jobs import nudge, schedule
from accounts.services.limits import TooMuch, TooOften, count_export, count_person, count_search
from accounts.services.purchasers import CannotRenumber, add_purchaser, add_unit, renumber
from accounts.services.users import add_user, forget_unverified

__all__ = [
    "CannotRenumber",
    "TooMuch",
    "TooOften",
    "add_purchaser",
    "add_unit",
    "add_user",
    "count_export",
    "count_person",
    "count_search",
    "forget_unverified",
    "nudge",
    "record",
    "renumber",
    "schedule",
]
