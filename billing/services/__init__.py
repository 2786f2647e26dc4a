from billing.services.bills import CannotBill, Release, make_bill, release_hold
from billing.services.book import Entry, post, reverse
from billing.services.cut import CannotPrice, Cut, Unpriced, cut_lines
from billing.services.rates import Prices, publish_rates

__all__ = [
    "CannotBill",
    "CannotPrice",
    "Cut",
    "Entry",
    "Prices",
    "Release",
    "Unpriced",
    "cut_lines",
    "make_bill",
    "post",
    "publish_rates",
    "release_hold",
    "reverse",
]
