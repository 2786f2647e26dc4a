from billing.services.check import Checked, NotAsChecked, check_rates, publish_checked
from billing.services.cut import CannotPrice, Unpriced, cut_lines
from billing.services.opening import open_group
from billing.services.rates import Prices, Version, publish_rates

__all__ = [
    "CannotPrice",
    "Checked",
    "NotAsChecked",
    "Prices",
    "Unpriced",
    "Version",
    "check_rates",
    "cut_lines",
    "open_group",
    "publish_checked",
    "publish_rates",
]
