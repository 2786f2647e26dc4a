"""Every value that the database takes can be read and shown: days, moments, amounts and counts have a range."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.apps import apps
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.urls import get_resolver, reverse

from access import services as access_services
from access import tenancy
from access.admission import Admission
from access.rules.standing import LAST_END, NO_LATER_THAN, Standing
from accounts.forms import DateField
from accounts.platform.bounds import EARLIEST as FIRST_STORED
from accounts.platform.bounds import LATEST as LAST_STORED
from accounts.services import CannotClose, add_closure
from enrollment.commands import command_from
from enrollment.forms.fields import DayField
from enrollment.match_file.rows import _day
from enrollment.rules.dates import EARLIEST, LATEST, BadDate
from portal.database import as_owner
from tests import factories
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_limits")]
OURS = ("accounts", "access", "enrollment", "billing")
IMPOSSIBLE = ["12/31/9999", "01/01/0001"]
# Numbers that name rows have no range: keys, and lists of keys.
COLUMNS = """
    SELECT c.relname, a.attname, format_type(a.atttypid, NULL),
           coalesce((SELECT string_agg(pg_get_constraintdef(k.oid), ' ') FROM pg_constraint k
                      WHERE k.conrelid = c.oid AND k.contype = 'c'
                        AND k.conname IN (c.relname || '_' || a.attname || '_in_range',
                                          c.relname || '_' || a.attname || '_numbers')), '')
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
     WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
       AND format_type(a.atttypid, NULL) IN ('date', 'timestamp with time zone', 'timestamp without time zone', 'interval',
            'time without time zone', 'numeric', 'real', 'double precision', 'smallint', 'integer', 'bigint', 'jsonb', 'json')
       AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('p', 'f')
                          AND a.attnum = ANY (k.conkey))
"""


def columns():
    models = [model for model in apps.get_models() if model._meta.app_label in OURS]
    tables = {model._meta.db_table for model in models} | {"accounts_user_groups", "accounts_user_user_permissions"}
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        return [row for row in cursor.fetchall() if row[0] in tables]


@pytest.mark.django_db(transaction=True)
def test_every_day_moment_amount_and_count_has_a_range_in_the_database():
    found = columns()
    assert len(found) > 100
    assert {kind for _table, _column, kind, _check in found} == {
        "date", "timestamp with time zone", "numeric", "double precision", "smallint", "integer", "bigint", "jsonb",
    }  # fmt: skip
    ranged = {f"{table}.{column}" for table, column, kind, check in found if ">=" in check and "<=" in check}
    numbers = {f"{table}.{column}" for table, column, kind, check in found if "jsonb_path_exists" in check}
    assert {f"{table}.{column}" for table, column, _kind, _check in found} - ranged - numbers == set()
    assert numbers == {f"{table}.{column}" for table, column, kind, _check in found if kind == "jsonb"}


# What stays of a row written again with one value of another kind; by column, as no form would send it.
VALUES = {
    "accounts_activity.at": "infinity",
    "accounts_job.due_at": "10000-01-01 00:00+00",
    "accounts_job.attempts": 2_000,
    "access_grant.ends_at": "10000-01-01 07:59:59+00",
    "access_grant.payment_limit": "NaN",
    "access_accesscode.grant_ends_at": "infinity",
    "access_accesscode.payment_limit": -1,
    "access_delegation.ends_at": "2300-01-01 00:00+00",
    "enrollment_coverage.event_on": "0044-03-15 BC",
    "enrollment_coverage.starts_on": "-infinity",
    "enrollment_coverage.rated_birth_date": "0001-01-01",
    "enrollment_employment.weekly_hours": "NaN",
    "enrollment_change.saved_at": "-infinity",
    "enrollment_rosterline.starts_on": "9999-12-31",
}


@pytest.fixture
def filled(employer):
    """A row for each statement."""
    factories.code(employer, at=NOW)
    factories.delegation(employer)
    employer.enroll()
    return employer


def refused(employer, statement, *arguments):
    with (
        employer.scope(),
        pytest.raises(IntegrityError) as failure,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, arguments)
    return failure.value.__cause__.diag.constraint_name


@pytest.mark.parametrize("column", VALUES)
def test_the_application_itself_cannot_write_what_it_cannot_read(filled, column):
    table, name = column.split(".")
    again = f"INSERT INTO {table} SELECT (jsonb_populate_record(row, %s::jsonb)).* FROM {table} row LIMIT 1"
    assert refused(filled, again, json.dumps({name: VALUES[column]})) == f"{table}_{name}_in_range"


@pytest.mark.parametrize(
    ("fact", "constraint"),
    [
        ("contract_ends_on = '9999-12-31'", "accounts_purchaser_contract_ends_on_in_range"),
        ("contract_starts_on = '-infinity'", "accounts_purchaser_contract_starts_on_in_range"),
        ("time_zone = 'XYZ3'", "accounts_purchaser_time_zone_known"),
    ],
)
def test_no_purchaser_holds_what_a_page_cannot_show(employer, fact, constraint):
    with (
        tenancy.as_user(None),
        pytest.raises(IntegrityError) as failure,
        tenancy.staff(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE accounts_purchaser SET {fact}")
    assert failure.value.__cause__.diag.constraint_name == constraint


def test_no_number_inside_json_is_too_large_to_read(filled):
    again = """INSERT INTO accounts_activity (at, verb, channel, object_type, object_id, summary, staff_only, purchaser_id,
                                              after)
               SELECT at, verb, channel, object_type, object_id, summary, staff_only, purchaser_id, '{"a": [{"b": 1e400}]}'
                 FROM accounts_activity LIMIT 1"""
    assert refused(filled, again) == "accounts_activity_after_numbers"


def date_fields():
    """(form class, name) of every date field of every form."""
    get_resolver().url_patterns  # noqa: B018  imports every view, and with it every form
    found, waiting = [], [forms.BaseForm]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if not form.__module__.startswith(("django", "allauth", "tests")):
            fields = getattr(form, "base_fields", {})
            found += [(form, name) for name, each in fields.items() if isinstance(each, forms.DateField | DayField)]
            found += [(form, name) for name, each in fields.items() if isinstance(each, forms.DateTimeField)]
    return sorted(found, key=lambda each: (each[0].__qualname__, each[1]))


def test_every_date_field_of_every_form_refuses_an_impossible_day_with_words():
    found = {f"{form.__name__}.{name}" for form, name in date_fields()}
    assert {"StandingForm.ends_on", "DelegationForm.ends_on", "ClosureForm.day", "PeriodForm.first"} <= found
    assert {"RecordForm.since", "EmployeeForm.hired_on", "EventForm.event_on", "EndForm.earlier"} <= found
    for form, name in date_fields():
        field = form.base_fields[name]
        assert isinstance(field, DateField | DayField), (form, name)
        for day in IMPOSSIBLE:
            with pytest.raises(forms.ValidationError, match=r"must be (from \d|in the years \d)"):
                field.clean(day)


def test_days_of_forms_leave_room_for_days_counted_from_them():
    assert date(EARLIEST, 1, 1) == FIRST_STORED
    assert LAST_STORED.year > LATEST
    assert LAST_END < NO_LATER_THAN.date() < LAST_STORED
    for form, name in date_fields():
        assert getattr(form.base_fields[name], "latest", LAST_STORED.replace(year=LATEST)) < LAST_STORED


@pytest.mark.parametrize("day", IMPOSSIBLE)
def test_no_page_fails_by_an_impossible_day(desk, rep_desk, employer, supervisor, client, day):
    factories.code(employer)
    client.force_login(employer.administrator)
    factories.has_just_signed_in(client)
    given = {"name": "Kim", "email": "kim@example.test", "privileges": ["view_roster"], "ends_on": day}
    other = factories.grant(factories.user("Sam Ito"), employer.purchaser, privileges=["view_roster"])
    for address in (reverse("new_access"), reverse("change_access", args=[other.pk])):
        response = client.post(address, given)
        assert (response.status_code, "must be from" in response.content.decode()) == (422, True)
    response = client.post(reverse("new_delegation"), {"name": "Summit", "kind": "broker", "ends_on": day})
    assert (response.status_code, "must be from" in response.content.decode()) == (422, True)
    response = client.get(reverse("activity"), {"since": day, "until": day})
    assert (response.status_code, "must be in the years" in response.content.decode()) == (422, True)
    client.force_login(supervisor)
    factories.has_just_signed_in(client)
    response = client.post(reverse("admin:accounts_closure_enter"), {"day": day, "reason": "Moving"})
    assert (response.status_code, "must be from" in response.content.decode()) == (422, True)
    response = client.get(reverse("admin:enrollment_review_report"), {"first": day, "last": day})
    assert (response.status_code, "must be from" in response.content.decode()) == (422, True)


@pytest.fixture
def supervisor():
    return factories.supervisor()


@pytest.mark.parametrize(
    ("standing", "field"),
    [
        ({"ends_at": datetime.max.replace(tzinfo=UTC)}, "ends_on"),
        ({"ends_at": datetime(2101, 1, 3, tzinfo=UTC)}, "ends_on"),
        ({"payment_limit": Decimal("1e9")}, "payment_limit"),
        ({"payment_limit": Decimal("NaN")}, "payment_limit"),
        ({"payment_limit": Decimal(-1)}, "payment_limit"),
    ],
)
def test_a_service_refuses_what_no_form_would_send(employer, standing, field):
    other = factories.grant(factories.user("Sam Ito"), employer.purchaser, privileges=["view_roster"])
    acts = [lambda: factories.code(employer, **standing)]
    acts.append(
        lambda: access_services.change_access(
            grant_id=other.pk,
            standing=Standing.of(["view_roster"], **standing),
            own=Admission.of(employer.grant),
            at=NOW,
        )
    )
    if "ends_at" in standing:
        acts.append(lambda: factories.delegation(employer, ends_at=standing["ends_at"]))
    for act in acts:
        with employer.scope(), pytest.raises(access_services.CannotChangeAccess) as refusal:
            act()
        assert refusal.value.field == field


def test_a_closure_centuries_ahead_is_refused(supervisor):
    with tenancy.as_user(supervisor), tenancy.staff(), pytest.raises(CannotClose, match="next 10 years"):
        add_closure(day=date.max, reason="x", by=supervisor, at=NOW)


def test_the_last_day_that_a_form_takes_can_be_stored_and_listed(desk, employer):
    last = f"{LAST_END:%m/%d/%Y}"
    given = {"name": "Kim", "email": "kim@example.test", "privileges": ["view_roster"], "ends_on": last}
    assert desk.post(reverse("new_access"), given | {"organization": ""}).status_code == 302
    assert (
        desk.post(reverse("new_delegation"), {"name": "Summit", "kind": "broker", "ends_on": last}).status_code == 302
    )
    assert desk.get(reverse("access")).status_code == 200


def days_of(payload):
    """The places in a payload that hold a day."""
    places = [(payload, key) for key, value in payload.items() if isinstance(value, str) and value[4:5] == "-"]
    return places + [(person, "birth_date") for person in payload.get("people", [])]


def commands(employer):
    change = employer.enroll(factories.spouse())
    yield employer.add_employee(factories.child())
    yield factories.dependents(change, factories.child())
    ended = employer.end(change)
    yield command_from(ended.type, ended.payload)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1899-12-31", "2200-01-01"])
def test_no_payload_brings_a_day_that_a_form_refuses(employer, day):
    for command in commands(employer):
        count = len(days_of(command.payload()))
        assert count
        for place in range(count):
            payload = command.payload()
            holder, key = days_of(payload)[place]
            holder[key] = day
            with pytest.raises(BadDate):
                command_from(command.type, payload)


def test_a_file_of_people_gives_no_day_that_cannot_be_stored():
    days = ["0001-01-01", "9999-12-31", "01/01/0001", "1899-12-31", "1986-04-28"]
    assert [_day(text, factories.TODAY) for text in days] == [None, None, None, None, date(1986, 4, 28)]
