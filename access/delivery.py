"""Mail about access. A code is in one mail and nowhere else; links use the configured address."""

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
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


def mail_invitation(user: User) -> None:
    """Mail a new representative the link to choose a password. The link is made here and stands nowhere else."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    path = reverse("account_reset_password_from_key", kwargs=key)
    days = settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)
    subject = _("Your sign-in at %(product)s") % {"product": settings.CARRIER["product"]}
    _send(user.email, subject, "invitation", user=user, url=f"{settings.BASE_URL}{path}", days=days)


def tell_issuer(code: AccessCode, *, asked: bool, came_back: bool = False) -> None:
    """Tell the issuer of a code what happened to it."""
    if asked:
        subject = _("Request for a new access code")
    elif came_back:
        subject = _("An access code could not be delivered")
    elif code.redeemed_at:
        subject = _("An access code was used")
    else:
        subject = _("Another person tried an access code")
    _send(
        code.issued_by.email, subject, "code_outcome", code=code, asked=asked, came_back=came_back, url=_link("access")
    )


def tell_requester(request: AccessRequest) -> None:
    """Tell the requester the state of the user ID request."""
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
    """Warn of a user who viewed an unusual number of records; the mail names the user, not the records."""
    _send(
        administrator.email,
        _("A user viewed an unusual number of records"),
        "read_very_much",
        about=about,
        url=_link("activity"),
    )


def tell_administrator(administrator: User, *, about: User) -> None:
    """Tell an administrator about a new one."""
    _send(administrator.email, _("There is a new administrator"), "new_administrator", about=about, url=_link("access"))


def tell_suspended(grant: Grant) -> None:
    """Tell a user that a representative suspended their access."""
    _send(grant.user.email, _("Your access was suspended"), "access_suspended", grant=grant)


def tell_of_suspension(administrator: User, *, about: Grant) -> None:
    """Tell an administrator that a representative suspended a user's access."""
    subject = _("A representative suspended a user's access")
    _send(administrator.email, subject, "suspension", grant=about, url=_link("access"))


def tell_factors_removed(user: User) -> None:
    """Tell a user that a representative removed their second factors."""
    _send(user.email, _("Your second steps were removed"), "factors_removed", login=_link("account_login"))


def tell_sessions_ended(user: User) -> None:
    """Tell a user that a representative signed them out."""
    _send(user.email, _("You were signed out"), "sessions_ended", login=_link("account_login"))


def confirm_address(address: EmailAddress) -> None:
    """Mail a new user the link that confirms the address. The link is made here and is nowhere else."""
    link = reverse("account_confirm_email", args=[EmailConfirmationHMAC.create(address).key])
    _send_allauths("account/email/email_confirmation", address.email, activate_url=f"{settings.BASE_URL}{link}")


def tell_already_registered(email: str) -> None:
    """Tell an address that has a user ID that somebody tried to register it."""
    _send_allauths("account/email/account_already_exists", email, password_reset_url=_link("account_reset_password"))


def _send_allauths(prefix: str, to: str, **context: object) -> None:
    context["carrier"] = settings.CARRIER
    subject = " ".join(render_to_string(f"{prefix}_subject.txt", context).split())
    text = render_to_string(f"{prefix}_message.txt", context).strip()
    EmailMessage(subject, text, to=[to]).send()


def tell_sign_in_changed(notice: str, told: dict[str, str]) -> None:
    """Notify the previous address of a changed password, address or factor. `notice` names allauth's templates."""
    _send_allauths(notice, told["email"], timestamp=datetime.fromisoformat(told["at"]), **told)


def tell_contact(address: str, request: AccessRequest, *, begins: datetime) -> None:
    """Tell a contact on file that a new administrator was approved, so that they can object."""
    subject = _("A new administrator was approved")
    _send(address, subject, "approved_administrator", request=request, begins=begins.astimezone(OUR_ZONE))
