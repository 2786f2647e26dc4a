"""Facts of a request in words: what its receipt and its file say it asked for."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from enrollment.models import Change, PersonDetail
from enrollment.rules.codes import Line


def day_words(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def line_words(lines: Iterable[str]) -> str:
    """The names of lines of coverage: "Medical, Dental"."""
    return ", ".join(_(Line(line).label) for line in lines)


def employee_of(change: Change) -> list[tuple[str, str]]:
    """(words, name) of the employee through whom the dependents of a request are covered."""
    own = PersonDetail.objects.filter(purchaser_id=change.purchaser_id, superseded_at=None)
    detail = own.filter(person_id=change.enrollment.subscriber_id).first() if change.enrollment else None
    return [(_("Employee"), detail.full_name)] if detail else []


def details_then(change: Change, person_id: UUID) -> PersonDetail | None:
    """A person's details as this employer had them when the request was sent."""
    then = Q(superseded_at=None) | Q(superseded_at__gt=change.submitted_at)
    own = PersonDetail.objects.filter(purchaser_id=change.purchaser_id, person_id=person_id)
    return own.filter(then, known_at__lte=change.submitted_at).order_by("-known_at", "-pk").first()
