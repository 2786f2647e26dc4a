"""A bill on paper: its file is kept once, and who downloads it is recorded."""

import hashlib
from datetime import datetime

from django.db import transaction

from access import tenancy
from accounts.models import Activity, User
from accounts.services import record
from billing.models import Bill, BillDocument

DRAW_BILL = "billing.draw_bill"


@transaction.atomic
def keep_document(*, bill: Bill, content: bytes, at: datetime) -> BillDocument:
    """Keep the file of a bill. Returns the one that is kept already, if another process was faster."""
    document = BillDocument(
        purchaser_id=bill.purchaser_id,
        unit_id=bill.unit_id,
        bill=bill,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=at,
    )
    with tenancy.money():
        BillDocument.objects.bulk_create([document], ignore_conflicts=True)
    return BillDocument.objects.get(bill=bill)


def record_download(*, bill: Bill, by: User, at: datetime) -> None:
    """Put the download of a bill on the record."""
    record(
        "downloaded_bill",
        by=by,
        at=at,
        channel=Activity.Channel.WEB,
        purchaser=bill.purchaser,
        unit=bill.unit_id,
        obj=bill,
        summary=bill.number,
    )
