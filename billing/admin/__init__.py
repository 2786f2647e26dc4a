"""The desk: rates of plans, and employer groups with what billing adds to their set-up."""

from billing.admin import groups, rates

__all__ = ["groups", "rates"]
