"""Authorization of every view: which user, for which purchaser, with which privileges.

Every view carries exactly one of `requires`, `signed_in` or `public`; a test walks all URLs.
The decorator opens the tenancy scope, so that a view that raises has written nothing, and retries the
view when the database asks for it.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from urllib.parse import urlencode, urlsplit

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from access import opened_for, tenancy
from access.admission import Admission
from access.elsewhere import BelongsElsewhere, purchaser_with_page
from access.models import Grant
from access.preview import look_through
from access.privileges import ON_BEHALF, RUN_OUT, Privilege
from access.retries import with_retries
from accounts.models import Purchaser

SESSION_PURCHASER = "purchaser"


class NoPrivilege(PermissionDenied):
    """The user lacks a privilege at this purchaser. The page names who can grant it."""

    def __init__(self, privilege: str):
        super().__init__(privilege)
        self.privilege = privilege
        self.label = Privilege(privilege).label


class NoGrant(PermissionDenied):
    """The user has no access to any purchaser."""


def admissions_of(user, at):
    """The user's admissions by grants in force, in the order of the purchaser menu.

    After a contract ends, only billing stays for the run-out period, then nothing.
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
    """A redirect to sign-in or to setting up a required second factor; None when neither is needed."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    used = {record.get("method") for record in request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])}
    if settings.MFA_REQUIRED and "mfa" not in used and not is_mfa_enabled(request.user):
        return redirect("mfa_index")
    return None


def managers_of(purchaser, user):
    """The names of a purchaser's access managers, for one of its users."""
    with tenancy.scope(purchaser, user=user):
        grants = Grant.objects.managing_access(timezone.now()).filter(purchaser=purchaser)
        return sorted(str(grant.user) for grant in grants.select_related("user"))


def suspensions_of(user):
    """(purchaser, date of suspension there, names of access managers) for each suspended grant."""
    with tenancy.as_user(user):
        own = Grant.objects.not_over(timezone.now()).filter(user=user, suspended_at__isnull=False)
        suspended = list(own.select_related("purchaser").order_by("purchaser__name", "pk"))
    return [
        (each.purchaser, each.purchaser.today(each.suspended_at), managers_of(each.purchaser, user))
        for each in suspended
    ]


def is_fresh(request):
    """Whether the user gave a password or second factor within the last minutes."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    return any(time.time() - record["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for record in records)


def proof_first(request):
    """None for a recently proven user, else a redirect to prove it; posted data resumes afterward."""
    if is_fresh(request):
        return None
    where = reverse("account_reauthenticate")
    if request.htmx:
        page = urlsplit(request.htmx.current_url_abs_path or "/").path
        return HttpResponseClientRedirect(f"{where}?{urlencode({'next': page})}")
    return suspend_request(opened_for.as_sent(request), where)


def _mark(view: Callable, fence: str, privileges: tuple = ()) -> Callable:
    view.fence = fence  # type: ignore[attr-defined]
    view.privileges = privileges  # type: ignore[attr-defined]
    return view


def _on_behalf(user, purchaser_id):
    """A representative's admission for the employer they chose."""
    purchasers = Purchaser.objects.select_related("representative__user")
    purchaser = purchasers.filter(pk=purchaser_id).first()
    if purchaser is None:
        return []
    return [Admission(user=user, purchaser=purchaser, privileges=ON_BEHALF)]


def _admit(request, privileges, any_of):
    """Set request.grant and request.grants to Admissions; False when no purchaser is chosen."""
    chosen = request.session.get(SESSION_PURCHASER)
    if request.user.is_staff:
        request.grants = _on_behalf(request.user, chosen)
    else:
        request.grants = admissions_of(request.user, timezone.now())
    request.grant = next((grant for grant in request.grants if grant.purchaser_id == chosen), None)
    if request.grant is None:
        return False
    opened_for.refuse_other_purchaser(request)
    look_through(request)
    opened_for.refuse_other_view(request)
    _refuse_without(request.grant, privileges, any_of)
    return True


def _refuse_without(admission, privileges, any_of):
    if not _allows(admission, privileges, any_of):
        raise NoPrivilege(next(privilege for privilege in privileges if not admission.allows(privilege)))


def _allows(admission, privileges, any_of):
    allowed = [admission.allows(privilege) for privilege in privileges]
    return all(allowed) or (any_of and any(allowed))


def _show_in_sandbox(view, request, privileges, any_of, args, kwargs):
    """Show a page of the tour with the visitor's admission."""
    request.grant, request.grants = request.sandbox, [request.sandbox]
    _refuse_without(request.grant, privileges, any_of)
    with timezone.override(request.grant.purchaser.zone):
        return view(request, *args, **kwargs)


def choose_purchaser(request, purchaser_id):
    """Make a purchaser the current one; False when the user has no grant there."""
    with tenancy.as_user(request.user):
        known = {each.purchaser_id for each in admissions_of(request.user, timezone.now())}
    if purchaser_id not in known:
        return False
    request.session[SESSION_PURCHASER] = purchaser_id
    return True


def _choose_first(request):
    """Choose the user's first purchaser. Raises NoGrant."""
    with tenancy.as_user(request.user):
        admissions = admissions_of(request.user, timezone.now())
    if not admissions:
        raise NoGrant
    request.session[SESSION_PURCHASER] = admissions[0].purchaser_id


def _choose_again(request, mark):
    """Switch back to the purchaser of a form that is to be shown once more."""
    if request.user.is_staff:
        request.session[SESSION_PURCHASER] = mark.purchaser_id
    elif not choose_purchaser(request, mark.purchaser_id):
        raise Http404
    opened_for.show(request)


def _found_elsewhere(view, request, privileges, any_of, args, kwargs):
    """Raise BelongsElsewhere when a missing page is there at another purchaser of the user's."""
    if request.user.is_staff or getattr(request, "seen_as", None) or not getattr(request, "grant", None):
        return
    others = [each for each in request.grants if each is not request.grant and _allows(each, privileges, any_of)]
    if purchaser := purchaser_with_page(view, request, args, kwargs, others):
        raise BelongsElsewhere(purchaser)


def requires(*privileges: str, any_of: bool = False, fresh: bool = False):
    """Admit a signed-in user whose grant at the chosen purchaser has the privileges (none named: any grant).

    `fresh`: ask for the password again after five minutes, where access is widened or secrets are shown.
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

            if mark := opened_for.asks_again(request):
                _choose_again(request, mark)
            try:
                response = with_retries(attempt)
                if response is None:
                    _choose_first(request)
                    response = with_retries(attempt)
            except Http404:
                _found_elsewhere(view, request, privileges, any_of, args, kwargs)
                raise
            if response is None:
                raise NoGrant
            return opened_for.as_typed(request, response) if mark else response

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
    """Admit any signed-in user to a view that opens its own transactions, some of which outlive a refusal."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        return sent_elsewhere(request) or view(request, *args, **kwargs)

    return _mark(guarded, "own_scopes")


def public(view):
    """Mark a public page."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        return view(request, *args, **kwargs)

    return _mark(guarded, "public")


def representative(view):
    """Admit a representative to an admin page, which sees every purchaser's rows."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if elsewhere := sent_elsewhere(request):
            return elsewhere
        if not request.user.is_staff:
            raise PermissionDenied

        def attempt():
            with tenancy.as_user(request.user), tenancy.staff():
                return view(request, *args, **kwargs)

        return with_retries(attempt)

    return _mark(guarded, "representative")
