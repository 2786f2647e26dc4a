"""Families in units, written by SQL as the owner: what bills are made of, and nothing else."""

import os
from datetime import UTC, date, datetime
from decimal import Decimal

import psycopg
from psycopg.conninfo import make_conninfo

from access import tenancy
from accounts.models import Representative
from accounts.services import add_purchaser, add_unit, add_user, open_purchaser
from bench.data import PASSWORD
from billing.services import Prices, publish_rates
from enrollment import services
from tests.servers import ADMIN

OPENED, STARTS, AT = date(2023, 1, 1), date(2023, 2, 1), datetime(2023, 1, 2, 18, tzinfo=UTC)
GROUPS, UNITS = int(os.environ.get("BENCH_GROUPS", "100")), 5
LARGE, REST = int(os.environ.get("BENCH_LARGE", "20000")), 160 * (GROUPS * UNITS - 1)
# 60 % of the families are rated by tier, the others by age.
TIERS = Prices("tiers4", {"EE": Decimal(600), "ES": Decimal(1200), "EC": Decimal(1050), "FAM": Decimal(1700)})
AGES = Prices("age", base=Decimal("438.20"), factor=Decimal("1.05"))

# %(people)s coverages in families of two: every employee has a child.
WRITE = """
CREATE TEMP TABLE family AS
    SELECT n, gen_random_uuid() AS employee, gen_random_uuid() AS child,
           CASE WHEN n %% 10 < 6 THEN %(tier)s ELSE %(age)s END::bigint AS offering_id
      FROM generate_series(1, %(people)s / 2) AS n;
INSERT INTO enrollment_person (id, member_number, first_name, middle_name, last_name, suffix, first_key, last_key,
    birth_date, sex, number_kind, created_at)
SELECT employee, lpad((%(first)s + 2 * n)::text, 8, '0'), 'Ana', '', 'Name' || n, '', '', '',
       date '1960-01-01' + (n * 37 %% 12000), 'F', '', %(at)s FROM family
UNION ALL
SELECT child, lpad((%(first)s + 2 * n + 1)::text, 8, '0'), 'Cora', '', 'Name' || n, '', '', '',
       date '2006-01-01' + (n * 11 %% 5000), 'F', '', %(at)s FROM family;
INSERT INTO enrollment_persondetail (purchaser_id, person_id, change_id, first_name, middle_name, last_name, suffix,
    first_key, last_key, preferred_name, birth_date, sex, number_kind, no_number_reason, street, street2, city, state,
    zip_code, country, phone, email, language, known_at)
SELECT %(purchaser)s, person.id, %(change)s, person.first_name, '', person.last_name, '', '', '', '', person.birth_date,
       'F', '', '', '', '', '', '', '', 'US', '', '', '', %(at)s
  FROM family JOIN enrollment_person person ON person.id IN (family.employee, family.child);
INSERT INTO enrollment_employment (purchaser_id, unit_id, person_id, employee_number, employment_class, hired_on,
    end_reason, change_id)
SELECT %(purchaser)s, %(unit)s, employee, n::text, 'FT', %(opened)s, '', %(change)s FROM family;
INSERT INTO enrollment_enrollment (purchaser_id, unit_id, subscriber_id, employment_id, offering_id, plan_line, kind,
    qualifying_event, group_bill_factor, change_id)
SELECT %(purchaser)s, %(unit)s, employee, employment.id, family.offering_id, 'medical', 'active', '', 1, %(change)s
  FROM family JOIN enrollment_employment employment ON employment.person_id = employee;
INSERT INTO enrollment_billto (purchaser_id, enrollment_id, payer, effective_on, known_seq)
SELECT %(purchaser)s, enrollment.id, 'group', %(opened)s, 1
  FROM family JOIN enrollment_enrollment enrollment ON enrollment.subscriber_id = employee;
INSERT INTO enrollment_coverage (purchaser_id, enrollment_id, person_id, relationship, plan_line, rated_birth_date,
    starts_on, end_reason, change_id, known_at, known_seq)
SELECT %(purchaser)s, enrollment.id, person.id, CASE WHEN person.id = employee THEN '18' ELSE '19' END, 'medical',
       person.birth_date, %(starts)s, '', %(change)s, %(at)s, 1
  FROM family JOIN enrollment_enrollment enrollment ON enrollment.subscriber_id = employee
  JOIN enrollment_person person ON person.id IN (family.employee, family.child);
INSERT INTO enrollment_rosterline (purchaser_id, unit_id, person_id, detail_id, enrollment_id, medical_plan_id, name,
    sort_key, member_number, kind, starts_on, never_started, in_review)
SELECT %(purchaser)s, %(unit)s, employee, detail.id, enrollment.id, %(plan)s, 'Name' || n || ', Ana', 'name' || n, '',
       'active', %(starts)s, false, false
  FROM family JOIN enrollment_enrollment enrollment ON enrollment.subscriber_id = employee
  JOIN enrollment_persondetail detail ON detail.person_id = employee;
UPDATE accounts_enrollmentunit SET known_seq = greatest(known_seq, 1) WHERE id = %(unit)s;
DROP TABLE family;
"""


def load():
    """The units, the large one first, and an administrator of its group."""
    administrator = add_user(email="bench@example.test", name="Bench", password=PASSWORD)
    staff = add_user(email="rep@example.test", name="Rep", password=PASSWORD, representative=True)
    with tenancy.as_user(staff), tenancy.staff():
        representative = Representative.objects.create(user=staff, phone="1-800-555-0142", hours="Business hours")
        facts = {"line": "medical", "by": None, "at": AT, "reason": "Bench"}
        plans = [
            services.add_plan(code="TIERS", name="HMO Gold 500", product="HMO", **facts),
            services.add_plan(code="AGES", name="PPO Choice 250", product="PPO", **facts),
        ]
        for plan, prices in zip(plans, (TIERS, AGES), strict=True):
            publish_rates(plan=plan, prices=prices, effective_on=OPENED, by=None, at=AT)
    units = [unit for place in range(GROUPS) for unit in _group(place, representative, plans)]
    each = REST // (len(units) - 1)
    url = make_conninfo(os.environ[ADMIN], dbname="test_bench")
    with psycopg.connect(url) as connection:
        connection.execute("SET LOCAL session_replication_role = replica")
        for place, (unit, offerings, change) in enumerate(units):
            arguments = {
                "purchaser": unit.purchaser_id,
                "unit": unit.pk,
                "people": each if place else LARGE,
                "first": place * 2 * LARGE,
                "tier": offerings[0].pk,
                "age": offerings[1].pk,
                "plan": plans[0].pk,
                "change": change,
                "opened": OPENED,
                "starts": STARTS,
                "at": AT,
            }
            for statement in filter(str.strip, WRITE.split(";")):
                connection.execute(statement, arguments)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return administrator, [unit for unit, _offerings, _change in units]


def _group(place, representative, plans):
    from bench.data import _conversion

    given = {"by": representative.user, "at": AT, "reason": "Bench"}
    with tenancy.as_user(representative.user), tenancy.staff():
        purchaser = add_purchaser(
            number=f"300-{place:05}",
            name=f"Group {place}",
            time_zone="America/Los_Angeles",
            contract_starts_on=OPENED,
            employees=500,
            representative=representative,
            by=representative.user,
            at=AT,
        )
        open_purchaser(purchaser=purchaser, **given)
    with tenancy.scope(purchaser, user=representative.user), tenancy.staff():
        for number in range(UNITS):
            unit = add_unit(
                purchaser=purchaser, code=f"{number:03}", name=f"Unit {number}", state="CA", zip_code="94607", **given
            )
            services.set_unit_rules(unit=unit, effective_on=OPENED, **given)
            offerings = [services.offer_plan(unit=unit, plan=plan, starts_on=OPENED, **given) for plan in plans]
            with tenancy.acting_for(purchaser, user=representative.user):
                change = _conversion(purchaser, unit, representative.user).pk
            yield unit, offerings, change
