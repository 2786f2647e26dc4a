"""The business clock, against cases worked out by hand with a calendar."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.platform.business_time import after_minutes, due_after_pauses, due_at, minutes_between, worked_minutes

PACIFIC, EASTERN, HAWAII = map(ZoneInfo, ("America/Los_Angeles", "America/New_York", "Pacific/Honolulu"))
NONE = frozenset()


def at(text, zone=PACIFIC):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def days(text):
    return frozenset(map(date.fromisoformat, text.split()))


# Received, and the day it is due at 17:00; both in the purchaser's zone.
TWO_BUSINESS_DAYS = [
    # around the hours of a plain week
    ("2026-11-16 00:00", "2026-11-18"),
    ("2026-11-16 07:59", "2026-11-18"),
    ("2026-11-16 10:30", "2026-11-18"),
    ("2026-11-16 17:00", "2026-11-18"),
    ("2026-11-16 17:00:01", "2026-11-19"),
    ("2026-11-20 16:59", "2026-11-24"),
    ("2026-11-20 17:00", "2026-11-24"),
    ("2026-11-20 17:01", "2026-11-25"),
    ("2026-11-21 12:00", "2026-11-25"),
    ("2026-11-22 23:59", "2026-11-25"),
    # 2024: a leap year, holidays in the middle of the week
    ("2024-01-02 09:00", "2024-01-04"),
    ("2024-01-12 16:59", "2024-01-17"),
    ("2024-01-12 17:01", "2024-01-18"),
    ("2024-01-15 10:00", "2024-01-18"),
    ("2024-02-28 09:00", "2024-03-01"),
    ("2024-02-29 17:01", "2024-03-05"),
    ("2024-06-18 17:00", "2024-06-21"),
    ("2024-06-18 17:01", "2024-06-24"),
    ("2024-07-03 12:00", "2024-07-08"),
    ("2024-11-27 08:00", "2024-12-02"),
    ("2024-12-24 16:59", "2024-12-27"),
    ("2024-12-31 17:01", "2025-01-06"),
    # 2025
    ("2025-01-17 17:00", "2025-01-22"),
    ("2025-02-14 17:01", "2025-02-20"),
    ("2025-05-23 16:59", "2025-05-28"),
    ("2025-06-18 10:00", "2025-06-23"),
    ("2025-07-03 16:59", "2025-07-08"),
    ("2025-07-03 17:01", "2025-07-09"),
    ("2025-08-30 11:00", "2025-09-04"),
    ("2025-11-10 17:00", "2025-11-13"),
    ("2025-12-24 17:01", "2025-12-30"),
    ("2025-12-31 16:59", "2026-01-05"),
    # 2026: the Fourth of July is a Saturday, kept on Friday the third
    ("2026-07-02 09:00", "2026-07-07"),
    ("2026-07-03 09:00", "2026-07-08"),
    ("2026-07-04 09:00", "2026-07-08"),
    ("2026-11-10 17:01", "2026-11-16"),
    ("2026-11-24 09:00", "2026-11-27"),
    ("2026-12-24 10:00", "2026-12-29"),
    ("2026-12-24 17:01", "2026-12-30"),
    ("2026-12-31 17:30", "2027-01-06"),
    # 2027: Juneteenth and Christmas on Saturdays, the Fourth of July on a Sunday, New Year's Day kept in the old year
    ("2027-06-17 16:59", "2027-06-22"),
    ("2027-06-18 10:00", "2027-06-23"),
    ("2027-07-02 09:00", "2027-07-07"),
    ("2027-07-02 17:01", "2027-07-08"),
    ("2027-12-23 16:59", "2027-12-28"),
    ("2027-12-30 17:00", "2028-01-04"),
    ("2027-12-31 09:00", "2028-01-05"),
    # 2028 to 2030: Veterans Day on a Saturday, then on a Sunday
    ("2028-02-28 09:00", "2028-03-01"),
    ("2028-11-09 12:00", "2028-11-14"),
    ("2028-12-22 17:01", "2028-12-28"),
    ("2028-12-29 16:59", "2029-01-03"),
    ("2029-05-25 17:01", "2029-05-31"),
    ("2029-11-09 16:59", "2029-11-14"),
    ("2029-11-12 08:00", "2029-11-15"),
    ("2030-01-18 16:59", "2030-01-23"),
    ("2030-12-24 17:01", "2030-12-30"),
    ("2030-12-31 12:00", "2031-01-03"),
    # the clocks go forward on 2024-03-10, 2025-03-09 and 2026-03-08, back on 2024-11-03 and 2025-11-02
    ("2024-03-08 16:59", "2024-03-12"),
    ("2024-03-10 03:30", "2024-03-13"),
    ("2025-03-07 17:01", "2025-03-12"),
    ("2026-03-06 18:00", "2026-03-11"),
    ("2024-11-01 18:00", "2024-11-06"),
    ("2024-11-03 01:30", "2024-11-06"),
    ("2025-10-31 16:59", "2025-11-04"),
]


@pytest.mark.parametrize(("received", "due"), TWO_BUSINESS_DAYS)
def test_two_business_days(received, due):
    assert due_at(at(received), PACIFIC, NONE) == at(f"{due} 17:00")


def test_the_cases_are_as_many_as_is_claimed():
    assert len(TWO_BUSINESS_DAYS) >= 60
    assert {received[:4] for received, _ in TWO_BUSINESS_DAYS} == {str(year) for year in range(2024, 2031)}


@pytest.mark.parametrize(
    ("received", "zone", "due"),
    [
        # Friday 16:30 Pacific is 19:30 in New York, after the day's end there, and 14:30 in Honolulu
        ("2026-11-21T00:30", PACIFIC, "2026-11-25T01:00"),
        ("2026-11-21T00:30", EASTERN, "2026-11-25T22:00"),
        ("2026-11-21T00:30", HAWAII, "2026-11-25T03:00"),
        # the Monday after the clocks went forward; Honolulu has no summer time
        ("2027-03-16T00:30", PACIFIC, "2027-03-19T00:00"),
        ("2027-03-16T00:30", EASTERN, "2027-03-18T21:00"),
        ("2027-03-16T00:30", HAWAII, "2027-03-18T03:00"),
        # the Friday before: what is due after the weekend is an hour earlier by the world's clock
        ("2027-03-12T21:59", EASTERN, "2027-03-16T21:00"),
        ("2027-03-12T21:59", HAWAII, "2027-03-17T03:00"),
        # the Friday before the clocks go back
        ("2027-11-05T20:59", EASTERN, "2027-11-09T22:00"),
        ("2027-11-05T20:59", PACIFIC, "2027-11-10T01:00"),
        # New Year's Eve in Honolulu, New Year's Day in New York
        ("2026-01-01T09:30", HAWAII, "2026-01-07T03:00"),
        ("2026-01-01T09:30", EASTERN, "2026-01-06T22:00"),
    ],
)
def test_the_day_is_the_purchasers(received, zone, due):
    found = due_at(at(received, UTC), zone, NONE)
    assert (found, found.tzinfo) == (at(due, UTC), zone)


@pytest.mark.parametrize(
    ("received", "closed", "due"),
    [
        ("2026-11-23 10:30", "2026-11-24", "2026-11-27"),
        ("2026-11-24 09:00", "2026-11-27", "2026-11-30"),
        ("2026-12-23 17:01", "2026-12-24", "2026-12-30"),
        ("2026-11-20 16:59", "2026-11-21", "2026-11-24"),
        ("2026-11-23 10:30", "2026-11-23", "2026-11-27"),
        ("2026-11-23 10:30", "2026-11-24 2026-11-25", "2026-11-30"),
        ("2027-12-23 10:00", "2027-12-27 2027-12-28 2027-12-29 2027-12-30", "2028-01-04"),
    ],
)
def test_a_closure_of_the_carriers_own_counts(received, closed, due):
    assert due_at(at(received), PACIFIC, days(closed)) == at(f"{due} 17:00")


# Received, pairs of paused and resumed, closures, and the final due time.
PAUSED = [
    ("2026-11-23 10:30", ["2026-11-23 11:30", "2026-12-01 10:30"], "", "2026-12-03 16:00"),
    ("2026-11-23 10:30", ["2026-11-23 11:30", "2026-12-01 10:30"], "2026-12-02", "2026-12-04 16:00"),
    ("2026-11-23 10:30", ["2026-11-23 18:00", "2026-11-24 07:00"], "", "2026-11-25 17:00"),
    ("2026-11-20 16:59", ["2026-11-21 10:00", "2026-11-22 10:00"], "", "2026-11-24 17:00"),
    # past due when paused
    ("2026-11-16 09:00", ["2026-11-19 09:00", "2026-11-20 10:00"], "", "2026-11-18 17:00"),
    ("2026-11-16 09:00", ["2026-11-18 17:00", "2026-11-20 10:00"], "", "2026-11-18 17:00"),
    (
        "2026-11-16 09:00",
        ["2026-11-16 10:00", "2026-11-16 11:00", "2026-11-17 16:00", "2026-11-18 08:00"],
        "",
        "2026-11-19 10:00",
    ),
    ("2027-03-12 09:00", ["2027-03-12 16:00", "2027-03-15 08:00"], "", "2027-03-17 09:00"),
    ("2027-11-05 09:00", ["2027-11-05 12:00", "2027-11-09 12:00"], "", "2027-11-12 17:00"),
    ("2024-12-31 10:00", ["2024-12-31 16:00", "2025-01-02 16:00"], "", "2025-01-06 17:00"),
]


def pairs(moments):
    return list(zip(map(at, moments[::2]), map(at, moments[1::2]), strict=True))


@pytest.mark.parametrize(("received", "moments", "closed", "due"), PAUSED)
def test_a_clock_that_stood_still(received, moments, closed, due):
    assert due_after_pauses(at(received), pairs(moments), PACIFIC, days(closed)) == at(due)


@pytest.mark.parametrize(
    ("start", "end", "closed", "minutes"),
    [
        ("2026-11-20 16:30", "2026-11-23 08:15", "", 45),
        ("2026-11-25 17:00", "2026-11-27 08:00", "", 0),
        ("2026-11-24 10:00", "2026-11-24 09:00", "", 0),
        ("2026-11-24 06:00", "2026-11-24 23:00", "", 540),
        ("2026-11-24 07:00", "2026-11-24 07:59", "", 0),
        ("2026-11-24 08:00", "2026-11-24 08:00:59", "", 0),
        ("2026-11-25 16:00", "2026-11-27 09:00", "", 120),
        ("2026-11-23 10:30", "2026-11-25 10:30", "2026-11-24", 540),
        ("2027-12-30 16:00", "2028-01-03 09:00", "", 120),
        ("2026-03-06 16:00", "2026-03-09 09:00", "", 120),
        ("2026-10-30 16:00", "2026-11-02 09:00", "", 120),
    ],
)
def test_business_minutes_between(start, end, closed, minutes):
    assert minutes_between(at(start), at(end), PACIFIC, days(closed)) == minutes


def test_work_is_counted_without_the_pauses():
    pauses = pairs(["2026-11-16 10:00", "2026-11-17 11:00", "2026-11-17 16:00", "2026-11-18 08:00"])
    assert worked_minutes(at("2026-11-16 09:00"), at("2026-11-18 08:30"), pauses, PACIFIC, NONE) == 60 + 300 + 30


@given(st.datetimes(datetime(2025, 1, 1), datetime(2029, 1, 1)), st.integers(0, 4000))
def test_a_stopped_clock_resumes_where_it_stopped(moment, minutes):
    start = moment.replace(second=0, microsecond=0, tzinfo=PACIFIC)
    due = after_minutes(start, minutes, PACIFIC, NONE)
    assert minutes_between(start, due, PACIFIC, NONE) == minutes
    assert due - start >= timedelta(minutes=minutes) - timedelta(hours=1)
