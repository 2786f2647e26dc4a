"""Adding somebody whom another employer reports takes as long as adding somebody whom nobody does."""

import statistics

from django.test.utils import override_settings

from bench.applicants import someone
from bench.figures import NO_TARGET
from enrollment.models import Change
from tests import factories

PLACES = range(3_000, 3_240)
ENOUGH, APART_AT_MOST = 60, 5


def _medians(bench, elsewhere, places):
    """The medians of pairs that are both completed, each kind first every other time."""
    times = {"known": [], "new": []}
    for place in places:
        known, new = someone(2 * place, "18"), someone(2 * place + 1, "18")
        if elsewhere.enroll(employee=known).state != Change.State.COMPLETED:
            continue
        pair = [("known", known), ("new", new)]
        spent = {kind: bench.submit([person]) for kind, person in (pair if place % 2 else reversed(pair))}
        if all(state == Change.State.COMPLETED for _time, state in spent.values()):
            for kind, (time, _state) in spent.items():
                times[kind].append(time)
        if len(times["known"]) == ENOUGH:
            break
    assert len(times["known"]) == ENOUGH, "too few pairs were completed"
    return [statistics.median(each) for each in times.values()]


def known_elsewhere(bench):
    """The work, which nobody is shown, and the answers, which come at whole steps."""
    elsewhere, middle = factories.Employer("Elsewhere"), len(PLACES) // 2
    with override_settings(ANSWER_STEP_SECONDS=0):
        work = _medians(bench, elsewhere, PLACES[:middle])
    answers = _medians(bench, elsewhere, PLACES[middle:])
    for what, (known, new), target in (
        ("work of adding somebody known elsewhere or not", work, NO_TARGET),
        ("answers about somebody known elsewhere or not", answers, APART_AT_MOST),
    ):
        bench.figures.note(f"{what}: median", new, NO_TARGET, "ms")
        bench.figures.note(
            f"{what}: apart by", (max(known, new) / min(known, new) - 1) * 100, target, "% of the median"
        )
