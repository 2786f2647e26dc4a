"""What the database itself holds of a group's set-up: who reads and who writes it."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from access import tenancy
from accounts.models import (
    BillDelivery,
    BillingStart,
    Contact,
    ContractEnd,
    ContractPeriod,
    PlanYear,
    PurchaserAddress,
    PurchaserSize,
    UnitPlace,
)
from tests.enrollment.setup.world import PLACE, STARTS, Group, staff

pytestmark = pytest.mark.django_db
TABLES = (
    BillDelivery,
    BillingStart,
    Contact,
    ContractEnd,
    ContractPeriod,
    PlanYear,
    PurchaserAddress,
    PurchaserSize,
    UnitPlace,
)
# The columns that may be written once, and by the staff role only.
ONCE = {"accounts_contact": "removed_at", "accounts_contractend": "taken_back_at"}
DENIED = "42501"


def filled(name):
    group = Group(name)
    group.complete()
    group.of_group("set_address", kind="mailing", effective_on=STARTS, **PLACE)
    group.of_group("end_contract", last_day=date(2027, 12, 31))
    return group


def refused(statement):
    with pytest.raises(DatabaseError) as failure, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return failure.value.__cause__.diag.sqlstate


def test_an_employer_reads_its_own_rows_and_no_others():
    one, other = filled("One"), filled("Other")
    for of in (one, other):
        with tenancy.scope(of.purchaser):
            for model in TABLES:
                assert set(model.objects.values_list("purchaser_id", flat=True)) == {of.purchaser.pk}, model
    with tenancy.as_user(None):
        assert [model.objects.count() for model in TABLES] == [0] * len(TABLES)


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_the_application_writes_none_of_them(model):
    group, table = filled("One"), model._meta.db_table
    with tenancy.scope(group.purchaser):
        for statement in (
            f"INSERT INTO {table} SELECT * FROM {table}",
            f"UPDATE {table} SET purchaser_id = purchaser_id",
            f"DELETE FROM {table}",
        ):
            assert refused(statement) == DENIED, statement


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_the_desk_adds_rows_and_rewrites_none(model):
    group, table = filled("One"), model._meta.db_table
    with staff(group.purchaser):
        assert refused(f"UPDATE {table} SET purchaser_id = purchaser_id") == DENIED
        assert refused(f"DELETE FROM {table}") == DENIED
        if table in ONCE:
            column = ONCE[table]
            also = ", taken_back_reason = 'x'" if table == "accounts_contractend" else ""
            with connection.cursor() as cursor:
                cursor.execute(f"UPDATE {table} SET {column} = now(){also}")
            assert refused(f"UPDATE {table} SET {column} = NULL") == "23001"


@pytest.mark.parametrize("model", [BillingStart, PlanYear, UnitPlace], ids=lambda model: model.__name__)
def test_a_fact_that_prices_depend_on_needs_the_number_that_its_unit_took(model):
    group, table = filled("One"), model._meta.db_table
    columns = [field.column for field in model._meta.concrete_fields if field.column not in ("id", "known_seq")]
    named = ", ".join(columns)
    with staff(group.purchaser):
        assert refused(f"INSERT INTO {table} ({named}, known_seq) SELECT {named}, 0 FROM {table}") == "23001"


@pytest.mark.parametrize("model", [BillingStart, PlanYear, UnitPlace], ids=lambda model: model.__name__)
def test_a_units_row_is_of_the_units_purchaser(model):
    one, other = filled("One"), filled("Other")
    with staff(one.purchaser):
        row = model.objects.filter(purchaser=one.purchaser).get()
        row.pk, row.purchaser, row.known_seq = None, other.purchaser, one.purchaser.units.get().known_seq
        with pytest.raises(DatabaseError) as failure, transaction.atomic():
            row.save(force_insert=True)
    assert failure.value.__cause__.diag.constraint_name == f"{model._meta.db_table}_unit_of_purchaser"


def test_no_role_renames_an_employer_for_the_application():
    group = filled("One")
    with tenancy.scope(group.purchaser):
        assert refused("UPDATE accounts_enrollmentunit SET name = 'X'") == DENIED
    with staff(group.purchaser):
        assert refused("UPDATE accounts_enrollmentunit SET code = 'X'") == DENIED
