from accounts.models.activity import Activity, Seal
from accounts.models.closures import Closure
from accounts.models.contracts import BillDelivery, ContractEnd, ContractPeriod, PurchaserAddress
from accounts.models.jobs import Job
from accounts.models.purchasers import Contact, Purchaser, PurchaserSize, Representative
from accounts.models.units import BillingStart, EnrollmentUnit, PlanYear, UnitPlace
from accounts.models.users import User

__all__ = [
    "Activity",
    "BillDelivery",
    "BillingStart",
    "Closure",
    "Contact",
    "ContractEnd",
    "ContractPeriod",
    "EnrollmentUnit",
    "Job",
    "PlanYear",
    "Purchaser",
    "PurchaserAddress",
    "PurchaserSize",
    "Representative",
    "Seal",
    "UnitPlace",
    "User",
]
