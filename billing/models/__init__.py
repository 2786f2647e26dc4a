from billing.models.bills import Bill, BillHold, BillLine
from billing.models.ledger import Allocation, LedgerEntry, Posting
from billing.models.paper import BillDocument
from billing.models.rates import Rate, RateReach, RateTier

__all__ = [
    "Allocation",
    "Bill",
    "BillDocument",
    "BillHold",
    "BillLine",
    "LedgerEntry",
    "Posting",
    "Rate",
    "RateReach",
    "RateTier",
]
