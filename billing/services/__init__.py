from billing.services.bills import CannotBill, Release, make_bill, release_hold
from billing.services.book import Entry, post, reverse
from billing.services.check import Checked, NotAsChecked, check_rates, publish_checked
from billing.services.cut import CannotPrice, Cut, Unpriced, cut_lines
from billing.services.opening import open_group
from billing.services.paper import keep_document, record_download
from billing.services.rates import Prices, Version, publish_rates
from billing.services.reading import export_bill
from billing.services.run import make_due_bills, schedule_due_bills

__all__ = [
    "CannotBill",
    "CannotPrice",
    "Checked",
    "Cut",
    "Entry",
    "NotAsChecked",
    "Prices",
    "Release",
    "Unpriced",
    "Version",
    "check_rates",
    "cut_lines",
    "export_bill",
    "keep_document",
    "make_bill",
    "make_due_bills",
    "open_group",
    "post",
    "publish_checked",
    "publish_rates",
    "record_download",
    "release_hold",
    "reverse",
    "schedule_due_bills",
]
