"""An employment from before a merge, ended after it: the end goes to the person whose enrollment ended."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from access import tenancy
from accounts.models import Activity
from enrollment import services
from enrollment.models import Employment, Enrollment
from enrollment.rules.codes import EndReason
from enrollment.services.identity import make_known
from tests import factories
from tests.enrollment.merging.world import (
    AFTER,
    HIRED,
    LATER,
    dental_plan,
    ended,
    joined,
    mia,
    settled,
    since,
    undo,
    zed,
)

pytestmark = pytest.mark.django_db
QUIT = date(2027, 3, 15)


class Shared:
    """Mia works at an employer without coverage. Zed's record was merged into hers and enrolled under her
    employment.
    """

    def __init__(self, rep, second):
        self.employer = factories.Employer("Both")
        early = LATER - timedelta(days=5)
        mias = self.employer.enroll(employee=mia(), hired_on=HIRED, at=early)
        self.employer.end(mias, reason=EndReason.REDUCED_HOURS, event_on=HIRED, at=early)
        self.mia, self.zed = mias.person_id, ended(zed())
        self.merge = joined(self.zed, self.mia, rep, second)
        held = self.employer.enroll(employee=zed(), hired_on=HIRED, at=LATER)
        self.change = settled(held, self.mia, rep)
        assert (self.change.person_id, self.work()) == (self.mia, [(self.mia, None)])

    def work(self):
        with self.employer.scope():
            return list(Employment.objects.order_by("pk").values_list("person_id", "last_day_worked"))

    def dental(self):
        offering = factories.offering(self.employer.unit, plan_=dental_plan())
        with self.employer.scope():
            command = self.employer.add_employee(employee=zed(), hired_on=HIRED, offerings=[offering])
            return services.submit(command=command, submission=self.employer.submission(at=LATER))

    def since_of(self, change):
        return {row.key for row in since(self.merge) if row.change_id == change.pk}


@pytest.fixture
def shared(rep):
    return Shared(rep, factories.representative("Sam Ito").user)


def test_each_has_an_employment_of_their_own_when_nothing_has_ended(shared, rep):
    undo(shared.merge, rep, to=shared.zed)
    assert shared.work() == [(shared.mia, None), (shared.zed, None)]


def test_the_end_goes_with_the_enrollment_that_ended(shared, rep):
    shared.employer.end(shared.change, event_on=QUIT, at=AFTER)
    undo(shared.merge, rep, to=shared.zed)
    assert shared.work() == [(shared.mia, None), (shared.zed, QUIT)]
    with shared.employer.scope():
        line = Activity.objects.get(verb="reopened_employment")
        stays = Employment.objects.get(person_id=shared.mia)
    assert (line.actor, line.object_id, line.before, line.staff_only) == (
        rep,
        str(stays.pk),
        {"last_day_worked": QUIT.isoformat()},
        False,
    )
    call_command("verify_roster")


def test_the_end_stays_with_the_enrollment_that_stays(shared, rep):
    shared.employer.end(shared.change, event_on=QUIT, at=AFTER)
    undo(shared.merge, rep)
    assert shared.work() == [(shared.mia, QUIT)]


def test_an_end_of_both_lines_is_the_end_of_both(shared, rep):
    """One of two enrollments under her employment is Mia's own, and the end was for every line."""
    dental = shared.dental()
    shared.employer.end(dental, event_on=QUIT, at=AFTER)
    assert shared.work() == [(shared.mia, QUIT)]
    undo(shared.merge, rep, to=shared.zed, **dict.fromkeys(shared.since_of(dental), shared.mia))
    assert shared.work() == [(shared.mia, QUIT), (shared.zed, QUIT)]


def test_the_end_of_what_stays_does_not_end_the_work_of_the_other(shared, rep):
    """Zed's enrollment was over when Mia left the job."""
    shared.employer.end(shared.change, reason=EndReason.VOLUNTARY, event_on=date(2027, 3, 1), at=AFTER)
    dental = shared.dental()
    shared.employer.end(dental, event_on=date(2027, 4, 15), at=AFTER)
    undo(shared.merge, rep, to=shared.zed, **dict.fromkeys(shared.since_of(dental), shared.mia))
    assert shared.work() == [(shared.mia, date(2027, 4, 15)), (shared.zed, None)]


def test_two_enrollments_on_one_work_go_on_one_work(shared, rep):
    dental = shared.dental()
    shared.employer.end(dental, event_on=QUIT, at=AFTER)
    undo(shared.merge, rep, to=shared.zed)
    assert shared.work() == [(shared.mia, None), (shared.zed, QUIT)]
    with shared.employer.scope():
        theirs = Enrollment.objects.filter(subscriber_id=shared.zed)
        assert (theirs.count(), theirs.values("employment_id").distinct().count()) == (2, 1)


def test_an_end_is_not_taken_back_under_a_later_employment(shared, rep):
    """She was rehired since; two employments at once are never written."""
    shared.employer.end(shared.change, event_on=QUIT, at=AFTER)
    again = date(2027, 4, 5)
    at = AFTER + timedelta(days=60)
    second = settled(shared.employer.enroll(employee=mia(), hired_on=again, at=at), shared.mia, rep, at=at)
    assert second.person_id == shared.mia
    undo(shared.merge, rep, to=shared.zed, **dict.fromkeys(shared.since_of(second), shared.mia))
    assert shared.work() == [(shared.mia, QUIT), (shared.mia, None), (shared.zed, QUIT)]


def test_nobody_is_employed_twice_by_a_copy(rep):
    """Zed works there himself since another hire date, and has an enrollment under Mia's employment."""
    shared = Shared(rep, factories.representative("Sam Ito").user)
    with tenancy.as_user(None), tenancy.staff():
        other = Employment.objects.get(purchaser=shared.employer.purchaser)
        other.pk, other.person_id, other.hired_on = None, shared.zed, date(2026, 9, 1)
    with shared.employer.scope():
        make_known([shared.zed], purchaser=shared.employer.purchaser)
        other.save(force_insert=True)
    with pytest.raises(services.CannotMerge, match="two employments at Both"):
        undo(shared.merge, rep, to=shared.zed)
