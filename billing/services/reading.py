"""Reads of bills that are recorded."""

from datetime import datetime

from accounts.models import Activity, User
from accounts.services import count_export, record
from billing.models import Bill


def export_bill(*, bill: Bill, form: str, by: User, at: datetime) -> None:
    """Put the export of a bill's lines on the record. Raises TooMuch."""
    count_export(by=by, purchaser=bill.purchaser, at=at)
    record(
        "exported_bill",
        by=by,
        at=at,
        channel=Activity.Channel.REPRESENTATIVE if by.is_staff else Activity.Channel.WEB,
        purchaser=bill.purchaser,
        unit=bill.unit_id,
        obj=bill,
        summary=bill.number,
        after={"format": form},
    )
