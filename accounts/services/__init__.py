from accounts.services.activity import record
from accounts.services.jobs import nudge, schedule
from accounts.services.purchasers import add_purchaser, add_unit
from accounts.services.users import add_user, forget_unverified

__all__ = ["add_purchaser", "add_unit", "add_user", "forget_unverified", "nudge", "record", "schedule"]
