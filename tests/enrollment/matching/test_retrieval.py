"""Who the two looks find, and how Postgres plans their statements."""

from datetime import date

import pytest
from django.db import connection

from access import tenancy
from enrollment.match_file.scratch import load, scratch_tables
from enrollment.matching.retrieval import ON_FILE, UNCERTAIN_DATE
from enrollment.rules.people import Address, Number
from tests.enrollment.matching.members import BORN, FIRST, SECOND, brought, found_for, person, row

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_a_common_name_those_born_nearest_come_three_before_and_three_after():
    years = [1950, 1960, 1970, 1976, 1979, 1981, 1984, 1990, 2000]
    members = [row(year, person(born=date(year, 1, 31))) for year in years]
    assert brought(FIRST, members, person()) == ["M1970", "M1976", "M1979", "M1981", "M1984", "M1990"]


def test_before_anybody_is_new_a_namesake_is_looked_for_near_in_age_and_of_the_same_day_and_month():
    nearest = [row(month, person(born=date(1980, month, 1))) for month in (7, 8, 9)]
    next_year, same_day = date(1981, 3, 3), BORN.replace(year=1997)
    namesakes = [row(born, person(born=born)) for born in (next_year, same_day, date(1997, 1, 31))]
    assert brought(FIRST, [*nearest, *namesakes], person()) == ["M7", "M8", "M9"]
    assert brought(SECOND, [*nearest, *namesakes], person()) == [f"M{next_year}", f"M{same_day}"]


@pytest.mark.parametrize(
    ("first", "last", "born"),
    [
        ("Ana", "Morxles", date(1980, 6, 5)),
        ("Ana", "Morxles", date(1981, 6, 15)),
        ("Ana", "Morxles", date(1990, 6, 15)),
        ("Viviana", "Morales", date(1980, 6, 5)),
        ("Viviana", "Morales", date(1980, 6, 24)),
    ],
)
def test_before_anybody_is_new_one_slip_in_the_day_and_another_in_a_name_are_looked_for(first, last, born):
    members = [row(1, person(first, last, born)), row(2, person("Rose", "Quist", born))]
    assert brought(FIRST, members, person()) == []
    assert brought(SECOND, members, person()) == ["M1"]


def test_a_former_name_is_found_by_the_whole_name_first_and_by_the_birth_date_then():
    married = [
        row(1, person(last="Quist", born=date(1950, 1, 31)), "Morales"),
        row(2, person("Rose", "Quist"), "Morales"),
    ]
    assert brought(FIRST, married, person()) == ["M1"]
    assert brought(SECOND, married, person()) == ["M2"]


def test_what_is_not_known_finds_nobody_who_lacks_it_too():
    nobody = person(first="Wei", last="Zhou", born=date(1955, 5, 5))
    assert brought(FIRST, [row(1, nobody)], person()) == []


def plans():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        return cursor.fetchone()[0]


def test_a_look_is_planned_once_whatever_is_known_about_the_applicant():
    with scratch_tables() as cursor:
        load(cursor, [])
        for asked in (
            person(),
            person(number=Number("SSN", "536128841"), phone="510-555-0134", email="ana@example.test"),
            person(born=None, address=Address("1 Elm St", "Oakland", "CA", "94607"), member_number="A17"),
        ):
            found_for(asked)
            assert plans() == 1


def test_behind_a_pooler_nothing_is_kept_planned(settings):
    settings.DATABASE_PREPARED = False
    with scratch_tables() as cursor:
        load(cursor, [row(1, person())])
        assert len(found_for(person())[FIRST]) == 1
        assert plans() == 0


def test_a_plan_made_for_the_real_tables_does_not_outlive_scratch_tables_of_their_names():
    assert brought(FIRST, [row(1, person())], person()) == ["M1"]
    with tenancy.as_user(None), tenancy.matching():
        assert found_for(person()) == [[], []]
    assert brought(FIRST, [row(2, person())], person()) == ["M2"]


@pytest.mark.parametrize("condition", ["last_sound = 'MRLS'", "first_sound = 'AN'"])
def test_whoever_has_no_certain_birth_date_is_read_from_an_index_of_their_own(condition):
    """The condition of the keys implies the one of the partial indexes, else each look would read everybody."""
    members = [row(place, person("Ana", "Morales", date(1950, 1, 2))) for place in range(2_000)]
    with scratch_tables() as cursor:
        load(cursor, [*members, row("undated", person(born=None))])
        cursor.execute(f"EXPLAIN {ON_FILE} {UNCERTAIN_DATE} AND {condition}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "using person_uncertain_by_" in plan
