"""Which month a bill is for, when it is made and when it is due."""

from datetime import date, timedelta

# A bill is due on the first of its month, and never sooner than this after it was made.
DAYS_TO_PAY = timedelta(days=10)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def month_before(month: date) -> date:
    """The first day of the month before."""
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def bill_day(month: date, cut_day: int) -> date:
    """The day in the month before on which the bill for a month is made."""
    return month_before(month).replace(day=cut_day)


def newest_month(today: date, cut_day: int) -> date:
    """The newest month whose bill day has come."""
    this = today.replace(day=1)
    return next_month(this) if today.day >= cut_day else this


def due_on(month: date, made_on: date) -> date:
    """The first of the month, or ten days after the bill was made if that is later."""
    return max(month, made_on + DAYS_TO_PAY)
