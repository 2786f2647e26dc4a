"""What came of drawing a received document. Under the service role."""

from uuid import UUID

from access.models import AccessDocument

State = AccessDocument.State


def document_to_draw(document_id: UUID) -> AccessDocument | None:
    """The document while its pictures are missing; None when they were drawn, or cannot be."""
    return AccessDocument.objects.filter(pk=document_id, state=State.WAITING).first()


def keep_drawn(*, document: AccessDocument, pages: int) -> None:
    """Say that a picture of each page is stored."""
    document.state, document.pages = State.DRAWN, pages
    document.save(update_fields=["state", "pages"])


def keep_failed(*, document: AccessDocument, problem: str) -> None:
    """Say that the file cannot be shown, and why. It is not tried again."""
    document.state, document.problem = State.FAILED, problem
    document.save(update_fields=["state", "problem"])
