from billing.models.bills import Bill, BillLine
from billing.models.rates import Rate, RateReach, RateTier

__all__ = ["Bill", "BillLine", "Rate", "RateReach", "RateTier"]
