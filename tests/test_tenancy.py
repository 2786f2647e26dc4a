"""Row-level security: what the database shows when a filter is missing."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from access import tenancy
from enrollment.models import Change, Coverage, Enrollment, Person, PersonDetail
from tests import factories
from tests.factories import child

pytestmark = pytest.mark.django_db

# Tables without purchasers' rows. All others with a purchaser column, and persons, must be protected.
OPEN = {
    "enrollment_formername",
    "enrollment_mergeproposal",
    "enrollment_personmerge",
    "enrollment_reopening",
    "enrollment_undoproposal",
}


def rows(statement, *arguments):
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        return cursor.fetchall()


def tenant_models():
    own = [
        model for model in apps.get_models() if model._meta.app_label in ("accounts", "access", "enrollment", "billing")
    ]
    return [model for model in own if any(field.column == "purchaser_id" for field in model._meta.concrete_fields)]


def tenant_tables():
    return {model._meta.db_table for model in tenant_models()} | {"enrollment_person", "accounts_purchaser"}


@pytest.fixture
def two():
    one, other = factories.Employer("One"), factories.Employer("Other")
    one.enroll(child())
    other.enroll(employee=factories.applicant("Zed", "Quist", born=factories.date(1970, 1, 1), number="456-78-9123"))
    return one, other


def test_the_application_is_not_the_owner_and_cannot_pass_policies():
    assert rows(
        "SELECT current_user, rolsuper, rolbypassrls, rolinherit FROM pg_roles WHERE rolname = current_user"
    ) == [("portal_app", False, False, False)]
    assert rows("SELECT count(*) FROM pg_class WHERE relkind = 'r' AND pg_get_userbyid(relowner) = 'portal_app'") == [
        (0,)
    ]


def test_every_table_with_a_purchaser_has_forced_policies():
    """By the catalog, so that tables without a model count too."""
    found = rows(
        "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid"
        " WHERE attname = 'purchaser_id' AND relkind IN ('r', 'p', 'v', 'm') AND relnamespace = 'public'::regnamespace"
    )
    assert tenant_tables() - {name for name, _ in found} == {"enrollment_person", "accounts_purchaser"}
    forced = rows("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
    assert {name for name, is_forced in found if not is_forced} == set()
    assert tenant_tables() - {name for (name,) in forced} == set()


def test_the_applications_policies_are_the_purchaser_and_nothing_else_but_these():
    """USING for reads, WITH CHECK for writes; exceptions are listed here."""
    plain = "(purchaser_id = ( SELECT (NULLIF(current_setting('app.purchaser'::text, true), ''::text))::bigint"
    plain += ' AS "nullif"))'
    found = rows(
        "SELECT tablename, cmd, qual, with_check FROM pg_policies"
        " WHERE 'portal_app' = ANY(roles) OR 'public' = ANY(roles) OR permissive <> 'PERMISSIVE'"
    )
    due = {"SELECT": (plain, None), "DELETE": (plain, None), "INSERT": (None, plain), "UPDATE": (plain, plain)}
    others = {(table, verb) for table, verb, using, check in found if (using, check) != due[verb]}
    assert len(found) - len(others) >= 35
    assert others == {
        ("access_accesscode", "SELECT"),  # or the row whose keyed hash is set
        ("access_accesscode", "UPDATE"),
        ("access_accessrequest", "INSERT"),  # the row whose reference was typed
        ("access_accessrequest", "SELECT"),
        ("access_grant", "SELECT"),  # or one's own
        ("accounts_activity", "INSERT"),  # or one's own, of no purchaser
        ("accounts_activity", "SELECT"),
        ("accounts_job", "INSERT"),  # or a notice of a changed sign-in, of no purchaser
        ("accounts_purchaser", "SELECT"),  # or where one has a grant
        ("billing_rate", "SELECT"),  # or for every purchaser
        ("billing_ratetier", "SELECT"),  # of a rate that is seen
        ("enrollment_change", "DELETE"),  # a draft only
        ("enrollment_person", "SELECT"),  # employed or covered there
    }


def test_nobody_may_truncate():
    for role in ("portal_app", "portal_match", "portal_staff", "portal_service", "portal_money"):
        for table in tenant_tables():
            assert rows("SELECT has_table_privilege(%s, %s, 'TRUNCATE')", role, table) == [(False,)], (role, table)


@pytest.mark.parametrize("model", [*tenant_models(), Person], ids=lambda model: model.__name__)
def test_outside_a_scope_the_application_sees_no_row(two, model):
    privilege = rows("SELECT has_table_privilege('portal_app', %s, 'SELECT')", model._meta.db_table)
    if privilege == [(True,)]:
        assert model.objects.count() == 0


def test_inside_a_scope_an_unfiltered_query_sees_only_that_purchaser(two):
    one, other = two
    with tenancy.scope(one.purchaser):
        for model in (Coverage, Enrollment, Change, PersonDetail):
            assert set(model.objects.values_list("purchaser_id", flat=True)) == {one.purchaser.pk}
        assert sorted(Person.objects.values_list("first_name", flat=True)) == ["Ana", "Cora"]
    with tenancy.scope(other.purchaser):
        assert list(Person.objects.values_list("first_name", flat=True)) == ["Zed"]


def test_the_same_query_shows_the_leak_data_to_the_matching_role(two):
    with tenancy.as_user(None), tenancy.matching():
        assert sorted(Person.objects.values_list("first_name", flat=True)) == ["Ana", "Cora", "Zed"]
        assert Coverage.objects.values("purchaser").distinct().count() == 2


def test_a_row_cannot_be_moved_to_another_purchaser(two):
    one, other = two
    with tenancy.scope(one.purchaser), pytest.raises(DatabaseError), transaction.atomic():
        rows(
            "UPDATE enrollment_followup SET purchaser_id = %s RETURNING id; "
            "UPDATE enrollment_change SET purchaser_id = %s RETURNING id",
            other.purchaser.pk,
            other.purchaser.pk,
        )


def test_scope_puts_the_outer_scope_back(two):
    one, other = two
    with tenancy.scope(one.purchaser):
        with tenancy.scope(other.purchaser):
            assert tenancy.current_purchaser_id() == other.purchaser.pk
        assert tenancy.current_purchaser_id() == one.purchaser.pk
    assert tenancy.current_purchaser_id() is None


def test_a_scope_that_raises_puts_the_outer_scope_back_and_leaves_no_row(two):
    one, other = two

    def write_and_raise():
        with tenancy.scope(other.purchaser), tenancy.staff():
            factories.plan("Silver")
            raise LookupError

    with tenancy.scope(one.purchaser):
        with pytest.raises(LookupError):
            write_and_raise()
        assert tenancy.current_purchaser_id() == one.purchaser.pk
        assert rows("SELECT current_user") == [("portal_app",)]
        assert rows("SELECT count(*) FROM enrollment_plan WHERE name = 'Silver'") == [(0,)]


@pytest.mark.django_db(transaction=True)
def test_a_role_is_entered_inside_a_transaction_only():
    with pytest.raises(RuntimeError), tenancy.matching():
        pass


def test_the_employers_side_cannot_read_a_review(two):
    one, _other = two
    with tenancy.scope(one.purchaser):
        for table in ("enrollment_review", "enrollment_candidate", "enrollment_identitydecision"):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                rows(f"SELECT 1 FROM {table}")


def test_the_record_of_activity_can_only_be_added_to(two):
    one, _other = two
    with tenancy.scope(one.purchaser):
        for statement in ("UPDATE accounts_activity SET verb = 'x'", "DELETE FROM accounts_activity"):
            with pytest.raises(DatabaseError), transaction.atomic():
                rows(statement)


def test_a_grant_of_some_units_shows_only_their_people(two):
    from enrollment.queries.roster import lines as roster

    one, _other = two
    second = factories.unit(one.purchaser, code="002", name="Warehouse")
    one.unit, one.offering = second, factories.offering(second)
    one.enroll(employee=factories.applicant("Mia", "Stone", born=factories.date(1991, 5, 5), number="512-33-4417"))
    delegate = factories.user("Sam")
    grant = factories.grant(delegate, one.purchaser, privileges=["view_roster"], units=[second.pk])
    with tenancy.scope(one.purchaser, user=delegate):
        filters = roster.Filters()
        assert [
            row.name
            for row in roster.page(
                grant, roster.filtered(grant, filters, factories.TODAY), filters, factories.TODAY, roster.choices(grant)
            ).rows
        ] == ["Stone, Mia"]
        assert roster.counts(grant, roster.filtered(grant, filters, factories.TODAY), factories.TODAY)["all"] == 1
        assert not roster.filtered(grant, roster.Filters(words="Morales"), factories.TODAY).exists()
