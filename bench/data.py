"""100,000 subscribers, 50,000 of them at one purchaser, with 200,000 dependents: loaded as the superuser, by COPY."""

import os
import random
import uuid
from datetime import UTC, date, datetime, timedelta

import psycopg
from psycopg.conninfo import make_conninfo

from access import services as access_services
from access import tenancy
from access.privileges import ADMINISTRATOR
from accounts.models import Representative
from accounts.platform.encryption import encrypt
from accounts.services import add_purchaser, add_unit, add_user, next_known_seq, open_purchaser
from enrollment import services
from enrollment.models import Change, Plan
from enrollment.queries.identity.indexes import contact_indexes, last_four_index, number_indexes
from enrollment.rules.names import name_key, name_words, number_words
from enrollment.rules.people import Name
from portal.demonstration.people import FIRST, LAST, STREETS
from tests.servers import ADMIN

LARGE, SMALL_ONES, SMALL = 50_000, 10, 5_000
DEPENDENTS = 2
AT = datetime(2024, 1, 2, 17, tzinfo=UTC)
OPENED = date(2020, 1, 1)
PASSWORD = "bench " * 4

PERSON = (
    "id, member_number, first_name, middle_name, last_name, suffix, first_key, last_key, birth_date, sex, number,"
    " number_kind, number_index, number_start_index, number_end_index, created_at"
)
DETAIL = (
    "purchaser_id, person_id, change_id, first_name, middle_name, last_name, suffix, first_key, last_key, preferred_name,"
    " birth_date, sex, number, number_kind, no_number_reason, last_four_index, street, street2, city, state, zip_code,"
    " phone, email, language, street_index, phone_index, email_index, number_index, number_start_index, number_end_index,"
    " known_at"
)
WORD = "purchaser_id, person_id, word"
MEMBER = "enrollment_place, person_id, relationship, birth_date"

WRITE = """
INSERT INTO enrollment_knownto (person_id, purchaser_id) SELECT person_id, %(purchaser)s FROM bench_member;
INSERT INTO enrollment_employment (purchaser_id, unit_id, person_id, employee_number, employment_class, hired_on,
    end_reason, change_id)
SELECT %(purchaser)s, %(unit)s, person_id, '', 'FT', '2023-01-02', '', %(change)s FROM bench_member WHERE relationship = '18';
INSERT INTO enrollment_enrollment (purchaser_id, unit_id, subscriber_id, employment_id, offering_id, plan_line, kind,
    qualifying_event, group_bill_factor, change_id)
SELECT employment.purchaser_id, employment.unit_id, person_id, employment.id, offering.id, offering.plan_line, 'active',
       '', 1, change_id
  FROM enrollment_employment employment
  JOIN enrollment_offering offering ON offering.unit_id = employment.unit_id
 WHERE employment.purchaser_id = %(purchaser)s
 ORDER BY employment.id, offering.id;
INSERT INTO enrollment_coverage (purchaser_id, enrollment_id, person_id, relationship, plan_line, rated_birth_date,
    starts_on, end_reason, change_id, known_at, known_seq)
SELECT %(purchaser)s, family.id, member.person_id, member.relationship, family.plan_line, member.birth_date,
       '2023-02-01', '', %(change)s, '2023-01-02', 1
  FROM bench_member member
  JOIN bench_member head ON head.enrollment_place = member.enrollment_place AND head.relationship = '18'
  JOIN enrollment_enrollment family ON family.subscriber_id = head.person_id AND family.purchaser_id = %(purchaser)s;
"""
PLANS = (
    ("HMO", "HMO Gold 500", "medical", "HMO"),
    ("DENTAL", "Dental PPO 1500", "dental", "PPO"),
    ("VISION", "Vision 150", "vision", ""),
)
# BENCH_LINES=medical measures the same with one line of coverage.
LINES = os.environ.get("BENCH_LINES", "medical dental vision").split()


class Loader:
    def __init__(self, connection):
        self.connection, self.random = connection, random.Random(1)
        self.member_number = 10_000_000

    def load(self, purchaser, unit, change, subscribers):
        """The families of one unit, each in every plan that it offers."""
        cursor = self.connection.cursor()
        cursor.execute(
            "CREATE TEMP TABLE bench_member (enrollment_place int, person_id uuid, relationship text, birth_date date)"
        )
        people = list(self._people(subscribers))
        self._copy(cursor, "enrollment_person", PERSON, (self._person(each) for each in people))
        self._copy(
            cursor,
            "bench_member",
            MEMBER,
            ((each["family"], each["id"], each["code"], each["born"]) for each in people),
        )
        cursor.execute("ANALYZE bench_member")
        # The data is valid by construction; checking each row would take most of the time.
        cursor.execute("SET LOCAL session_replication_role = replica")
        self._copy(
            cursor, "enrollment_persondetail", DETAIL, (self._detail(each, purchaser, change) for each in people)
        )
        self._copy(cursor, "enrollment_searchword", WORD, (row for each in people for row in _words(each, purchaser)))
        arguments = {"purchaser": purchaser, "unit": unit, "change": change}
        for statement in filter(str.strip, WRITE.split(";")):
            cursor.execute(statement, arguments)
        cursor.execute("DROP TABLE bench_member")

    def _copy(self, cursor, table, columns, rows):
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def _people(self, subscribers):
        for family in range(subscribers):
            last = self.random.choice(LAST)
            for code, oldest in (("18", 1960), ("01", 1962), ("19", 2005))[: 1 + DEPENDENTS]:
                self.member_number += 1
                yield {
                    "id": uuid.uuid4(),
                    "family": family,
                    "code": code,
                    "first": self.random.choice(FIRST),
                    "last": last,
                    "born": date(oldest, 1, 1) + timedelta(days=self.random.randrange(6000)),
                    "digits": self._digits(),
                    "member": str(self.member_number),
                }

    def _digits(self):
        area, group = self.random.randrange(100, 600), self.random.randrange(10, 99)
        return f"{area}{group}{self.random.randrange(1000, 9999)}"

    def _person(self, each):
        number = encrypt(each["digits"], context="enrollment_person.number")
        keys = (name_key(each["first"]), name_key(each["last"]))
        names = (each["first"], "", each["last"], "", *keys)
        return (
            each["id"],
            each["member"],
            *names,
            each["born"],
            "F",
            number,
            "SSN",
            *number_indexes(each["digits"]).values(),
            AT,
        )

    def _detail(self, each, purchaser, change):
        number = encrypt(each["digits"], context="enrollment_persondetail.number")
        keys = (name_key(each["first"]), name_key(each["last"]))
        names = (each["first"], "", each["last"], "", *keys, "")
        last_four = last_four_index(purchaser, each["digits"][-4:])
        street, zip_code = f"{each['family'] % 9000 + 1} {STREETS[each['family'] // 9000 % len(STREETS)]} St", "94607"
        found_by = contact_indexes(street=street, zip_code=zip_code, phone="", email="")
        place = (street, "", "Oakland", "CA", zip_code, "", "", "eng", *found_by.values())
        numbers = number_indexes(each["digits"]).values()
        return (
            purchaser,
            each["id"],
            change,
            *names,
            each["born"],
            "F",
            number,
            "SSN",
            "",
            last_four,
            *place,
            *numbers,
            AT,
        )


def _words(each, purchaser):
    for word in name_words(Name(each["first"], each["last"])) | number_words(each["member"]):
        yield purchaser, each["id"], word


def _conversion(purchaser, unit, user):
    with tenancy.scope(purchaser, user=user):
        return Change.objects.create(
            purchaser=purchaser,
            unit=unit,
            type="add_employee",
            state="completed",
            payload={},
            channel="file",
            created_by=user,
            created_at=AT,
            saved_at=AT,
            submitted_by=user,
            submitted_at=AT,
            completed_at=AT,
            known_seq=next_known_seq([unit.pk])[unit.pk],
            confirmation=uuid.uuid4().hex[:12],
            idempotency_key=uuid.uuid4().hex,
            payload_digest=b"0",
        )


def _employer(place, representative, plans, administrator):
    by = representative.user
    with tenancy.as_user(by), tenancy.staff():
        purchaser = add_purchaser(
            number=f"200-{place:05}",
            name=f"Employer {place}",
            time_zone="America/Los_Angeles",
            contract_starts_on=OPENED,
            employees=500,
            representative=representative,
            by=by,
            at=AT,
        )
        open_purchaser(purchaser=purchaser, by=by, at=AT, reason="Bench")
    with tenancy.scope(purchaser, user=by), tenancy.staff():
        given = {"by": by, "at": AT, "reason": "Bench"}
        unit = add_unit(purchaser=purchaser, code="001", name="Main", state="CA", zip_code="94607", **given)
        services.set_unit_rules(unit=unit, effective_on=OPENED, **given)
        offerings = [services.offer_plan(unit=unit, plan=plan, starts_on=OPENED, **given) for plan in plans]
        access_services.grant_access(user=administrator, purchaser=purchaser, privileges=ADMINISTRATOR, by=by, at=AT)
    return purchaser, unit, offerings[0]


def load():
    """Load the data and return the administrator and (purchaser, unit, medical offering) of the large employer."""
    administrator = add_user(email="bench@example.test", name="Bench", password=PASSWORD)
    staff = add_user(email="rep@example.test", name="Rep", password=PASSWORD, representative=True)
    with tenancy.as_user(staff), tenancy.staff():
        representative = Representative.objects.create(user=staff, phone="1-800-555-0142", hours="Business hours")
        plans = [
            Plan.objects.create(code=code, name=name, line=line, product=product)
            for code, name, line, product in PLANS
            if line in LINES
        ]
    employers = [_employer(place, representative, plans, administrator) for place in range(1 + SMALL_ONES)]
    url = make_conninfo(os.environ[ADMIN], dbname="test_bench")
    with psycopg.connect(url) as connection:
        loader = Loader(connection)
        for place, (purchaser, unit, _offering) in enumerate(employers):
            change = _conversion(purchaser, unit, administrator)
            loader.load(purchaser.pk, unit.pk, change.pk, SMALL if place else LARGE)
    from enrollment.services.roster import UPSERT

    # Without statistics the roster of a large employer is derived family by family, which takes minutes.
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE")
    for purchaser, _unit, _offering in employers:
        with tenancy.scope(purchaser), psycopg.connect(url) as connection:
            connection.execute(UPSERT.format(only=""), {"purchaser": purchaser.pk})
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return administrator, employers[0]
