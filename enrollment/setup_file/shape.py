"""The keys of a set-up file. docs/setup-file.md explains each; a test compares the two."""

from accounts.models import BillDelivery, Contact
from accounts.models.purchasers import ZONE_NAMES
from enrollment.rules.codes import (
    AgeOutRule,
    CobraAdministrator,
    CobraCount,
    EndRule,
    Line,
    NewbornRule,
    Product,
    Proration,
    RetroKind,
    WaitingRule,
)
from enrollment.rules.places import STATES
from enrollment.setup_file.reading import Key, block, day, flag, many, one_of, text, whole

MOST_EMPLOYEES = 1_000_000
FROM = {"from": Key(day, required=True)}
PLACE = {
    "street": Key(text(120), required=True),
    "city": Key(text(80), required=True),
    "state": Key(one_of(list(STATES)), required=True),
    "zip": Key(text(10), required=True),
}
ADDRESS = FROM | PLACE | {"street2": Key(text(120))}
UNIT_ADDRESS = FROM | PLACE | {"rating_area": Key(text(8), required=True)}
RULES = FROM | {
    "waiting_rule": Key(one_of(list(WaitingRule))),
    "waiting_days": Key(whole(999)),
    "end_rule": Key(one_of(list(EndRule))),
    "retro_kind": Key(one_of(list(RetroKind))),
    "retro_days": Key(whole(3_660)),
    "dependent_age_limit": Key(whole(150)),
    "age_out_rule": Key(one_of(list(AgeOutRule))),
    "proration": Key(one_of(list(Proration))),
    "newborn_rule": Key(one_of(list(NewbornRule))),
    "cut_day": Key(whole(31)),
    "cobra_administrator": Key(one_of(list(CobraAdministrator))),
    "cobra_name": Key(text(120)),
    "cobra_phone": Key(text(32)),
    "cobra_counted_from": Key(one_of(list(CobraCount))),
    "cobra_notice_days": Key(whole(99)),
}
OFFER = FROM | {"code": Key(text(16), required=True), "through": Key(day)}
UNIT = {
    "code": Key(text(16), required=True),
    "name": Key(text(120), required=True),
    "billing_from": Key(day),
    "addresses": Key(many(block(UNIT_ADDRESS)), required=True),
    "rules": Key(many(block(RULES)), required=True),
    "plans": Key(many(block(OFFER)), required=True),
}
CONTRACT = FROM | {"through": Key(day), "number": Key(text(32)), "plan_year_from": Key(day)}
CONTACT = {
    "role": Key(one_of(Contact.Role.values), required=True),
    "name": Key(text(120), required=True),
    "email": Key(text(254)),
    "phone": Key(text(32)),
}
GROUP = {
    "id": Key(text(16), required=True),
    "name": Key(text(120), required=True),
    "time_zone": Key(one_of(list(ZONE_NAMES)), required=True),
    "representative": Key(text(254), required=True),
    "contract": Key(block(CONTRACT), required=True),
    "sizes": Key(many(block(FROM | {"employees": Key(whole(MOST_EMPLOYEES), required=True)})), required=True),
    "addresses": Key(many(block(ADDRESS))),
    "mailing_addresses": Key(many(block(ADDRESS))),
    "bills": Key(many(block(FROM | {"delivery": Key(one_of(BillDelivery.Way.values), required=True)}))),
    "contacts": Key(many(block(CONTACT))),
    "units": Key(many(block(UNIT))),
    "open": Key(flag),
}
PLAN = {
    "code": Key(text(16), required=True),
    "name": Key(text(80), required=True),
    "line": Key(one_of(list(Line)), required=True),
    "product": Key(one_of(list(Product))),
    "medicare": Key(flag),
}
FILE = {"plans": Key(many(block(PLAN))), "groups": Key(many(block(GROUP)), required=True)}
READER = block(FILE)
BLOCKS = {
    "file": FILE,
    "plan of the carrier": PLAN,
    "group": GROUP,
    "contract": CONTRACT,
    "size": FROM | {"employees": Key(whole(MOST_EMPLOYEES), required=True)},
    "address": ADDRESS,
    "bill": FROM | {"delivery": Key(one_of(BillDelivery.Way.values), required=True)},
    "contact": CONTACT,
    "unit": UNIT,
    "address of a unit": UNIT_ADDRESS,
    "rules": RULES,
    "plan of a unit": OFFER,
}
