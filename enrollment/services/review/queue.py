"""Assignments and saved filters of the queue. Under the staff role."""

import re
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import Activity, User
from accounts.platform.marks import mark_of
from accounts.platform.typed import figures
from accounts.services import record
from enrollment.models import Review, SavedFilter
from enrollment.queries.review.claims import holder_of
from enrollment.services.refusals import CannotDecide

KEPT = ("queue", "change__type__exact", "q")
FILTERS_AT_MOST = 20
IDENTITY_NUMBER = re.compile(r"(?<!\d)\d{3}[-. ]?\d{2}[-. ]?\d{4}(?!\d)")


def assign(*, review_id: UUID, to: User, by: User, at: datetime) -> Review:
    """Assign a review until it is released. Refused while another works on it."""
    reviews = Review.objects.select_for_update(of=("self",)).select_related("change", "claimed_by", "purchaser")
    review = reviews.get(pk=review_id)
    named = {"number": review.change.confirmation, "name": holder_of(review, at)}
    if review.decision or not review.change.is_open:
        raise CannotDecide(_("%(number)s has already been decided.") % named)
    if named["name"] not in (None, by, to):
        raise CannotDecide(_("%(name)s is working on %(number)s.") % named)
    if not (to.is_staff and to.is_active):
        raise CannotDecide(_("Choose a representative."))
    if named["name"] != to:
        review.claimed_by = review.claimed_at = None
    review.assigned_to = to
    review.save(update_fields=["assigned_to", "claimed_by", "claimed_at"])
    record(
        "assigned_review",
        by=by,
        at=at,
        purchaser=review.purchaser,
        channel=Activity.Channel.REPRESENTATIVE,
        obj=review.change,
        summary=str(to),
        staff_only=True,
    )
    return review


def without_identity_numbers(query: str) -> str:
    """The query string to keep, without a search for a Social Security number."""
    pairs = [
        (key, value) for key, value in parse_qsl(query) if key in KEPT and not IDENTITY_NUMBER.search(figures(value))
    ]
    return urlencode(pairs)


def filters_mark(filters: Iterable[SavedFilter]) -> str:
    """The mark of a representative's saved filters as the queue showed them."""
    return mark_of(*sorted((each.name, each.query) for each in filters))


def save_filter(*, name: str, query: str, by: User, at: datetime, seen: str | None = None) -> SavedFilter:
    """Save a view of the queue under a name, replacing one with the same name that the page showed.

    `seen` is the mark of the filters that the page listed.
    """
    name, query = " ".join(name.split())[:40], without_identity_numbers(query)
    own = SavedFilter.objects.filter(user=by)
    if not name:
        raise CannotDecide(_("Enter a name for the filter."))
    if not query or len(query) > 200:
        raise CannotDecide(_("Choose a view or search first, then save it."))
    if own.exclude(name=name).count() >= FILTERS_AT_MOST:
        raise CannotDecide(_("You already have %(count)d filters. Remove one first.") % {"count": FILTERS_AT_MOST})
    same = own.filter(name=name).exclude(query=query).first()
    if same and seen is not None and seen != filters_mark(own):
        raise CannotDecide(_("You saved another filter named %(name)s in another tab.") % {"name": name})
    saved, _created = SavedFilter.objects.update_or_create(
        user=by, name=name, defaults={"query": query, "saved_at": at}
    )
    return saved


def forget_filter(*, filter_id: int, by: User) -> None:
    SavedFilter.objects.filter(user=by, pk=filter_id).delete()
