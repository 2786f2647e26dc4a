"""The doors' one fence: who is asking, for which purchaser, and whether they may.

Every view carries exactly one of `requires`, `signed_in` or `public`; a test walks all URLs.
The decorator opens the tenancy scope, so that a view that raises has written nothing, and retries the
view when the database asks for it.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect
from psycopg import errors

from access import tenancy
from access.admission import Admission
from access.models import Grant
from access.preview import look_through
from access.privileges import ON_BEHALF, RUN_OUT, Privilege
from accounts.models import Purchaser

TRIES = 3
SESSION_PURCHASER = "purchaser"
RETRIED = (errors.DeadlockDetected, errors.SerializationFailure)


class NoPrivilege(PermissionDenied):
    """Signed in, at the right purchaser, without the privilege. The page names who can grant it."""

    def __init__(self, privilege: str):
        super().__init__(privilege)
        self.privilege = privilege
        self.label = Privilege(privilege).label


class NoGrant(PermissionDenied):
    """Signed in, linked to no purchaser, or to none any more."""


def admissions_of(user, at):
    """What the user's grants in force admit them to, in the order of the switcher.

    After the contract has ended that is what settling it takes, for a while, and then nothing.
    """
    grants = Grant.objects.in_force(at).filter(user=user)
    grants = grants.select_related("purchaser__representative__user").order_by("purchaser__name", "id")
    for grant in grants:
        grant.user = user
    return [admission for grant in grants if (admission := _under_contract(grant, at)).privileges]


def _under_contract(grant, at):
    today, last = grant.purchaser.today(at), grant.purchaser.contract_ends_on
    if last is None or today <= last:
        return Admission.of(grant)
    return Admission.of(grant, only=RUN_OUT if today <= last + timedelta(days=settings.RUN_OUT_DAYS) else ())


def sent_elsewhere(request):
    """To sign in, or to choose a second factor where one is required; None for who may go on."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    used = {record.get("method") for record in request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])}
    if settings.MFA_REQUIRED and "mfa" not in used and not is_mfa_enabled(request.user):
        return redirect("mfa_index")
    return None


def managers_of(purchaser, user):
    """The names of those who can give access at a purchaser, for one of its users."""
    with tenancy.scope(purchaser, user=user):
        grants = Grant.objects.managing_access(timezone.now()).filter(purchaser=purchaser)
        return sorted(str(grant.user) for grant in grants.select_related("user"))


def suspensions_of(user):
    """(purchaser, since which day there, names of who can resume it) for each suspended grant of a user."""
    with tenancy.as_user(user):
        own = Grant.objects.not_over(timezone.now()).filter(user=user, suspended_at__isnull=False)
        suspended = list(own.select_related("purchaser").order_by("purchaser__name", "pk"))
    return [
        (each.purchaser, each.purchaser.today(each.suspended_at), managers_of(each.purchaser, user))
        for each in suspended
    ]


def is_fresh(request):
    """Whether the user has shown a password or second factor within the last minutes, and not only a session."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    return any(time.time() - record["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for record in records)


def proof_first(request):
    """None for who has shown proof lately; else to the page that asks for it, and what was posted goes on from there."""
    if is_fresh(request):
        return None
    where = reverse("account_reauthenticate")
    if request.htmx:
        page = urlsplit(request.htmx.current_url_abs_path or "/").path
        return HttpResponseClientRedirect(f"{where}?{urlencode({'next': page})}")
    return suspend_request(request, where)


def _mark(view: Callable, fence: str, privileges: tuple = ()) -> Callable:
    view.fence = fence  # type: ignore[attr-defined]
    view.privileges = privileges  # type: ignore[attr-defined]
    return view


def _with_retries(attempt: Callable[[], Any]) -> Any:
    """Run a whole transaction again when Postgres gave it up to untangle two of them."""
    for left in reversed(range(TRIES)):
        try:
            return attempt()
        except OperationalError as failure:
            if not isinstance(failure.__cause__, RETRIED) or not left or connection.in_atomic_block:
                raise


def _on_behalf(user, purchaser_id):
    """What a representative may do for the employer they chose on the desk."""
    purchasers = Purchaser.objects.select_related("representative__user")
    purchaser = purchasers.filter(pk=purchaser_id).first()
    if purchaser is None:
        return []
    return [Admission(user=user, purchaser=purchaser, privileges=ON_BEHALF)]


def _admit(request, privileges, any_of):
    """Set request.grant, an Admission, and request.grants, every one of the user's; False without a choice."""
    chosen = request.session.get(SESSION_PURCHASER)
    if request.user.is_staff:
        request.grants = _on_behalf(request.user, chosen)
    else:
        request.grants = admissions_of(request.user, timezone.now())
    request.grant = next((grant for grant in request.grants if grant.purchaser_id == chosen), None)
    if request.grant is None:
        return False
    look_through(request)
    _refuse_without(request.grant, privileges, any_of)
    return True


def _refuse_without(admission, privileges, any_of):
    missing = [privilege for privilege in privileges if not admission.allows(privilege)]
    if missing and (not any_of or len(missing) == len(privileges)):
        raise NoPrivilege(missing[0])


def _show_in_sandbox(view, request, privileges, any_of, args, kwargs):
    """The tour's way through the fence: the visitor's admission, its privileges, its scope."""
    request.grant, request.grants = request.sandbox, [request.sandbox]
    _refuse_without(request.grant, privileges, any_of)
    with timezone.override(request.grant.purchaser.zone):
        return view(request, *args, **kwargs)


def choose_purchaser(request, purchaser_id):
    """Make a purchaser of the user's grants the current one; False when there is no such grant."""
    with tenancy.as_user(request.user):
        known = {each.purchaser_id for each in admissions_of(request.user, timezone.now())}
    if purchaser_id not in known:
        return False
    request.session[SESSION_PURCHASER] = purchaser_id
    return True


def _choose_first(request):
    """Without a choice that counts, the first grant is the choice; without any grant there is nothing to see."""
    with tenancy.as_user(request.user):
        admissions = admissions_of(request.user, timezone.now())
    if not admissions:
        raise NoGrant
    request.session[SESSION_PURCHASER] = admissions[0].purchaser_id


def requires(*privileges: str, any_of: bool = False, fresh: bool = False):
    """Admit a signed-in user whose grant at the chosen purchaser has the privileges (none named: any grant).

    `fresh`: what widens access or shows secrets asks for the password again after five minutes.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if getattr(request, "sandbox", None):
                return _show_in_sandbox(view, request, privileges, any_of, args, kwargs)
            if elsewhere := sent_elsewhere(request):
                return elsewhere

            def attempt():
                with tenancy.scope(request.session.get(SESSION_PURCHASER), user=request.user):
                    if _admit(request, privileges, any_of):
                        if fresh and (asked := proof_first(request)):
                            return asked
                        with timezone.override(request.grant.purchaser.zone):
                            return view(request, *args, **kwargs)
                return None

            response = _with_retries(attempt)
            if response is None:
                _choose_first(request)
                response = _with_retries(attempt)
            if response is None:
                raise NoGrant
            return response

        return _mark(guarded, "requires", privileges)

    return decorate


def signed_in(view):
    """Admit any signed-in user; the view sees no purchaser's rows."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if elsewhere := sent_elsewhere(request):
            return elsewhere
        with tenancy.as_user(request.user):
            return view(request, *args, **kwargs)

    return _mark(guarded, "signed_in")


def own_scopes(view):
    """Admit any signed-in user to a view that opens its transactions itself: some of them must outlive a refusal."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        return sent_elsewhere(request) or view(request, *args, **kwargs)

    return _mark(guarded, "own_scopes")


def public(view):
    """Mark a page that anybody may see."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        return view(request, *args, **kwargs)

    return _mark(guarded, "public")


def representative(view):
    """Admit a representative to a page of the admin, which sees every purchaser's rows."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if elsewhere := sent_elsewhere(request):
            return elsewhere
        if not request.user.is_staff:
            raise PermissionDenied

        def attempt():
            with tenancy.as_user(request.user), tenancy.staff():
                return view(request, *args, **kwargs)

        return _with_retries(attempt)

    return _mark(guarded, "representative")
