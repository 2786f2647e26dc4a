"""The queue: views, order, claims, assignments and saved filters."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from access import tenancy
from accounts.models import Activity
from enrollment import services
from enrollment.matching import guards
from enrollment.models import Review, SavedFilter
from enrollment.queries.review import queue
from enrollment.queries.review.words import HIGH, LOW, MIDDLE, REASONS, reasons_in_words, risk
from enrollment.services.review import filters_mark, without_identity_numbers
from tests import factories
from tests.factories import NOW, applicant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_file")]
LIST = reverse("admin:enrollment_review_changelist")


def held(employer, place, at=NOW):
    who = applicant(f"Ana{'abcdefghijklmnopqrstuvwxyz'[place]}", number=f"123-45-67{place + 10}")
    change = employer.enroll(employee=who, at=at)
    with tenancy.as_user(None), tenancy.staff():
        return Review.objects.select_related("change").get(change=change)


def as_staff(verb, by, **what):
    with tenancy.as_user(by), tenancy.staff():
        return verb(by=by, **what)


def reasons(review, *codes):
    with tenancy.as_user(None), tenancy.matching():
        Review.objects.filter(pk=review.pk).update(reasons=list(codes))


def counts(user, at=NOW):
    with tenancy.as_user(user), tenancy.staff():
        return {name: count for name, count in queue.counts(user, at).items() if count}


def order(at=NOW):
    with tenancy.as_user(None), tenancy.staff():
        return [review.pk for review in queue.in_order(at)]


def test_every_view_is_counted_by_one_query(employer, rep):
    other = factories.user("Other", representative=True)
    early = held(employer, 0, at=NOW - timedelta(days=7))
    asked, mine, theirs = held(employer, 1), held(employer, 2), held(employer, 3)
    given, several = held(employer, 4), held(employer, 5)
    reasons(several, "several_certain", "near")
    as_staff(services.ask_employer, rep, review_id=asked.pk, at=NOW - timedelta(hours=1), question="Which birth date?")
    as_staff(services.claim, rep, review_id=mine.pk, at=NOW)
    as_staff(services.claim, other, review_id=theirs.pk, at=NOW)
    as_staff(services.assign, rep, review_id=given.pk, to=rep, at=NOW)
    with CaptureQueriesContext(connection) as captured:
        found = counts(rep)
    assert found == {"open": 6, "unclaimed": 2, "mine": 2, "late": 1, "waiting": 1, "certain": 1}
    assert sum("COUNT" in each["sql"] for each in captured.captured_queries) == 1
    # Half an hour later the claims have lapsed; assignments stay.
    later = counts(rep, NOW + timedelta(minutes=30))
    assert (later["unclaimed"], later["mine"]) == (4, 1)
    # Wednesday morning: requests due at 17:00 are due today, late ones are not.
    wednesday = datetime(2026, 11, 25, 18, tzinfo=UTC)
    assert (counts(rep, wednesday)["today"], counts(rep, wednesday)["late"]) == (4, 1)
    with tenancy.as_user(None), tenancy.service():
        services.watch_goals(at=wednesday)
    assert (counts(rep, wednesday)["half"], "most" in counts(rep, wednesday)) == (4, False)
    assert order(wednesday)[0] == early.pk


def test_due_today_is_the_purchasers_day(employer, rep):
    held(employer, 0)
    # Tuesday 23:30 in the purchaser's zone is Wednesday in UTC, but not yet the due day.
    tuesday = datetime(2026, 11, 25, 7, 30, tzinfo=UTC)
    assert "today" not in counts(rep, tuesday)
    assert counts(rep, tuesday + timedelta(hours=1))["today"] == 1


def test_due_time_comes_first_then_risk_then_age(employer):
    first, second, third, fourth = (held(employer, place, at=NOW + timedelta(minutes=place)) for place in range(4))
    late = held(employer, 4, at=NOW - timedelta(days=5))
    reasons(first, "near")
    reasons(second, "near", "sex_differs")
    reasons(third, "deceased", "near")
    reasons(fourth, "near")
    reasons(late, "near")
    assert order() == [late.pk, third.pk, second.pk, first.pk, fourth.pk]


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["near"], LOW),
        ([], LOW),
        (["earlier_end"], LOW),
        (["several_identity_fields"], MIDDLE),
        (["near", "name_is_not_rare"], MIDDLE),
        (["a_reason_of_tomorrow"], MIDDLE),
        (["near", "number_on_another_record"], HIGH),
        (["several_certain"], HIGH),
        (["deceased"], HIGH),
        (["two_applicants_one_record"], HIGH),
    ],
)
def test_risk_by_reason(employer, codes, expected):
    """The rule and the database order agree."""
    review = held(employer, 0)
    reasons(review, *codes)
    with tenancy.as_user(None), tenancy.staff():
        assert (risk(codes), queue.in_order(NOW).get(pk=review.pk).risk) == (expected, expected)


def test_every_reason_of_the_engine_has_words():
    assert set(guards.GUARDS) | {guards.TAKEN, guards.SEVERAL} <= set(REASONS)
    assert reasons_in_words(["deceased", "near"]) == "the matching member has died; a similar person is already on file"
    assert reasons_in_words(["a_reason_of_tomorrow"]) == "a reason of tomorrow"


def test_an_assigned_review_stays_with_its_representative_until_released(employer, rep):
    review, other = held(employer, 0), factories.user("Other", representative=True)
    as_staff(services.assign, rep, review_id=review.pk, to=other, at=NOW)
    assert (counts(other)["mine"], counts(rep).get("mine")) == (1, None)
    assert counts(other, NOW + timedelta(days=1))["mine"] == 1
    as_staff(services.release, other, review_id=review.pk)
    assert (counts(other).get("mine"), counts(rep)["unclaimed"]) == (None, 1)
    with tenancy.as_user(None), tenancy.staff():
        lines = Activity.objects.filter(verb="assigned_review").values_list("actor", "summary", "staff_only")
        assert list(lines) == [(rep.pk, "Other", True)]


def test_assigning_is_refused_while_somebody_works_and_when_settled(employer, rep):
    review, other = held(employer, 0), factories.user("Other", representative=True)
    as_staff(services.claim, other, review_id=review.pk, at=NOW)
    with pytest.raises(services.CannotDecide, match="Other is working on"):
        as_staff(services.assign, rep, review_id=review.pk, to=rep, at=NOW)
    as_staff(services.assign, other, review_id=review.pk, to=rep, at=NOW)
    with pytest.raises(services.CannotDecide, match="Choose a representative"):
        as_staff(services.assign, rep, review_id=review.pk, to=employer.administrator, at=NOW)
    as_staff(services.refuse, rep, review_id=review.pk, at=NOW, note="No form")
    with pytest.raises(services.CannotDecide, match="already been decided"):
        as_staff(services.assign, rep, review_id=review.pk, to=rep, at=NOW)


def test_many_are_assigned_at_once_and_refusals_are_polite(rep_desk, employer, rep):
    now, other = timezone.now(), factories.user("Other", representative=True)
    free, taken = held(employer, 0, at=now), held(employer, 1, at=now)
    as_staff(services.claim, other, review_id=taken.pk, at=now)
    data = {"action": "assign_to", "index": "0", "_selected_action": [str(free.pk), str(taken.pk)]}
    page = rep_desk.post(LIST, data | {"to": ""}, follow=True).content.decode()
    assert "Choose a representative." in page
    page = rep_desk.post(LIST, data | {"to": str(rep.pk)}, follow=True).content.decode()
    assert ("Requests assigned to Robin Okafor: 1." in page, "Other is working on" in page) == (True, True)
    assert counts(rep, timezone.now())["mine"] == 1


def test_a_request_is_claimed_and_released_from_the_list_and_the_view_stays(rep_desk, employer, rep):
    now, other = timezone.now(), factories.user("Other", representative=True)
    review, taken = held(employer, 0, at=now), held(employer, 1, at=now)
    as_staff(services.claim, other, review_id=taken.pk, at=now)
    take = reverse("admin:enrollment_review_take") + "?queue=unclaimed"
    response = rep_desk.post(take, {"claim": str(review.pk)})
    assert response["Location"] == f"{LIST}?queue=unclaimed"
    assert counts(rep, timezone.now())["mine"] == 1
    assert "Other is working" in rep_desk.post(take, {"claim": str(taken.pk)}, follow=True).content.decode()
    rep_desk.post(take, {"release": str(review.pk)})
    assert "mine" not in counts(rep, timezone.now())
    for data in ({}, {"claim": "x"}, {"claim": "00000000-0000-4000-8000-000000000000"}):
        assert rep_desk.post(take, data).status_code == 302
    assert rep_desk.get(take).status_code == 405


def test_the_list_says_why_and_how_long(rep_desk, employer):
    review = held(employer, 0, at=timezone.now())
    reasons(review, "deceased", "near")
    page = rep_desk.get(LIST).content.decode()
    assert "the matching member has died; a similar person is already on file" in page
    assert "h left" in page
    with employer.scope():
        review.change.due_at = timezone.now() - timedelta(days=7)
        review.change.save()
    page = rep_desk.get(LIST + "?queue=late").content.decode()
    assert (review.change.confirmation in page, "h late" in page, "Past goal (1)" in page) == (True, True, True)
    assert review.change.confirmation in rep_desk.get(LIST + "?queue=nonsense").content.decode()


def test_the_search_finds_by_name_number_and_employer_never_by_identity_number(rep_desk, employer):
    one, two = held(employer, 0), held(employer, 1)
    page = rep_desk.get(LIST, {"q": one.change.confirmation}).content.decode()
    assert (one.change.confirmation in page, two.change.confirmation in page) == (True, False)
    assert two.change.confirmation in rep_desk.get(LIST, {"q": "freight"}).content.decode()
    page = rep_desk.get(LIST, {"q": "morales anab"}).content.decode()
    assert (one.change.confirmation in page, two.change.confirmation in page) == (False, True)
    page = rep_desk.get(LIST, {"q": "123-45-6710"}).content.decode()
    assert ("Do not search by Social Security number" in page, one.change.confirmation in page) == (True, False)


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("queue=late&q=Harbor", "queue=late&q=Harbor"),
        ("queue=late&q=123-45-6789", "queue=late"),
        ("q=123456789", ""),
        ("q=104-88231", "q=104-88231"),
        ("o=1&p=3&next=//evil.example", ""),
    ],
)
def test_what_is_kept_of_a_query(query, kept):
    assert without_identity_numbers(query) == kept


def test_filters_are_saved_for_oneself_and_removed(rep_desk, employer, rep):
    save = reverse("admin:enrollment_review_filters")
    assert "Choose a view" in rep_desk.post(save, {"name": "All"}, follow=True).content.decode()
    assert (
        "Enter a name for the filter"
        in rep_desk.post(save + "?queue=late", {"name": " "}, follow=True).content.decode()
    )
    assert rep_desk.post(save + "?queue=late", {"name": "My late ones"})["Location"] == f"{LIST}?queue=late"
    with tenancy.as_user(rep), tenancy.staff():
        seen = filters_mark(SavedFilter.objects.all())
    rep_desk.post(save + "?queue=today", {"name": "My late ones", "seen": seen})
    assert '<a href="?queue=today">My late ones</a>' in rep_desk.get(LIST).content.decode()
    other = factories.user("Other", representative=True)
    with tenancy.as_user(rep), tenancy.staff():
        saved = SavedFilter.objects.get()
    with tenancy.as_user(other), tenancy.staff():
        assert SavedFilter.objects.count() == 0
        SavedFilter.objects.filter(pk=saved.pk).delete()
    rep_desk.force_login(other)
    rep_desk.post(save, {"remove": str(saved.pk)})
    assert "My late ones" not in rep_desk.get(LIST).content.decode()
    rep_desk.force_login(rep)
    assert "My late ones" in rep_desk.get(LIST).content.decode()
    rep_desk.post(save, {"remove": str(saved.pk)})
    assert "My late ones" not in rep_desk.get(LIST).content.decode()
    for number in range(20):
        rep_desk.post(save + "?queue=late", {"name": f"Filter {number}"})
    assert (
        "You already have 20 filters"
        in rep_desk.post(save + "?queue=late", {"name": "One more"}, follow=True).content.decode()
    )


@pytest.mark.parametrize("rows", [1, 20])
def test_the_list_takes_the_same_queries_for_one_row_and_for_many(rep_desk, employer, rep, rows):
    for place in range(rows):
        held(employer, place)
    rep_desk.get(LIST)
    with CaptureQueriesContext(connection) as captured:
        rep_desk.get(LIST)
    reads = [each["sql"] for each in captured.captured_queries if each["sql"].startswith("SELECT")]
    assert sum('FROM "enrollment_review"' in sql for sql in reads) == 3  # the views' counts, how many, the rows
    assert len(captured.captured_queries) == 18


def test_an_empty_view_says_so_and_leads_to_all_that_is_open(rep_desk, employer):
    held(employer, 0)
    page = rep_desk.get(LIST + "?queue=mine").content.decode()
    assert ("No requests in this view." in page, 'name="action"' in page) == (True, False)
    assert "No request in this view matches “zzz”." in rep_desk.get(LIST, {"q": "zzz"}).content.decode()
