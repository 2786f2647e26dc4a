"""Questions to the employer about a change, and the answers."""

from accounts.models import Activity
from enrollment.models import Change

ASKED, ANSWERED = "asked_employer", "answered"


def talk(change: Change) -> list[Activity]:
    """Past questions and answers on a change, oldest first, without the open question."""
    about = Activity.objects.filter(
        purchaser_id=change.purchaser_id, object_type="change", object_id=str(change.pk), staff_only=False
    )
    said = list(about.filter(verb__in=[ASKED, ANSWERED]).select_related("actor").order_by("at", "id"))
    return said[:-1] if change.state == Change.State.ACTION_NEEDED else said


def _last(change: Change, verb: str) -> Activity | None:
    lines = Activity.objects.filter(
        purchaser_id=change.purchaser_id, object_type="change", object_id=str(change.pk), verb=verb
    )
    return lines.order_by("-at", "-id").first()


def last_answer(change: Change) -> Activity | None:
    return _last(change, ANSWERED)


def question_mark(change: Change) -> str:
    """When the last question was asked. An answer names the question it answers."""
    last = _last(change, ASKED)
    return last.at.isoformat() if last else ""
