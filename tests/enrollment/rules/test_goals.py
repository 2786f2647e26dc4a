import pytest

from enrollment.rules.goals import mark_reached, minutes_to_wait


@pytest.mark.parametrize(
    ("total", "left", "missed", "mark"),
    [
        (1470, 1470, False, 0),
        (1470, 736, False, 0),
        (1470, 735, False, 50),
        (1470, 295, False, 50),
        (1470, 294, False, 80),
        (1470, 0, False, 80),
        (1470, 0, True, 100),
        (1081, 541, False, 0),
        (1081, 540, False, 50),
        # the clock stood still, and what was left is more than the whole by today's calendar
        (1080, 1200, False, 0),
    ],
)
def test_marks(total, left, missed, mark):
    assert mark_reached(total, left, missed=missed) == mark


@pytest.mark.parametrize(
    ("ahead", "settled", "minutes"),
    [
        (0, [9] * 20, 60),
        (8, [9] * 20, 540),
        (9, [9] * 20, 600),
        (0, [0] * 9 + [4] * 11, 135),
        (1, [0] * 10 + [4] * 10, 540),
        (2, [7] * 20, 232),
        (0, [0] * 11 + [50] * 9, None),
        (0, [], None),
    ],
)
def test_the_wait_is_the_queue_ahead_over_the_median_of_a_day(ahead, settled, minutes):
    assert minutes_to_wait(ahead, settled) == minutes
