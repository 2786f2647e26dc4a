"""Month runs, beside the plain INSERT of the rows they make."""

import os
import resource
import time
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import psycopg
from django.core.management import call_command
from psycopg.conninfo import make_conninfo

from access import tenancy
from accounts.models import EnrollmentUnit
from bench.billing.data import LARGE, REST, load
from bench.figures import NO_TARGET, Figures
from billing.models import Bill, BillHold
from billing.rules.months import next_month
from billing.services import make_bill
from portal.database import set_up
from tests import staff_flags
from tests.servers import ADMIN, PASSWORD

FIRST, MONTHS = date(2023, 2, 1), int(os.environ.get("BENCH_MONTHS", "12"))
RETROACTIVE = 1000
ROWS = ("bill", "billline", "posting", "ledgerentry")
# What a change of coverage leaves: the version it replaces, and one that ended a month ago.
END_SOME = """
WITH ended AS (
    SELECT coverage.id FROM enrollment_coverage coverage
     WHERE relationship = '19' AND superseded_at IS NULL ORDER BY md5(coverage.id::text) LIMIT %(count)s
),
units AS (
    UPDATE accounts_enrollmentunit SET known_seq = known_seq + 1
     WHERE id IN (SELECT unit_id FROM enrollment_enrollment
                   WHERE id IN (SELECT enrollment_id FROM enrollment_coverage WHERE id IN (SELECT id FROM ended)))
    RETURNING id, known_seq
),
old AS (
    UPDATE enrollment_coverage coverage SET superseded_at = now(), superseded_seq = units.known_seq
      FROM enrollment_enrollment enrollment JOIN units ON units.id = enrollment.unit_id
     WHERE enrollment.id = coverage.enrollment_id AND coverage.id IN (SELECT id FROM ended)
    RETURNING coverage.*, units.known_seq AS seq
)
INSERT INTO enrollment_coverage (purchaser_id, enrollment_id, person_id, relationship, plan_line, rated_birth_date,
    starts_on, ends_on, end_reason, event_on, change_id, ended_by_id, known_at, known_seq)
SELECT purchaser_id, enrollment_id, person_id, relationship, plan_line, rated_birth_date, starts_on, %(last_day)s,
       'voluntary', %(last_day)s, change_id, change_id, now(), seq FROM old
"""


class Bench:
    def __init__(self):
        set_up(os.environ[ADMIN], "test_bench", passwords=dict.fromkeys(["portal_owner", "portal_app"], PASSWORD))
        call_command("migrate", verbosity=0)
        staff_flags.allow(os.environ[ADMIN], "test_bench")
        started = time.perf_counter()
        _administrator, self.units = load()
        print(f"data loaded in {time.perf_counter() - started:.0f} s", flush=True)
        self.url, self.figures = make_conninfo(os.environ[ADMIN], dbname="test_bench"), Figures()

    def make(self, month, units=None):
        """Seconds that the bills of a month take, one transaction a unit."""
        at = datetime(month.year, month.month, 2, 18, tzinfo=UTC) - timedelta(days=17)
        started = time.perf_counter()
        for unit in units or self.units:
            with tenancy.scope(unit.purchaser_id):
                own = EnrollmentUnit.objects.select_related("purchaser").get(pk=unit.pk)
                made = make_bill(unit=own, month=month, by=None, at=at)
                if isinstance(made, BillHold):
                    raise RuntimeError(f"{made} is held")
        return time.perf_counter() - started

    def plain_insert(self, month):
        """Seconds to write a month's finished rows by one INSERT a table and unit, with every constraint and trigger."""
        with psycopg.connect(self.url) as connection:
            for table in ROWS:
                connection.execute(f"DROP TABLE IF EXISTS kept_{table}")
                own = {"bill": "id", "billline": "bill_id", "posting": "bill_id"}
                which = (
                    f"{own[table]} IN (SELECT id FROM billing_bill WHERE month = %(month)s)"
                    if table in own
                    else (
                        "posting_id IN (SELECT id FROM billing_posting WHERE bill_id IN"
                        " (SELECT id FROM billing_bill WHERE month = %(month)s))"
                    )
                )
                connection.execute(
                    f"CREATE TABLE kept_{table} AS SELECT * FROM billing_{table} WHERE {which}", {"month": month}
                )
            connection.execute("SET LOCAL session_replication_role = replica")
            for table in reversed(ROWS):
                connection.execute(f"DELETE FROM billing_{table} WHERE id IN (SELECT id FROM kept_{table})")
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("CREATE INDEX ON kept_billline (bill_id)")
            connection.execute("ANALYZE")
            columns = {table: self._columns(connection, table) for table in ROWS}
            bills = [row[0] for row in connection.execute("SELECT id FROM kept_bill ORDER BY id")]
            started = time.perf_counter()
            for bill in bills:
                with connection.transaction():
                    for table in ROWS:
                        names = columns[table]
                        which = {"bill": "id = %s", "billline": "bill_id = %s", "posting": "bill_id = %s"}.get(
                            table, "posting_id IN (SELECT id FROM kept_posting WHERE bill_id = %s)"
                        )
                        connection.execute(
                            f"INSERT INTO billing_{table} ({names}) OVERRIDING SYSTEM VALUE"
                            f" SELECT {names} FROM kept_{table} WHERE {which}",
                            [bill],
                        )
            return time.perf_counter() - started

    def _columns(self, connection, table):
        rows = connection.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
            " AND attname <> 'transaction_id' ORDER BY attnum",
            [f"billing_{table}"],
        )
        return ", ".join(row[0] for row in rows)

    def end_some(self, count, last_day):
        with psycopg.connect(self.url) as connection:
            connection.execute("SET LOCAL session_replication_role = replica")
            connection.execute(END_SOME, {"count": count, "last_day": last_day})
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("ANALYZE")

    def run(self):
        months = [FIRST]
        while len(months) < MONTHS:
            months.append(next_month(months[-1]))
        note = self.figures.note
        first = self.make(months[0])
        note(f"first month of {len(self.units)} units", first, NO_TARGET, "s")
        second = self.make(months[1])
        note("second month", second, NO_TARGET, "s")
        note("second month again", self.make(months[1]) / second, 0.05, "x of it")
        plain = self.plain_insert(months[1])
        note("second month / plain INSERT of its rows", second / plain, 3, "x")
        self.end_some(RETROACTIVE, months[0] - timedelta(days=1) + timedelta(days=20))
        retroactive = self.make(months[2])
        note(f"month with {RETROACTIVE} retroactive changes", retroactive / second, 1.2, "x second month")
        small = self.units[1 : 1 + len(self.units) // 10]
        tenth = self.make(months[3], small)
        rest = self.make(months[3])
        people, everybody = 160 * len(small), LARGE + REST
        # Twelve times for ten times as many.
        note(f"{everybody:,} coverages / {people:,}", (tenth + rest) / tenth, 1.2 * everybody / people, "x")
        for month in months[4:-1]:
            self.make(month)
        note(f"month {MONTHS}", self.make(months[-1]) / second, 1.2, "x second month")
        note("memory at most", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, NO_TARGET, "MiB")
        started = time.perf_counter()
        call_command("verify_ledger", recompute=True, stdout=StringIO())
        note("verify and recompute", time.perf_counter() - started, NO_TARGET, "s")
        with tenancy.as_user(None), tenancy.service():
            print(f"{Bill.objects.count()} bills")
        return self.figures.report()


def main():
    return Bench().run()
