"""What the application's role may do in the database, written as SQL: nothing that makes it more than it is."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from access import tenancy
from access.models import Grant
from enrollment import services
from enrollment.commands import CorrectDetails
from enrollment.models import KnownTo, Person
from portal.database import APP, ENTERED
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
ROLES = (APP, *ENTERED)


def rows(statement, *arguments):
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        return cursor.fetchall()


def refused(statement, *arguments):
    """The name of the refusal of a statement."""
    with (
        pytest.raises(DatabaseError) as failure,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, arguments)
    return failure.value.__cause__.diag.sqlstate


DENIED = "42501"


def test_every_function_of_the_owner_looks_into_no_schema_of_its_caller():
    found = rows(
        "SELECT proname, proconfig, prosrc FROM pg_proc"
        " WHERE prosecdef AND pronamespace = 'public'::regnamespace ORDER BY proname"
    )
    assert [name for name, *_ in found] == [
        "accounts_appoint",
        "billing_allocation_is_covered",
        "billing_bill_foots",
        "billing_posting_is_balanced",
        "billing_rate_is_whole",
        "enrollment_family_inside_subscriber",
        "enrollment_merge_has_an_end",
    ]
    for name, config, source in found:
        assert config == ["search_path=pg_catalog, public, pg_temp"], name
        for word in ("FROM", "JOIN"):
            tables = [each.split()[0] for each in source.split(f"{word} ")[1:]]
            assert all(table.startswith("public.") or table == "OLD" for table in tables), (name, tables)


@pytest.mark.parametrize("role", ROLES)
def test_no_role_makes_temporary_objects_or_schemas(role):
    can = "SELECT has_database_privilege(%s, current_database(), %s)"
    assert [rows(can, role, what) for what in ("TEMPORARY", "CREATE")] == [[(False,)]] * 2
    assert rows("SELECT has_schema_privilege(%s, 'public', 'CREATE')", role) == [(False,)]


def test_a_temporary_view_cannot_stand_in_for_a_table():
    assert refused("CREATE TEMPORARY VIEW enrollment_enrollment AS SELECT 1 AS id") == DENIED


@pytest.mark.parametrize("role", ["", *ENTERED])
@pytest.mark.parametrize("flag", ["is_staff", "is_superuser", "is_supervisor"])
def test_no_role_makes_a_user_one_of_the_carriers(role, flag):
    sam = factories.user("Sam")
    with transaction.atomic():
        if role:
            rows_of_role = connection.cursor()
            rows_of_role.execute(f"SET LOCAL ROLE {role}")
        also = ", is_staff = true" if flag == "is_supervisor" else ""
        assert refused(f"UPDATE accounts_user SET {flag} = true{also} WHERE id = %s", sam.pk) == DENIED
        transaction.set_rollback(True)


def test_no_user_is_added_as_one_of_the_carriers():
    statement = (
        "INSERT INTO accounts_user (email, name, password, language, is_active, is_staff, is_superuser, joined_at)"
        " VALUES ('x@example.test', 'X', '', 'en', true, {staff}, {superuser}, now())"
    )
    assert refused(statement.format(staff="true", superuser="false")) == DENIED
    assert refused(statement.format(staff="false", superuser="true")) == DENIED
    with connection.cursor() as cursor:
        cursor.execute(statement.format(staff="false", superuser="false"))


@pytest.mark.parametrize("act", ["DELETE FROM django_migrations", "UPDATE django_migrations SET name = 'x'"])
def test_no_role_writes_migrations(act):
    assert refused(act) == DENIED
    assert refused("INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())") == DENIED


OF_ANA = {
    "employment": "INSERT INTO enrollment_employment (purchaser_id, unit_id, person_id, employee_number,"
    " employment_class, hired_on, end_reason, change_id)"
    " SELECT %s, %s, %s, '', 'FT', '2026-01-05', '', id FROM enrollment_change LIMIT 1",
    "detail": "INSERT INTO enrollment_persondetail (purchaser_id, person_id, change_id, first_name, middle_name, last_name,"
    " suffix, first_key, last_key, preferred_name, birth_date, sex, number_kind, no_number_reason, street, street2, city,"
    " state, zip_code, phone, email, language, known_at)"
    " SELECT %s, %s, id, 'X', '', 'Y', '', 'x', 'y', '', '1990-01-01', 'F', '', '', '', '', '', '', '', '', '', '', now()"
    " FROM enrollment_change LIMIT 1",
}


def test_a_foreign_person_becomes_visible_by_nothing_the_role_writes(employer):
    """Work, details or a row of KnownTo: none of them can be written about somebody who is not known here."""
    foreign = factories.Employer("Elsewhere").enroll(
        employee=factories.applicant("Mia", "Berg", number="512-33-4417", born=factories.date(1991, 1, 9))
    )
    employer.enroll()
    with employer.scope():
        assert not Person.objects.filter(pk=foreign.person_id).exists()
        purchaser, unit = employer.purchaser.pk, employer.unit.pk
        assert refused(OF_ANA["employment"] + " ", purchaser, unit, foreign.person_id) == "23503"
        assert refused(OF_ANA["detail"], purchaser, foreign.person_id) == "23503"
        known = "INSERT INTO enrollment_knownto (purchaser_id, person_id) VALUES (%s, %s)"
        assert refused(known, purchaser, foreign.person_id) == DENIED
        assert not Person.objects.filter(pk=foreign.person_id).exists()


def test_who_is_known_is_seen_and_their_work_can_be_written(employer):
    ana = employer.enroll().person_id
    with employer.scope():
        assert Person.objects.get(pk=ana).last_name == "Morales"
        assert KnownTo.objects.values_list("person_id", flat=True).get() == ana
    with factories.Employer("Other").scope():
        assert not KnownTo.objects.exists()


HISTORY = [
    ("enrollment_enrollment", "group_bill_factor = 2"),
    ("enrollment_enrollment", "subscriber_id = subscriber_id"),
    ("enrollment_employment", "hired_on = '2020-01-01'"),
    ("enrollment_employment", "unit_id = unit_id"),
    ("enrollment_coverage", "starts_on = '2020-01-01'"),
    ("enrollment_persondetail", "last_name = 'X'"),
    ("enrollment_person", "last_name = 'X'"),
    ("enrollment_knownto", "person_id = person_id"),
    ("accounts_enrollmentunit", "name = 'X'"),
    ("accounts_purchaser", "name = 'X'"),
    ("accounts_activity", "summary = 'X'"),
    ("access_grant", "user_id = user_id"),
    ("access_grant", "starts_at = now()"),
]


@pytest.mark.parametrize(("table", "fact"), HISTORY)
def test_a_fact_is_not_rewritten(employer, table, fact):
    employer.enroll()
    with employer.scope():
        assert refused(f"UPDATE {table} SET {fact}") == DENIED


def test_the_matching_role_changes_who_somebody_is_and_nothing_else(employer):
    employer.enroll()
    with employer.scope(), tenancy.matching():
        for fact in ("member_number = '1'", "deceased_on = now()", "created_at = now()"):
            assert refused(f"UPDATE enrollment_person SET {fact}") == DENIED


STAYS = "23001"


def test_what_was_submitted_superseded_or_ended_stays_so(employer):
    ana = employer.enroll()
    with employer.scope():
        change = replace(factories.applicant(), phone="(510) 555-0142")
        command = CorrectDetails(person_id=ana.person_id, after=change)
        services.submit(command=command, submission=employer.submission())
        for fact in ("submitted_at = now()", "submitted_by_id = NULL", "confirmation = 'AAAA-AAAAA'"):
            assert refused(f"UPDATE enrollment_change SET {fact}") == STAYS, fact
        earlier = "WHERE superseded_at IS NOT NULL"
        assert refused(f"UPDATE enrollment_persondetail SET superseded_at = NULL {earlier}") == STAYS
    employer.end(ana)
    with employer.scope():
        assert refused(f"UPDATE enrollment_coverage SET superseded_at = NULL {earlier}") == STAYS


def test_ended_access_is_not_given_back_by_an_update(employer):
    grant = factories.grant(factories.user("Sam"), employer.purchaser, privileges=["view_roster"])
    with employer.scope():
        Grant.objects.filter(pk=grant.pk).update(revoked_at=NOW, revoked_by=employer.administrator)
        ended = f"UPDATE access_grant SET revoked_at = NULL, revoked_by_id = NULL WHERE id = {grant.pk}"
        assert refused(ended) == STAYS
    with tenancy.as_user(None), tenancy.staff():
        assert refused(ended) == STAYS
        assert refused(f"DELETE FROM access_grant WHERE id = {grant.pk}") == DENIED


def test_a_correction_stays_counted(employer):
    ana = employer.enroll()
    with employer.scope():
        after = replace(factories.applicant(), birth_date=factories.date(1986, 4, 29))
        command = CorrectDetails(person_id=ana.person_id, after=after)
        services.submit(command=command, submission=employer.submission())
        assert refused("UPDATE enrollment_change SET corrects_identity = false WHERE corrects_identity") == STAYS
