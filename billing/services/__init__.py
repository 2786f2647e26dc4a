from billing.services.cut import CannotPrice, Unpriced, cut_lines

__all__ = ["CannotPrice", "Unpriced", "cut_lines"]
