from accounts.services.activity import record
from accounts.services.jobs import nudge, schedule
from accounts.services.purchasers import add_purchaser, add_unit, add_user

__all__ = ["add_purchaser", "add_unit", "add_user", "nudge", "record", "schedule"]
