from accounts.services.activity import record
from accounts.services.closures import CannotClose, add_closure, remove_closure
from accounts.services.jobs import nudge, schedule
from accounts.services.limits import TooMuch, TooOften, count_export, count_number, count_person, count_search
from accounts.services.purchasers import CannotRenumber, add_purchaser, add_unit, renumber
from accounts.services.users import add_user, name_supervisor, register

__all__ = [
    "CannotClose",
    "CannotRenumber",
    "TooMuch",
    "TooOften",
    "add_closure",
    "add_purchaser",
    "add_unit",
    "add_user",
    "count_export",
    "count_number",
    "count_person",
    "count_search",
    "name_supervisor",
    "nudge",
    "record",
    "register",
    "remove_closure",
    "renumber",
    "schedule",
]
