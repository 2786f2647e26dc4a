"""The desk of rates: what each plan costs, and publishing a version."""

from billing.admin import rates

__all__ = ["rates"]
