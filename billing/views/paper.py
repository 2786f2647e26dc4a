"""A bill as a file."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from access.guard import requires
from access.privileges import Privilege
from billing import services
from billing.documents.paper import document_for
from billing.queries.paper import bill_for


@requires(Privilege.VIEW_BILL)
@require_safe
def bill_file(request, pk):
    """The bill as it was printed."""
    bill = bill_for(request.grant, pk)
    if bill is None:
        raise Http404
    services.record_download(bill=bill, by=request.user, at=timezone.now())
    response = HttpResponse(document_for(bill).content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{bill.number}.pdf"'
    return response
