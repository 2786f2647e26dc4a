"""The team report, against numbers worked out by hand."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from django.urls import reverse

from access import tenancy
from enrollment import services
from enrollment.admin.review.report import bars, finding
from enrollment.models import Review
from enrollment.queries.review.report import Figures, report
from enrollment.rules.shares import percentile
from tests import factories
from tests.factories import applicant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_file")]
FIRST, LAST = date(2026, 11, 9), date(2026, 11, 22)
PAGE = reverse("admin:enrollment_review_report")


def pacific(day, time):
    """A time in November 2026 in the purchaser's zone, eight hours behind UTC."""
    hour, minute = map(int, time.split(":"))
    return datetime(2026, 11, day + (hour + 8) // 24, (hour + 8) % 24, minute, tzinfo=UTC)


def held(employer, place, at, *reasons):
    change = employer.enroll(employee=applicant(f"Ana{'abcdefghij'[place]}", number=f"123-45-678{place}"), at=at)
    with tenancy.as_user(None), tenancy.matching():
        Review.objects.filter(change=change).update(reasons=reasons or ("near",))
    with tenancy.as_user(None), tenancy.staff():
        return Review.objects.get(change=change)


def settle(review, by, at):
    with tenancy.as_user(by), tenancy.staff():
        services.refuse(review_id=review.pk, by=by, at=at, note="No form")


def ask(review, by, at):
    with tenancy.as_user(by), tenancy.staff():
        services.ask_employer(review_id=review.pk, by=by, at=at, question="Which birth date?")


def found(now, first=FIRST, last=LAST):
    with tenancy.as_user(None), tenancy.staff():
        return report(first, last, now)


@pytest.fixture
def fortnight(employer, rep):
    other = factories.user("Otto Berg", representative=True)
    # Monday the 9th, 8:00 to 10:00: two business hours.
    settle(held(employer, 0, pacific(9, "08:00")), rep, pacific(9, "10:00"))
    # Monday 16:00 to Thursday 9:00, with Veterans Day between: 1 + 9 + 1 hours.
    settle(held(employer, 1, pacific(9, "16:00"), "deceased", "near"), rep, pacific(12, "09:00"))
    # Monday the 16th 9:00, due Wednesday 17:00, settled Wednesday 17:30: 8 + 9 + 9 hours, and late.
    settle(held(employer, 2, pacific(16, "09:00"), "deceased"), other, pacific(18, "17:30"))
    # Monday 9:00, asked at 10:00, answered Thursday 9:00, settled Thursday 12:00: 1 + 3 hours, on time.
    asked = held(employer, 3, pacific(16, "09:00"))
    ask(asked, other, pacific(16, "10:00"))
    with employer.scope():
        services.answer(change_id=asked.change_id, text="May", submission=employer.submission(at=pacific(19, "09:00")))
    settle(asked, other, pacific(19, "12:00"))
    # Asked at 10:00 and refused on Friday without an answer: one hour.
    silent = held(employer, 4, pacific(16, "09:00"))
    ask(silent, other, pacific(16, "10:00"))
    settle(silent, other, pacific(20, "15:00"))
    # Settled outside the period.
    settle(held(employer, 5, pacific(5, "08:00")), rep, pacific(6, "08:00"))
    settle(held(employer, 6, pacific(20, "08:00")), rep, pacific(23, "08:00"))


def test_the_figures_of_a_fortnight(fortnight):
    figures = found(pacific(23, "10:00"))
    assert figures.total == Figures("", settled=5, on_time=4, median_hours=4.0, most_hours=26.0)
    assert figures.total.share == 80
    assert figures.weeks == [
        Figures("2026-11-09", settled=2, on_time=2, median_hours=6.5, most_hours=11.0),
        Figures("2026-11-16", settled=3, on_time=2, median_hours=4.0, most_hours=26.0),
    ]
    assert figures.by_representative == [
        Figures("Otto Berg", settled=3, on_time=2, median_hours=4.0, most_hours=26.0),
        Figures("Robin Okafor", settled=2, on_time=2, median_hours=6.5, most_hours=11.0),
    ]
    assert figures.by_reason == [
        Figures("a similar person is already on file", settled=4, on_time=4, median_hours=3.0, most_hours=11.0),
        Figures("the matching member has died", settled=2, on_time=1, median_hours=18.5, most_hours=26.0),
    ]


def test_the_backlog_by_age(employer, rep):
    # Seen on Monday the 23rd at 12:00: four business hours of that day have passed.
    for place, at in enumerate(
        [
            pacific(23, "11:00"),  # 1 hour
            pacific(20, "12:00"),  # one day
            pacific(20, "11:00"),  # a day and an hour
            pacific(19, "12:00"),  # two days
            pacific(18, "12:00"),  # three days
            pacific(17, "12:00"),  # four days
            pacific(9, "12:00"),  # nine days, Veterans Day aside
        ]
    ):
        held(employer, place, at)
    asked = held(employer, 7, pacific(20, "12:00"))
    ask(asked, rep, pacific(20, "13:00"))
    figures = found(pacific(23, "12:00"))
    assert figures.backlog == [(1, 2), (2, 2), (3, 1), (5, 1), (None, 1)]
    assert figures.waiting == 7


def test_a_question_after_the_goal_makes_nothing_on_time(employer, rep):
    # Monday the 9th 9:00, due Thursday 17:00 past Veterans Day; asked on Friday, on Saturday, and settled unanswered.
    for place, asked_at in enumerate([pacific(13, "10:00"), pacific(14, "10:00")]):
        review = held(employer, place, pacific(9, "09:00"))
        ask(review, rep, asked_at)
        settle(review, rep, pacific(15, "11:00"))
    assert (found(pacific(23, "10:00")).total.settled, found(pacific(23, "10:00")).total.on_time) == (2, 0)


def test_nothing_settled_has_no_share(employer):
    figures = found(pacific(23, "12:00"))
    assert (figures.total.share, figures.total.median_hours, figures.weeks) == (None, None, [])
    assert (bars([]), finding(figures.total)) == ([], "No decisions in this period")


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [([7], 90, 7), ([1, 2], 90, 2), (list(range(1, 11)), 90, 9), (list(range(1, 101)), 90, 90), ([1, 2, 3], 1, 1)],
)
def test_a_percentile_is_a_value_that_occurred(values, percent, expected):
    assert percentile(values, percent) == expected


def test_the_title_says_the_finding_and_never_rounds_up():
    facts = {"median_hours": 1.0, "most_hours": 1.0}
    assert finding(Figures("", settled=1000, on_time=999, **facts)) == (
        "99% of requests were decided within two business days"
    )
    assert finding(Figures("", settled=3, on_time=3, **facts)) == "All requests were decided within two business days"


def test_bars_start_at_zero_and_late_stands_on_top():
    facts = {"median_hours": 1.0, "most_hours": 1.0}
    full, half = bars([Figures("2026-11-09", settled=4, on_time=3, **facts), Figures("2026-11-16", 2, 2, **facts)])
    assert (full.on_time_y, full.on_time_height, full.late_y, full.late_height) == (58.0, 102.0, 24.0, 34.0)
    assert (half.on_time_y + half.on_time_height, half.on_time_height, half.late_height) == (160, 68.0, 0)


def test_a_week_without_a_decision_has_its_place_and_the_bars_of_a_year_do_not_overlap(fortnight):
    figures = found(pacific(23, "12:00"), first=date(2026, 10, 26))
    assert [(each.name, each.settled) for each in figures.weeks] == [
        ("2026-10-26", 0),
        ("2026-11-02", 1),
        ("2026-11-09", 2),
        ("2026-11-16", 3),
    ]
    year = bars(found(pacific(23, "12:00"), first=date(2025, 11, 24)).weeks)
    assert len(year) == 52
    assert all(one.x + one.width < other.x for one, other in pairwise(year))
    told = [bar.middle for bar in year if bar.labelled]
    assert all(other - one >= 40 for one, other in pairwise(told))


def test_the_page_shows_a_period_and_refuses_one_that_ends_before_it_begins(client, rep, fortnight):
    client.force_login(rep)
    page = client.get(PAGE, {"first": "11/9/2026", "last": "11/22/2026"}).content.decode()
    assert "80% of requests were decided within two business days" in page
    assert ("<svg" in page, "style=" in page.split("</head>")[1], "Otto Berg" in page) == (True, False, True)
    page = client.get(PAGE, {"first": "10/26/2026", "last": "11/22/2026"}).content.decode()
    assert page.count('<text class="count"') == 3  # the first of the four weeks has nothing to count
    response = client.get(PAGE, {"first": "11/22/2026", "last": "11/9/2026"})
    assert (response.status_code, "Choose an end date after the start date" in response.content.decode()) == (422, True)
    assert client.get(PAGE, {"first": "soon", "last": ""}).status_code == 422
    assert client.get(PAGE).status_code == 200


def test_the_desk_links_to_the_report(client, rep):
    client.force_login(rep)
    assert f'<a href="{PAGE}">Team report</a>' in client.get(reverse("admin:index")).content.decode()
