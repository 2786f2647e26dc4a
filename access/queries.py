"""The account access list: people with access, and open codes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from access.admission import Admission
from access.models import AccessCode, Delegation, Grant
from access.privileges import ADMINISTRATOR, Privilege
from accounts.models import Activity, EnrollmentUnit, Purchaser

DORMANT = timedelta(days=90)
REVIEW_EVERY = timedelta(days=92)
REVIEWED = "reviewed_access"


@dataclass(frozen=True)
class AccessLine:
    """One person or one code. The template has the words for `state`."""

    pk: Any
    name: str
    email: str
    privileges: list[str]
    units: str
    since: str
    until: str
    seen: str
    state: str
    dormant: bool = False
    organization: str = ""
    delegation_id: int | None = None


def units_of(purchaser: Purchaser) -> list[EnrollmentUnit]:
    return list(EnrollmentUnit.objects.filter(purchaser=purchaser).order_by("name", "pk"))


def in_words(privileges: Iterable[str]) -> str:
    """Privileges as one line of text."""
    chosen = set(privileges)
    if chosen >= ADMINISTRATOR:
        return _("Everything")
    return "; ".join(str(each.label) for each in Privilege if each.value in chosen)


def _named(rows: QuerySet[Any], wanted: str, *, name: str, email: str) -> QuerySet[Any]:
    return rows.filter(Q(**{f"{name}__icontains": wanted}) | Q(**{f"{email}__icontains": wanted})) if wanted else rows


def _day(purchaser: Purchaser, at: datetime | None) -> str:
    return date_format(at.astimezone(purchaser.zone), "SHORT_DATE_FORMAT") if at else ""


def _units(unit_ids: list[int] | None, names: dict[int, str]) -> str:
    if unit_ids is None:
        return _("All units")
    return ", ".join(sorted(names[pk] for pk in unit_ids if pk in names))


def _names(own: Admission) -> dict[int, str]:
    """The names of the units that `own` covers."""
    return {unit.pk: unit.name for unit in units_of(own.purchaser) if own.covers_unit(unit.pk)}


def grant_lines(own: Admission, now: datetime, wanted: str = "") -> list[AccessLine]:
    """People whose access has not ended, administrators first."""
    grants = Grant.objects.seen_by(own).not_over(now).select_related("user", "delegation")
    names, purchaser = _names(own), own.purchaser
    lines = [
        AccessLine(
            pk=grant.pk,
            name=grant.user.name,
            email=grant.user.email,
            privileges=grant.privileges,
            units=_units(grant.unit_ids, names),
            since=_day(purchaser, grant.starts_at),
            until=_day(purchaser, grant.ends_at),
            seen=_day(purchaser, grant.user.last_login),
            state="suspended" if grant.suspended_at else "active",
            dormant=(grant.user.last_login or grant.starts_at) < now - DORMANT,
            organization=grant.delegation.name if grant.delegation else "",
            delegation_id=grant.delegation_id,
        )
        for grant in _named(grants, wanted, name="user__name", email="user__email")
    ]
    return sorted(lines, key=lambda line: (Privilege.MANAGE_ACCESS not in line.privileges, line.name.casefold()))


def code_lines(own: Admission, now: datetime, wanted: str = "") -> list[AccessLine]:
    """Codes that are open or expired."""
    codes = AccessCode.objects.seen_by(own).filter(redeemed_at=None, revoked_at=None)
    codes = codes.select_related("delegation").order_by("-issued_at", "-pk")
    names, purchaser = _names(own), own.purchaser
    return [
        AccessLine(
            pk=code.pk,
            name=code.name,
            email=code.email,
            privileges=code.privileges,
            units=_units(code.unit_ids, names),
            since=_day(purchaser, code.issued_at),
            until=_day(purchaser, code.expires_at),
            seen="",
            state=code.state(now),
            organization=code.delegation.name if code.delegation else "",
            delegation_id=code.delegation_id,
        )
        for code in _named(codes, wanted, name="name", email="email")
    ]


def delegations_seen_by(own: Admission) -> QuerySet[Delegation]:
    """The purchaser's organizations; for the people of one, that one."""
    found = Delegation.objects.filter(purchaser=own.purchaser)
    return found if own.delegation_id is None else found.filter(pk=own.delegation_id)


def delegations_of(own: Admission, now: datetime) -> QuerySet[Delegation]:
    """The brokers and TPAs that `own` sees, each with its number of `people` with access."""
    open_ones = delegations_seen_by(own).filter(ended_at=None).exclude(ends_at__lte=now)
    theirs = Q(grants__in=Grant.objects.seen_by(own).not_over(now))
    return open_ones.annotate(people=Count("grants", filter=theirs)).order_by("name", "pk")


def done_by(delegation: Delegation, grant: Admission) -> QuerySet[Activity]:
    """Activity of an organization's people during their access under it, within `grant`, newest first."""
    acts = Grant.objects.filter(delegation=delegation, user=OuterRef("actor"), starts_at__lte=OuterRef("at"))
    acts = acts.filter(Q(revoked_at=None) | Q(revoked_at__gte=OuterRef("at")))
    own = Activity.objects.filter(Exists(acts), purchaser=delegation.purchaser, staff_only=False)
    if grant.unit_ids is not None:
        own = own.filter(unit_id__in=grant.unit_ids)
    return own.select_related("actor").order_by("-at", "-id")


def last_review(purchaser: Purchaser) -> datetime | None:
    """When access was last reviewed."""
    done = Activity.objects.filter(purchaser=purchaser, verb=REVIEWED).order_by("-at", "-pk")
    return done.values_list("at", flat=True).first()


def review_is_due(purchaser: Purchaser, now: datetime) -> bool:
    """Whether a quarter has passed since the last review, or since a second person got access."""
    others = Grant.objects.filter(purchaser=purchaser).not_over(now).order_by("starts_at", "pk")
    since = last_review(purchaser) or others.values_list("starts_at", flat=True).first()
    return since is not None and since < now - REVIEW_EVERY and others.count() > 1
