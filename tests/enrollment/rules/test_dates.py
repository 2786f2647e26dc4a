from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrollment.rules.dates import BadDate, add_years, age_on, first_of_next_month, month_end, parse_date

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "text",
    [
        "4/28/1986",
        "04/28/1986",
        "04-28-86",
        "4.28.1986",
        "Apr 28 1986",
        "Apr. 28, 1986",
        "april 28th, 1986",
        "28 Apr 1986",
        "28 April 1986",
        "1986-04-28",
        "04281986",
        "  4/28/1986 ",
    ],
)
def test_every_american_form_is_read(text):
    assert parse_date(text, kind="birth", today=TODAY) == date(1986, 4, 28)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("13/40/1986", "no_such_day"),
        ("28/4/1986", "no_such_day"),
        ("2/29/2025", "no_such_day"),
        ("0/1/1986", "no_such_day"),
        ("4/28", "no_year"),
        ("Apr 28", "no_year"),
        ("yesterday", "unreadable"),
        ("4/28-1986", "unreadable"),
        ("Aprx 28 1986", "unreadable"),
        ("Mayo 5 1986", "unreadable"),
        ("4/28/86/1", "unreadable"),
        ("4/28/0086", "out_of_range"),
        ("1/1/0001", "out_of_range"),
        ("12/31/1899", "out_of_range"),
        ("1/1/2200", "out_of_range"),
        ("9999-12-31", "out_of_range"),
    ],
)
def test_nonsense_is_not_guessed(text, code):
    with pytest.raises(BadDate) as bad:
        parse_date(text, kind="birth", today=TODAY)
    assert bad.value.code == code


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("4/28/25", "birth", date(2025, 4, 28)),
        ("4/28/27", "birth", date(1927, 4, 28)),
        ("12/1/27", "coverage", date(2027, 12, 1)),
        ("12/1/24", "coverage", date(2024, 12, 1)),
    ],
)
def test_two_digit_years_are_past_births_and_near_coverage(text, kind, day):
    assert parse_date(text, kind=kind, today=TODAY) == day


def test_a_two_digit_year_that_is_not_near_is_asked_about():
    with pytest.raises(BadDate) as bad:
        parse_date("12/1/31", kind="coverage", today=TODAY)
    assert bad.value.code == "ambiguous_year"


def test_months_and_birthdays():
    assert month_end(date(2028, 2, 1)) == date(2028, 2, 29)
    assert first_of_next_month(date(2026, 12, 31)) == date(2027, 1, 1)
    assert add_years(date(2000, 2, 29), 26) == date(2026, 3, 1)
    assert (age_on(date(2000, 3, 1), date(2026, 2, 28)), age_on(date(2000, 3, 1), date(2026, 3, 1))) == (25, 26)


@given(st.dates(date(1900, 1, 1), date(2026, 11, 23)))
def test_what_is_written_out_is_read_back(day):
    for written in (f"{day:%m/%d/%Y}", f"{day:%m%d%Y}", f"{day:%Y-%m-%d}", f"{day:%B %d, %Y}", f"{day:%d %b %Y}"):
        assert parse_date(written, kind="birth", today=TODAY) == day
