"""Changes that arrive while bills are made are never lost; a run that is cut off changes nothing."""

import os
import random
import threading
from datetime import date
from io import StringIO

import psycopg
import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from billing.models import Bill, BillLine
from tests import factories
from tests.billing.money import made, publish
from tests.counts import count
from tests.races import someone, together
from tests.servers import ADMIN

pytestmark = pytest.mark.django_db(transaction=True)
# Covered from November 1.
HIRED, HIRE = date(2026, 9, 7), factories.NOW.replace(month=9, day=7)


def verified():
    out = StringIO()
    call_command("verify_ledger", recompute=True, stdout=out)
    return out.getvalue().endswith(" 0 rows are wrong\n")


def billed(employer):
    """What was billed for each employee, by name."""
    with employer.scope():
        names = {}
        for line in BillLine.objects.order_by("pk"):
            names[line.subscriber_name] = names.get(line.subscriber_name, 0) + line.amount
        return names


def test_a_change_that_arrives_while_a_bill_is_made_is_on_it_or_on_the_next():
    for trial in range(count("bills made at once")):
        employer = factories.Employer(f"Group {trial}")
        publish(employer)
        employer.enroll(employee=someone(3 * trial), hired_on=HIRED, at=HIRE)
        together(
            lambda employer=employer: made(employer, "2026-12"),
            lambda employer=employer, trial=trial: employer.enroll(
                employee=someone(3 * trial + 1), hired_on=HIRED, at=HIRE
            ),
        )
        made(employer, "2027-01")
        assert sorted(billed(employer).values()) == [180, 180], trial
    assert verified()


def test_a_bill_that_is_cut_off_at_any_moment_is_made_again_the_same():
    """The connection dies at a random moment; the next run makes what an undisturbed one does."""
    moments = random.Random(31)  # noqa: S311
    employer = factories.Employer()
    publish(employer)
    for number in range(6):
        employer.enroll(employee=someone(number), hired_on=HIRED, at=HIRE)
    months = [f"{2027 + place // 12}-{place % 12 + 1:02}" for place in range(count("bills cut off"))]
    made(employer, "2026-12")
    cut_off = 0
    for month in months:
        cut_off += _made_and_killed(employer, month, moments.uniform(0.001, 0.05))
        made(employer, month)
    with employer.scope():
        totals = [bill.total for bill in Bill.objects.order_by("month", "pk")]
    assert totals == [720 + 360 * place for place in range(len(months) + 1)]
    assert verified()


def _made_and_killed(employer, month, after):
    """Whether the bill was cut off: its connection is ended from outside after some seconds."""
    begun, pid, result = threading.Event(), [], [False]

    def run():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pid.append(cursor.fetchone()[0])
        begun.set()
        try:
            made(employer, month)
        except OperationalError:
            result[0] = True
        finally:
            connection.close()

    worker = threading.Thread(target=run)
    worker.start()
    begun.wait()
    killer = threading.Timer(after, _end, pid)
    killer.start()
    worker.join()
    killer.join()
    return result[0]


def _end(pid):
    with psycopg.connect(os.environ[ADMIN], autocommit=True) as administrator:
        administrator.execute("SELECT pg_terminate_backend(%s)", [pid])
