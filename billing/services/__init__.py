from billing.services.cut import CannotPrice, Unpriced, cut_lines
from billing.services.rates import Prices, publish_rates

__all__ = ["CannotPrice", "Prices", "Unpriced", "cut_lines", "publish_rates"]
