"""The goal watch: warnings, missed goals, and expected decision times.

Under the service role. Repeatable: each row keeps the highest mark it reached.
"""

from datetime import date, datetime, timedelta

from accounts.models import Activity
from accounts.platform.business_time import after_minutes, due_at, minutes_between
from accounts.queries import closed_days
from accounts.services import record, schedule
from enrollment.models import Change, Review
from enrollment.queries.review.waiting import Waiting, settled_each_day, waiting
from enrollment.rules.goals import MISSED, mark_reached, minutes_to_wait

TELL_SUPERVISORS = "enrollment.mail_missed_goal"
STEP = timedelta(minutes=30)


def watch_goals(*, at: datetime) -> int:
    """Mark each reached warning or goal once. Returns the number of new marks."""
    closures = closed_days()
    return sum(_watch(each, closures, at) for each in waiting())


def _watch(each: Waiting, closures: frozenset[date], at: datetime) -> bool:
    goal = due_at(each.opened_at, each.zone, closures)
    total = minutes_between(each.opened_at, goal, each.zone, closures)
    left = minutes_between(at, each.due_at, each.zone, closures)
    mark = mark_reached(total, left, missed=at > each.due_at)
    reached = Review.objects.filter(pk=each.review_id, decision="", goal_mark__lt=mark)
    if mark <= each.goal_mark or not reached.update(goal_mark=mark):
        return False
    change = Change.objects.select_related("purchaser").defer("payload", "outcome").get(pk=each.change_id)
    record(
        "missed_goal" if mark == MISSED else "warned_of_goal",
        by=None,
        at=at,
        purchaser=change.purchaser,
        unit=change.unit_id,
        channel=Activity.Channel.CLOCK,
        obj=change,
        summary=change.title,
        after={"percent": mark},
        staff_only=mark != MISSED,
    )
    if mark == MISSED:
        arguments = {"change": str(each.change_id), "review": str(each.review_id)}
        schedule(TELL_SUPERVISORS, arguments=arguments, at=at, purchaser=change.purchaser)
    return True


def foresee(*, at: datetime) -> int:
    """Store the expected time of each request in review, if known. Returns the number changed."""
    closures = closed_days()
    settled, changed = settled_each_day(at, closures), 0
    for ahead, each in enumerate(waiting()):
        minutes = minutes_to_wait(ahead, settled)
        expected = None if minutes is None else _rounded_up(after_minutes(at, minutes, each.zone, closures))
        if expected != each.expected_at:
            own = Change.objects.filter(pk=each.change_id, state=Change.State.IN_REVIEW)
            changed += own.update(expected_at=expected)
    return changed


def _rounded_up(moment: datetime) -> datetime:
    """Round to half hours: minutes would promise too much and change constantly."""
    over = timedelta(minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond) % STEP
    return moment + (STEP - over) if over else moment
