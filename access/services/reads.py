"""What a representative was shown at the desk, on record."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Model
from django.utils.text import capfirst

from accounts.models import Activity, User
from accounts.services import record

# The pictures of one document are asked for one by one, in one view of it.
ONE_VIEW = timedelta(minutes=30)


def view_at_desk(*, rows: Sequence[Model], by: User, at: datetime, once: bool = False) -> None:
    """Record which rows a page showed, in one line for representatives only; `once`: not again in the same view."""
    if not rows:
        return
    one = rows[0] if len(rows) == 1 else None
    ids: dict[str, list[str]] = {}
    for row in rows:
        ids.setdefault(row._meta.model_name or "", []).append(str(row.pk))
    if once and _seen(ids, by, at):
        return
    record(
        "viewed_at_desk",
        by=by,
        at=at,
        channel=Activity.Channel.REPRESENTATIVE,
        purchaser=getattr(one, "purchaser", None),
        obj=one,
        summary=", ".join(f"{capfirst(str(_named(rows, name)))}: {len(each)}" for name, each in ids.items()),
        after={"shown": ids},
        staff_only=True,
    )


def _named(rows: Sequence[Model], name: str) -> str:
    return str(next(row._meta.verbose_name_plural for row in rows if row._meta.model_name == name))


def _seen(ids: dict[str, list[str]], by: User, at: datetime) -> bool:
    own = Activity.objects.filter(actor=by, verb="viewed_at_desk", at__gt=at - ONE_VIEW)
    return own.filter(after={"shown": ids}).exists()
