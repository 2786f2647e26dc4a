"""The desk of billing: bills that are held, what each plan costs, and opening a group."""

from billing.admin import bills, groups, rates

__all__ = ["bills", "groups", "rates"]
