from accounts.services.activity import record
from accounts.services.jobs import nudge, schedule

__all__ = ["nudge", "record", "schedule"]
