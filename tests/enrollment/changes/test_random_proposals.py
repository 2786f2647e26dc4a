"""Random commands about random families: each leaves what it proposed."""

from collections import Counter

import pytest

from tests.counts import count
from tests.enrollment.changes.proposals import after, now
from tests.enrollment.changes.walks import Walk

pytestmark = pytest.mark.django_db
STEPS = 12


def test_random_commands_leave_what_they_proposed():
    seen = Counter()
    for seed in range(count("proposed walks")):
        walk = Walk(seed)
        for _step in range(STEPS):
            if (command := walk.command()) is None:
                continue
            expected, before = after(walk.group, command)
            if walk.submit(command):
                assert now(walk.group, before) == expected, (seed, command.type)
                seen[command.type] += 1
    assert set(seen) == {"add_employee", "add_dependents", "end_coverage", "reverse_end", "correct_details"}
