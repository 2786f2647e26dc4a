from accounts.models.activity import Activity, Seal
from accounts.models.closures import Closure
from accounts.models.jobs import Job
from accounts.models.purchasers import Contact, EnrollmentUnit, Purchaser, PurchaserSize, Representative
from accounts.models.users import User

__all__ = [
    "Activity",
    "Closure",
    "Contact",
    "EnrollmentUnit",
    "Job",
    "Purchaser",
    "PurchaserSize",
    "Representative",
    "Seal",
    "User",
]
