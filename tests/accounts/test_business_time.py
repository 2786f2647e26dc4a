from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.business_time import after_minutes, due_at, minutes_between

PACIFIC, EASTERN, HAWAII = map(ZoneInfo, ("America/Los_Angeles", "America/New_York", "Pacific/Honolulu"))


def at(text, zone=PACIFIC):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-23 10:30", "2026-11-25 17:00"),
        ("2026-11-20 16:59", "2026-11-24 17:00"),
        ("2026-11-20 17:00", "2026-11-24 17:00"),
        ("2026-11-20 17:01", "2026-11-25 17:00"),
        ("2026-11-21 12:00", "2026-11-25 17:00"),
        ("2026-11-24 09:00", "2026-11-27 17:00"),
        ("2026-12-24 10:00", "2026-12-29 17:00"),
        ("2026-12-31 17:30", "2027-01-06 17:00"),
        ("2026-07-02 09:00", "2026-07-07 17:00"),
        ("2027-07-02 09:00", "2027-07-07 17:00"),
        ("2026-03-06 18:00", "2026-03-11 17:00"),
        ("2024-02-28 09:00", "2024-03-01 17:00"),
    ],
)
def test_two_business_days(received, due):
    assert due_at(at(received), PACIFIC) == at(due)


def test_the_day_is_the_purchasers():
    instant = at("2026-11-20 16:30", PACIFIC)
    assert due_at(instant, PACIFIC) == at("2026-11-24 17:00", PACIFIC)
    assert due_at(instant, EASTERN) == at("2026-11-25 17:00", EASTERN)
    assert due_at(instant, HAWAII) == at("2026-11-24 17:00", HAWAII)


def test_a_closure_of_the_carriers_own_counts():
    assert due_at(at("2026-11-23 10:30"), PACIFIC, {date(2026, 11, 24)}) == at("2026-11-27 17:00")


def test_business_minutes_between():
    assert minutes_between(at("2026-11-20 16:30"), at("2026-11-23 08:15"), PACIFIC) == 45
    assert minutes_between(at("2026-11-25 17:00"), at("2026-11-27 08:00"), PACIFIC) == 0
    assert minutes_between(at("2026-11-24 10:00"), at("2026-11-24 09:00"), PACIFIC) == 0


@given(st.datetimes(datetime(2025, 1, 1), datetime(2029, 1, 1)), st.integers(0, 4000))
def test_a_stopped_clock_resumes_where_it_stopped(moment, minutes):
    start = moment.replace(second=0, microsecond=0, tzinfo=PACIFIC)
    due = after_minutes(start, minutes, PACIFIC)
    assert minutes_between(start, due, PACIFIC) == minutes
    assert due - start >= timedelta(minutes=minutes) - timedelta(hours=1)
