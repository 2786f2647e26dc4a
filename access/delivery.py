"""Mails about access. A code stands in one mail and nowhere else; links come from the configured address only."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from access.models import AccessCode, AccessRequest, Grant
from accounts.models import User
from accounts.queries import OUR_ZONE


def _send(to: str, subject: str, template: str, **context: object) -> None:
    text = render_to_string(f"mail/{template}.txt", {"carrier": settings.CARRIER, "subject": subject, **context})
    EmailMessage(subject, text, to=[to]).send()


def _link(name: str) -> str:
    return f"{settings.BASE_URL}{reverse(name)}"


def mail_code(code: AccessCode, plain: str) -> None:
    _send(
        code.email,
        _("Your access code"),
        "access_code",
        code=code,
        plain=plain,
        days=settings.CODE_DAYS,
        register=_link("account_signup"),
        enter=_link("enter_code"),
    )


def tell_issuer(code: AccessCode, *, asked: bool, came_back: bool = False) -> None:
    """What became of a code, to whoever issued it."""
    if asked:
        subject = _("Somebody asks for a new access code")
    elif came_back:
        subject = _("An access code could not be delivered")
    elif code.redeemed_at:
        subject = _("An access code was used")
    else:
        subject = _("An access code was tried by somebody else")
    _send(
        code.issued_by.email, subject, "code_outcome", code=code, asked=asked, came_back=came_back, url=_link("access")
    )


def tell_requester(request: AccessRequest) -> None:
    """What became of a user ID request, to the address on the form."""
    subject = _("Your user ID request %(reference)s") % {"reference": request.reference}
    _send(
        request.requester_email,
        subject,
        "request_outcome",
        request=request,
        url=_link("request_status"),
        enter=_link("home"),
        code=_link("enter_code"),
        form=_link("user_id_request"),
        days=settings.REQUEST_DAYS,
    )


def warn_of_reading(administrator: User, *, about: User) -> None:
    """Somebody has read unusually much today; who is named, what they saw is not."""
    _send(
        administrator.email, _("Somebody has read unusually much"), "read_very_much", about=about, url=_link("activity")
    )


def tell_administrator(administrator: User, *, about: User) -> None:
    """There is another administrator now."""
    _send(administrator.email, _("There is a new administrator"), "new_administrator", about=about, url=_link("access"))


def tell_suspended(grant: Grant) -> None:
    """A representative has suspended somebody's access: they hear of it."""
    _send(grant.user.email, _("Your access was suspended"), "access_suspended", grant=grant)


def tell_of_suspension(administrator: User, *, about: Grant) -> None:
    """The same, to whoever manages access there."""
    subject = _("A representative suspended somebody's access")
    _send(administrator.email, subject, "suspension", grant=about, url=_link("access"))


def tell_factors_removed(user: User) -> None:
    """Somebody here took the second factors away: whoever did not ask for it has to hear of it."""
    _send(user.email, _("Your second factors were removed"), "factors_removed", login=_link("account_login"))


def tell_sessions_ended(user: User) -> None:
    """Somebody here signed the user out: where it was not asked for, that has to be known."""
    _send(user.email, _("You were signed out"), "sessions_ended", login=_link("account_login"))


def tell_sign_in_changed(notice: str, told: dict[str, str]) -> None:
    """A change of password, address or factor, to the address that counted before it. `notice` names allauth's templates."""
    context = {"carrier": settings.CARRIER, "timestamp": datetime.fromisoformat(told["at"]), **told}
    subject = " ".join(render_to_string(f"{notice}_subject.txt", context).split())
    text = render_to_string(f"{notice}_message.txt", context).strip()
    EmailMessage(subject, text, to=[told["email"]]).send()


def tell_contact(address: str, request: AccessRequest, *, begins: datetime) -> None:
    """A form for an administrator was approved: who is on file can still object."""
    subject = _("A new administrator was approved")
    _send(address, subject, "approved_administrator", request=request, begins=begins.astimezone(OUR_ZONE))
