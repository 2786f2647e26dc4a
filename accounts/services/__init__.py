from accounts.services.activity import record
from accounts.services.closures import CannotClose, add_closure, remove_closure
from accounts.services.contacts import add_contact, remove_contact, set_address, set_bill_delivery
from accounts.services.contracts import end_contract, open_purchaser, record_contract, reinstate_contract
from accounts.services.jobs import nudge, schedule
from accounts.services.limits import TooMuch, TooOften, count_export, count_number, count_person, count_search
from accounts.services.purchasers import (
    CannotRenumber,
    add_purchaser,
    join_names,
    rename_purchaser,
    renumber,
    set_size,
    set_time_zone,
)
from accounts.services.refusals import CannotSetUp, NothingToChange, in_words, put_on_record, reason_of
from accounts.services.units import (
    add_unit,
    move_unit,
    next_known_seq,
    refuse_before_billing,
    rename_unit,
    set_billing_start,
)
from accounts.services.users import add_user, name_supervisor, register

__all__ = [
    "CannotClose",
    "CannotRenumber",
    "CannotSetUp",
    "NothingToChange",
    "TooMuch",
    "TooOften",
    "add_closure",
    "add_contact",
    "add_purchaser",
    "add_unit",
    "add_user",
    "count_export",
    "count_number",
    "count_person",
    "count_search",
    "end_contract",
    "in_words",
    "join_names",
    "move_unit",
    "name_supervisor",
    "next_known_seq",
    "nudge",
    "open_purchaser",
    "put_on_record",
    "reason_of",
    "record",
    "record_contract",
    "refuse_before_billing",
    "register",
    "reinstate_contract",
    "remove_closure",
    "remove_contact",
    "rename_purchaser",
    "rename_unit",
    "renumber",
    "schedule",
    "set_address",
    "set_bill_delivery",
    "set_billing_start",
    "set_size",
    "set_time_zone",
]
