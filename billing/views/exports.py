"""The lines of a bill as files."""

import csv
import io

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from access.guard import requires
from access.privileges import Privilege
from billing import services
from billing.queries.bills import bill_of
from billing.queries.export import HEADINGS, columns
from enrollment.documents.workbook import XLSX, workbook_of


def _recorded(request, pk, form):
    """The bill, once the export is on the record."""
    bill = bill_of(request.grant, pk)
    if bill is None:
        raise Http404
    services.export_bill(bill=bill, form=form, by=request.user, at=timezone.now())
    return bill


def _file(content, kind, bill, ending):
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="bill-{bill.number}.{ending}"'
    return response


@requires(Privilege.VIEW_BILL, Privilege.EXPORT)
@require_safe
def bill_csv(request, pk):
    bill, file = _recorded(request, pk, "csv"), io.StringIO()
    lines = csv.writer(file)
    lines.writerow(HEADINGS)
    lines.writerows(columns(bill))
    return _file(file.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", bill, "csv")


@requires(Privilege.VIEW_BILL, Privilege.EXPORT)
@require_safe
def bill_xlsx(request, pk):
    bill = _recorded(request, pk, "xlsx")
    return _file(workbook_of(HEADINGS, columns(bill)), XLSX, bill, "xlsx")
