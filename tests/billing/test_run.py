"""The bill run: one Job a unit, harmless twice, killed half-way or tried."""

import threading
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core import mail
from django.db import connection

from access import tenancy
from accounts.models import Job
from billing.models import Bill, BillHold
from billing.services import schedule_due_bills
from billing.services.bills import TELL_HELD
from billing.services.run import MAKE_BILLS
from billing.tasks import make_bills, tell_held
from tests import factories
from tests.billing.money import LARGE, made, publish

pytestmark = pytest.mark.django_db(transaction=True)
HIRED = date(2026, 7, 6)
# A Monday morning in Oakland.
RUN = datetime(2026, 9, 21, 16, tzinfo=UTC)


def schedule(at=RUN, **more):
    with tenancy.as_user(None), tenancy.service():
        return schedule_due_bills(at=at, **more)


def jobs(kind=MAKE_BILLS):
    with tenancy.as_user(None), tenancy.service():
        return list(Job.objects.filter(kind=kind).order_by("created_at", "pk"))


def work(at=RUN):
    with time_machine.travel(at, tick=False):
        for job in jobs():
            make_bills(str(job.pk))


@pytest.fixture
def group():
    """Opened in August, so that its first bill day is September 15."""
    employer = factories.Employer(opened_at=datetime(2026, 8, 20, tzinfo=UTC))
    publish(employer)
    employer.enroll(hired_on=HIRED, at=factories.NOW.replace(month=7, day=6))
    return employer


def bills(employer):
    with employer.scope():
        return [(f"{bill.month:%Y-%m}", str(bill.total)) for bill in Bill.objects.order_by("month", "pk")]


def test_each_unit_with_a_bill_due_has_a_job(group):
    assert schedule() == 1
    work()
    assert bills(group) == [("2026-10", "120.00")]
    [job] = jobs()
    [result] = job.result
    assert (job.state, result["month"], result["charges_now"], result["held"]) == ("done", "2026-10-01", "120.00", "")


def test_nothing_is_scheduled_before_the_bill_day_or_twice(group):
    assert schedule(datetime(2026, 8, 10, 16, tzinfo=UTC)) == 0
    assert [schedule(), schedule()] == [1, 0]
    work()
    assert schedule() == 0


def test_a_run_of_all_months_missed_makes_them_in_order(group):
    schedule()
    work()
    later = datetime(2026, 12, 20, 18, tzinfo=UTC)
    schedule(later)
    work(later)
    assert bills(group) == [("2026-10", "120.00"), ("2026-11", "180.00"), ("2026-12", "240.00"), ("2027-01", "300.00")]


def test_a_job_that_died_after_its_work_changes_nothing(group):
    """Its lease ran out; another worker runs it again."""
    schedule()
    work()
    with tenancy.as_user(None), tenancy.service():
        Job.objects.filter(kind=MAKE_BILLS).update(state="queued", finished_at=None)
    work()
    assert bills(group) == [("2026-10", "120.00")]


def test_two_runners_at_once_make_one_bill(group):
    barrier, made_by_each = threading.Barrier(2), []

    def run():
        barrier.wait()
        made_by_each.append(made(group, "2026-10").pk)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made_by_each) == 2
    assert len(set(made_by_each)) == 1
    assert bills(group) == [("2026-10", "120.00")]


def test_a_trial_makes_no_bill_and_keeps_its_figures(group):
    schedule(is_trial=True)
    work()
    assert bills(group) == []
    [job] = jobs()
    assert [(each["month"], each["charges_now"]) for each in job.result] == [("2026-10-01", "120.00")]
    assert schedule() == 1


@pytest.fixture
def held(group):
    """New rates make November's bill jump."""
    schedule()
    work()
    publish(group, tiers=LARGE | {"EE": "900.00"}, effective_on=date(2026, 11, 1))
    schedule(datetime(2026, 10, 20, 16, tzinfo=UTC))
    work(datetime(2026, 10, 20, 16, tzinfo=UTC))
    with group.scope():
        return BillHold.objects.get()


def test_a_held_unit_is_not_scheduled_until_more_is_known(group, held):
    november = datetime(2026, 11, 20, 17, tzinfo=UTC)
    assert (held.reason, held.month) == ("jump", date(2026, 11, 1))
    assert schedule(november) == 0
    group.enroll(
        employee=factories.applicant("Zed", "Quist", born=date(1970, 1, 1), number="456-78-9123"),
        hired_on=date(2026, 10, 5),
    )
    assert schedule(november) == 1


def test_the_representative_hears_of_a_bill_still_held_three_business_days_before_it_is_due(group, held):
    """Due November 1, a Sunday: Wednesday the 28th at 8 am in the carrier's zone."""
    [job] = jobs(TELL_HELD)
    assert job.due_at == datetime(2026, 10, 28, 15, tzinfo=UTC)
    tell_held(str(job.pk))
    [message] = mail.outbox
    assert message.to == [group.purchaser.representative.user.email]
    assert "for November 2026 is still held" in message.body
