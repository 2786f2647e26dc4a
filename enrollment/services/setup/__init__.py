from enrollment.services.setup.opening import NotComplete, refuse_unless_open
from enrollment.services.setup.plans import add_plan, offer_plan, stop_offering, stop_selling
from enrollment.services.setup.rules import DEFAULTS, new_rules, set_unit_rules

__all__ = [
    "DEFAULTS",
    "NotComplete",
    "add_plan",
    "new_rules",
    "offer_plan",
    "refuse_unless_open",
    "set_unit_rules",
    "stop_offering",
    "stop_selling",
]
