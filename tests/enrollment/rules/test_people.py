from datetime import date

import pytest

from enrollment.rules.people import is_past_newborn

BORN = date(2026, 2, 28)


@pytest.mark.parametrize(
    ("day", "reason", "past"),
    [
        (date(2026, 2, 28), "newborn", False),
        (date(2027, 2, 27), "newborn", False),
        (date(2027, 2, 28), "newborn", True),
        (date(2040, 1, 1), "applied", False),
        (date(2040, 1, 1), "", False),
    ],
)
def test_the_number_of_a_newborn_is_awaited_for_a_year(day, reason, past):
    assert is_past_newborn(BORN, reason, day) is past
