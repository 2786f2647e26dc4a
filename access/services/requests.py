"""User ID requests: receive, check, approve, send a code. Under the staff role.

The goal is GOAL_DAYS business days; it is paused while we wait for information.
"""

import hashlib
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from access import documents, tenancy
from access.models import AccessCode, AccessDocument, AccessRequest, Grant
from access.rules.references import as_written
from access.rules.standing import Standing
from access.services.codes import issue_code, mail_came_back
from access.services.grants import write_grant
from access.services.refusals import CannotChangeAccess
from access.services.succession import announce
from accounts.models import Activity, Contact, Purchaser, User
from accounts.platform.business_time import after_minutes, due_at, minutes_between
from accounts.queries import OUR_ZONE, closed_days
from accounts.services import record, schedule

State, Reason = AccessRequest.State, AccessRequest.Reason
GOAL_DAYS = 5
TELL_REQUESTER = "access.tell_requester"
DRAW_DOCUMENT = "access.draw_document"


class CannotProceed(Exception):
    """Why a request cannot take the step, in words for the representative."""


def register_document(*, content: bytes, kind: str, by: User, at: datetime, reference: str = "") -> AccessDocument:
    """Store a received file and attach it to its request; without a reference it waits. A job opens the file.

    Raises documents.BadDocument, CannotProceed for an unknown reference.
    """
    content_type = documents.kind_of(content)
    name = uuid4()
    document = AccessDocument(
        id=name,
        kind=kind,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        registered_at=at,
        registered_by=by,
    )
    documents.keep(name, content)
    document.save(force_insert=True)
    schedule(DRAW_DOCUMENT, arguments={"document": str(name)}, at=at, by=by)
    if reference:
        index_document(document=document, reference=reference, by=by, at=at)
    return document


def index_document(*, document: AccessDocument, reference: str, by: User, at: datetime) -> AccessRequest:
    """Attach a document to a request. The first one starts the goal; a second form joins the first."""
    request = AccessRequest.objects.select_for_update().filter(reference=as_written(reference)).first()
    if request is None:
        raise CannotProceed(_("We found no request with this reference."))
    request = _earlier_one(request) or request
    document.request = request
    document.save(update_fields=["request"])
    if request.state in (State.DRAFT, State.EXPIRED):
        _receive(request, at)
    elif request.state == State.NEEDS_INFO:
        _resume(request, at)
    record("received_form", by=by, at=at, channel=Activity.Channel.REPRESENTATIVE, obj=request, staff_only=True)
    return request


def _earlier_one(request: AccessRequest) -> AccessRequest | None:
    """An open request by the same person for the same company."""
    if not request.requester_email:
        return None
    same = AccessRequest.objects.select_for_update().filter(
        requester_email__iexact=request.requester_email,
        purchaser_number=request.purchaser_number,
        state__in=[*AccessRequest.CLOCK_RUNS, State.NEEDS_INFO],
    )
    return same.exclude(pk=request.pk).order_by("received_at", "pk").first()


def _receive(request: AccessRequest, at: datetime) -> None:
    """When an expired request returns, its earlier call-back and approval no longer count."""
    request.purchaser = Purchaser.objects.numbered(request.purchaser_number)
    request.call_back, request.called_back_by = "", None
    request.approved_by = request.seconded_by = request.waits_since = None
    request.state, request.received_at = State.RECEIVED, at
    request.closed_at = request.closed_by = None
    request.due_at = due_at(at, _zone(request), closed_days(), days=GOAL_DAYS)
    request.save()


def _zone(request: AccessRequest) -> ZoneInfo:
    """The purchaser's zone, or ours until the purchaser is known."""
    zone: ZoneInfo = request.purchaser.zone if request.purchaser else OUR_ZONE
    return zone


def fill_in(*, request_id: UUID, by: User, at: datetime, call_back: str = "", **written: Any) -> AccessRequest:
    """Save what the paper form says and the call-back; starts the review."""
    request = _locked(request_id, "fill_in")
    for column, value in written.items():
        setattr(request, column, value)
    request.purchaser = Purchaser.objects.numbered(request.purchaser_number)
    if call_back and call_back != request.call_back:
        request.call_back, request.called_back_by = call_back, by
    if request.state == State.NEEDS_INFO:
        _resume(request, at)
    request.state = State.VERIFYING
    request.save()
    return request


def _locked(request_id: UUID, step: str) -> AccessRequest:
    request = AccessRequest.objects.select_for_update().get(pk=request_id)
    if request.state not in AccessRequest.STEPS[step]:
        raise CannotProceed(
            _("This step isn't possible: the request is now “%(state)s”.") % {"state": request.state_in_words}
        )
    return request


def checks(request: AccessRequest, today: date) -> list[tuple[str, bool]]:
    """The checklist before approval: (text, whether it is met)."""
    purchaser = request.purchaser
    active = purchaser is not None and (purchaser.contract_ends_on is None or purchaser.contract_ends_on >= today)
    contacts = Contact.objects.current()
    officers = contacts.filter(purchaser=purchaser, role=Contact.Role.OFFICER) if purchaser else []
    named = {contact.name.casefold() for contact in officers}
    return [
        (_("The purchaser is known and its contract is active"), active),
        (_("The requester is named, with an email address"), bool(request.requester_name and request.requester_email)),
        (_("The officer who signs is on the contract"), request.officer_name.casefold() in named),
        (_("Privileges are chosen"), bool(request.privileges)),
        (_("The company was called back at a number on file"), bool(request.call_back)),
        (_("A received document is attached"), request.documents.exclude(state=AccessDocument.State.FAILED).exists()),
    ]


def is_first_administrator(request: AccessRequest, at: datetime) -> bool:
    return not Grant.objects.filter(purchaser=request.purchaser).lasting_administrators(at).exists()


def approve(*, request_id: UUID, by: User, at: datetime, link: bool = False) -> AccessRequest:
    """Approve and send the code; a purchaser's first administrator needs two approvals.

    `link` gives an existing user access at once, with a mail instead of a code. Raises CannotProceed.
    """
    request = _locked(request_id, "approve")
    today = request.purchaser.today(at) if request.purchaser else at.date()
    missing = [words for words, holds in checks(request, today) if not holds]
    if missing:
        raise CannotProceed(_("Not yet: %(what)s.") % {"what": "; ".join(missing)})
    if request.state == State.APPROVED:
        if request.approved_by_id == by.pk:
            raise CannotProceed(_("The first administrator needs a second approval, by another representative."))
        request.seconded_by = by
    else:
        request.approved_by = by
        if is_first_administrator(request, at):
            request.state = State.APPROVED
            request.save()
            return request
    return _link(request, by, at) if link else _send_code(request, by, at)


def _send_code(request: AccessRequest, by: User, at: datetime) -> AccessRequest:
    assert request.purchaser is not None
    begins = announce(request, by, at)
    try:
        with tenancy.acting_for(request.purchaser, user=by):
            request.code = issue_code(
                email=request.requester_email,
                name=request.requester_name,
                standing=Standing.of(request.privileges),
                purchaser=request.purchaser,
                by=by,
                at=at,
                due_at=begins,
            )
    except CannotChangeAccess as refusal:
        raise CannotProceed(str(refusal)) from refusal
    request.wait(State.CODE_SENT, at)
    request.save()
    return request


def _link(request: AccessRequest, by: User, at: datetime) -> AccessRequest:
    user = User.objects.filter(email=request.requester_email.lower(), is_active=True, is_staff=False).first()
    if user is None:
        raise CannotProceed(_("This email address isn't registered: send a code."))
    if Grant.objects.filter(purchaser=request.purchaser, user=user).not_over(at).exists():
        raise CannotProceed(_("This user already has access to the company."))
    assert request.purchaser is not None
    begins = announce(request, by, at)
    with tenancy.acting_for(request.purchaser, user=by):
        write_grant(
            user,
            request.purchaser,
            Standing.of(request.privileges),
            by,
            at,
            channel=Activity.Channel.REPRESENTATIVE,
            starts_at=begins,
        )
    close(request, State.COMPLETED, at, by=by)
    _tell(request, by, at)
    return request


def ask_requester(*, request_id: UUID, note: str, by: User, at: datetime) -> AccessRequest:
    """Ask the requester for what is missing; pauses the goal."""
    request = _locked(request_id, "ask")
    if not note.strip():
        raise CannotProceed(_("Enter what is missing."))
    assert request.due_at is not None
    request.minutes_left = minutes_between(at, request.due_at, _zone(request), closed_days())
    return _wait(request, note, by, at)


def _wait(request: AccessRequest, note: str, by: User, at: datetime) -> AccessRequest:
    request.wait(State.NEEDS_INFO, at)
    request.note = note
    request.approved_by = request.seconded_by = None
    request.save()
    _tell(request, by, at)
    return request


def code_came_back(*, request_id: UUID, by: User, at: datetime) -> AccessRequest:
    """Cancel a code whose mail was returned; the right address is asked for by phone.

    The request is reviewed and approved again. Raises CannotProceed.
    """
    request = _locked(request_id, "came_back")
    assert request.code is not None
    with tenancy.acting_for(request.code.purchaser, user=by):
        mail_came_back(code=request.code, by=by, at=at, channel=Activity.Channel.REPRESENTATIVE)
    zone = _zone(request)
    request.minutes_left = minutes_between(at, due_at(at, zone, closed_days(), days=GOAL_DAYS), zone, closed_days())
    return _wait(request, _("We couldn't deliver the email with your access code. Send us the right address."), by, at)


def _resume(request: AccessRequest, at: datetime) -> None:
    assert request.minutes_left is not None
    request.due_at = after_minutes(at, request.minutes_left, _zone(request), closed_days())
    request.state, request.minutes_left, request.waits_since = State.VERIFYING, None, None
    request.save()


def reject(*, request_id: UUID, reason: str, note: str, by: User, at: datetime) -> AccessRequest:
    """Reject with a reason that tells how to fix it; cancels an unused code."""
    request = _locked(request_id, "reject")
    if reason not in Reason.values:
        raise CannotProceed(_("Choose the reason."))
    if request.state == State.CODE_SENT:
        code = AccessCode.objects.open().filter(pk=request.code_id)
        if not code.update(revoked_at=at, revoked_by=by):
            raise CannotProceed(_("The code has already been used or has ended. Suspend the access instead."))
    request.reason, request.note = reason, note
    close(request, State.REJECTED, at, by=by)
    _tell(request, by, at)
    return request


def close(request: AccessRequest, state: str, at: datetime, *, by: User | None = None) -> None:
    """Close a request and clear its deadlines."""
    request.state, request.closed_at, request.closed_by = state, at, by
    request.due_at = request.minutes_left = request.waits_since = None
    request.save()


def _tell(request: AccessRequest, by: User, at: datetime) -> None:
    record("handled_request", by=by, at=at, channel=Activity.Channel.REPRESENTATIVE, obj=request, staff_only=True)
    if request.requester_email:
        schedule(TELL_REQUESTER, arguments={"reference": request.reference}, at=at, by=by)
