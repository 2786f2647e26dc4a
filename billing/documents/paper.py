"""The file of a bill, drawn when it is first needed."""

from django.utils import timezone

from billing import services
from billing.documents.bill import bill_pdf
from billing.queries.paper import document_of, paper_of


def document_for(bill):
    """The bill's kept file. Draws and keeps it if there is none yet."""
    return document_of(bill) or services.keep_document(bill=bill, content=bill_pdf(paper_of(bill)), at=timezone.now())
