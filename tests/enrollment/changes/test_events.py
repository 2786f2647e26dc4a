"""Events that let dependents join: their windows and first days, also within the waiting period."""

from datetime import date, timedelta

import pytest

from enrollment import services
from enrollment.models import Change, Coverage
from enrollment.rules.events import EVENTS, DependentEvent, start_after_event, terms_of_event
from tests import factories
from tests.factories import NOW, child, spouse

pytestmark = pytest.mark.django_db
HIRED, COVERED = date(2026, 9, 1), date(2026, 10, 1)


@pytest.mark.parametrize(
    ("event", "on", "starts_on", "ask_by"),
    [
        ("birth", date(2026, 11, 3), date(2026, 11, 3), date(2026, 12, 3)),
        ("adoption", date(2026, 11, 3), date(2026, 11, 3), date(2026, 12, 3)),
        ("marriage", date(2026, 11, 3), date(2026, 12, 1), date(2026, 12, 3)),
        ("lost_coverage", date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 30)),
        ("lost_medicaid", date(2026, 11, 30), date(2026, 12, 1), date(2027, 1, 29)),
        ("premium_assistance", date(2026, 11, 30), date(2026, 12, 1), date(2027, 1, 29)),
        ("court_order", date(2026, 11, 3), date(2026, 11, 3), date(2027, 1, 2)),
    ],
)
def test_each_event_has_its_window_and_its_first_day(event, on, starts_on, ask_by):
    start = start_after_event(DependentEvent(event), on)
    assert (start.on, start.ask_by) == (starts_on, ask_by)


def test_every_event_has_terms_for_every_day_in_order():
    assert set(EVENTS) == set(DependentEvent)
    for event, terms in EVENTS.items():
        days = [each.effective_on for each in terms]
        assert (days[0], days) == (date.min, sorted(days)), event


def test_terms_are_those_of_the_day_of_the_event():
    days = [date(2009, 3, 31), date(2009, 4, 1)]
    assert [terms_of_event(DependentEvent.LOST_MEDICAID, day).window_days for day in days] == [30, 60]


def added(employer, family, *people, event, on, at=NOW):
    with employer.scope():
        command = factories.dependents(family, *people, event=event, event_on=on)
        return services.submit(command=command, submission=employer.submission(at=at))


def starts(employer, relationship):
    with employer.scope():
        return Coverage.objects.known().get(relationship=relationship).starts_on


@pytest.fixture
def waiting(employer):
    """Hired on September 1, covered from October 1."""
    return employer.enroll(hired_on=HIRED, at=NOW - timedelta(days=60))


@pytest.mark.parametrize(
    ("event", "who", "on", "code"),
    [
        ("marriage", spouse(), date(2026, 9, 1), "01"),
        ("marriage", spouse(), date(2026, 9, 12), "01"),
        ("birth", child(born=date(2026, 9, 20), number=None, no_number_reason="newborn"), date(2026, 9, 20), "19"),
        ("lost_coverage", spouse(), date(2026, 9, 29), "01"),
    ],
)
def test_an_event_in_the_waiting_period_counts_from_the_first_day_of_coverage(employer, waiting, event, who, on, code):
    asked_on = NOW.replace(month=10, day=31)
    assert added(employer, waiting, who, event=event, on=on, at=asked_on).state == Change.State.COMPLETED
    assert starts(employer, code) == COVERED


def test_the_window_of_the_waiting_period_ends_too(employer, waiting):
    with pytest.raises(services.CannotEnroll, match="deadline to add dependents for this event was October 31, 2026"):
        added(employer, waiting, spouse(), event="marriage", on=date(2026, 9, 12), at=NOW.replace(month=11, day=1))


def test_an_event_before_the_hire_gives_no_coverage(employer, waiting):
    with pytest.raises(services.CannotEnroll, match="no coverage on September 1, 2026"):
        added(employer, waiting, spouse(), event="marriage", on=date(2026, 8, 30), at=NOW.replace(month=10, day=2))


@pytest.mark.parametrize("event", ["lost_coverage", "lost_medicaid", "premium_assistance"])
def test_coverage_that_will_be_lost_is_told_ahead(employer, waiting, event):
    added(employer, waiting, spouse(), event=event, on=date(2026, 12, 31))
    assert starts(employer, "01") == date(2027, 1, 1)


def test_it_is_told_no_earlier_than_sixty_days_ahead(employer, waiting):
    with pytest.raises(services.CannotEnroll, match="You can submit this event from November 24, 2026"):
        added(employer, waiting, spouse(), event="lost_coverage", on=date(2027, 1, 23))


@pytest.mark.parametrize("event", ["birth", "adoption", "marriage", "court_order"])
def test_other_events_have_to_happen_first(employer, waiting, event):
    with pytest.raises(services.CannotEnroll, match="can't be in the future"):
        added(employer, waiting, spouse(), event=event, on=date(2026, 12, 1))


# --- is it the same child? ---


@pytest.fixture
def with_baby(employer):
    parent = factories.applicant(born=date(1990, 4, 28))
    family = employer.enroll(employee=parent, hired_on=HIRED, at=NOW - timedelta(days=60))
    baby = child("Baby Girl", born=date(2026, 11, 3), number=None, no_number_reason="newborn")
    added(employer, family, baby, event="birth", on=date(2026, 11, 3))
    return family


def lucia(**facts):
    return child("Lucia", born=date(2026, 11, 3), **facts)


def test_a_child_born_on_the_day_of_an_unnamed_one_is_asked_about(employer, with_baby):
    with pytest.raises(services.CannotEnroll) as refusal:
        added(employer, with_baby, lucia(), event="birth", on=date(2026, 11, 3))
    assert refusal.value.asks == ["same_child"]
    with employer.scope():
        assert Coverage.objects.known().filter(relationship="19").count() == 1


def test_a_twin_of_an_unnamed_child_is_covered_once_that_is_said(employer, with_baby):
    twin = lucia(confirmed=("same_child",))
    assert added(employer, with_baby, twin, event="birth", on=date(2026, 11, 3)).state == Change.State.COMPLETED


@pytest.mark.parametrize("facts", [{"sex": "M"}, {"born": date(2025, 11, 3)}])
def test_a_child_who_cannot_be_the_same_is_not_asked_about(employer, with_baby, facts):
    sibling = child("Lucas", **({"born": date(2026, 11, 3)} | facts))
    event = "birth" if "sex" in facts else "adoption"
    added(employer, with_baby, sibling, event=event, on=date(2026, 11, 3))


def test_two_unnamed_twins_are_entered_together(employer):
    family = employer.enroll(employee=factories.applicant(born=date(1990, 4, 28)), hired_on=HIRED)
    twins = [
        child(f"Baby Girl {each}", born=date(2026, 11, 3), number=None, no_number_reason="newborn") for each in "AB"
    ]
    change = added(employer, family, *twins, event="birth", on=date(2026, 11, 3))
    assert change.state in (Change.State.COMPLETED, Change.State.IN_REVIEW)
