"""The desk: queue views, decisions by form, the next case."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from access import tenancy
from accounts.models import Activity
from enrollment import services
from enrollment.models import CallBack, Candidate, CannedReply, Change, Person, Review
from enrollment.queries.review.cases import case_of
from tests import factories
from tests.enrollment.review.corrections import mark_of
from tests.factories import NOW, applicant, near
from tests.pages import markup

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_file")]


def held(employer, day, at=NOW):
    change = employer.enroll(employee=applicant(f"Ana{'abc'[day]}", number=f"123-45-678{day}"), at=at)
    assert change.state == Change.State.IN_REVIEW
    with tenancy.as_user(None), tenancy.staff():
        return Review.objects.select_related("change").get(change=change)


def decide(rep_desk, review, **data):
    return rep_desk.post(
        reverse("admin:enrollment_review_decide", args=[review.pk]), {"note": "Seen", "shown": mark_of(review)} | data
    )


def candidates_of(review):
    with tenancy.as_user(None), tenancy.staff():
        return [str(each.person_id) for each in Candidate.objects.current().filter(review=review)]


def test_the_queue_is_sorted_by_goal_and_counts_its_views(rep_desk, employer):
    late, early = held(employer, 0), held(employer, 1, at=NOW - timedelta(days=5))
    page = rep_desk.get(reverse("admin:enrollment_review_changelist")).content.decode()
    assert page.index(early.change.confirmation) < page.index(late.change.confirmation)
    assert "All open (2)" in page
    decide(rep_desk, late, act="claim")
    page = rep_desk.get(reverse("admin:enrollment_review_changelist") + "?queue=mine").content.decode()
    assert (late.change.confirmation in page, early.change.confirmation in page) == (True, False)


def test_a_decision_without_a_reason_or_a_person_is_refused_on_the_page(rep_desk, employer):
    review = held(employer, 0)
    assert "Enter the reason" in decide(rep_desk, review, act="settle", who0="new", note=" ").content.decode()
    response = decide(rep_desk, review, act="settle")
    assert (response.status_code, "decide on each person" in response.content.decode()) == (422, True)


def test_a_person_who_was_not_offered_cannot_be_chosen(rep_desk, employer):
    review = held(employer, 0)
    other = factories.Employer("Third").enroll(
        employee=applicant("Zed", "Quist", born=factories.date(1970, 1, 1), number="456-78-9123")
    )
    assert decide(rep_desk, review, act="settle", who0=str(other.person_id)).status_code == 422


def test_the_next_unclaimed_request_opens(rep_desk, employer):
    first, second = held(employer, 0), held(employer, 1)
    response = decide(rep_desk, first, act="settle", who0="new", next="1")
    assert response["Location"] == reverse("admin:enrollment_review_case", args=[second.pk])


@pytest.mark.parametrize(("act", "state"), [("refuse", "refused"), ("ask", "action_needed")])
def test_refusing_and_asking_reach_the_employer(rep_desk, employer, act, state):
    review = held(employer, 0)
    decide(rep_desk, review, act=act, note="Is the birth date right?")
    with employer.scope():
        change = Change.objects.get(pk=review.change_id)
        assert (change.state, change.refusal or change.question) == (state, "Is the birth date right?")


def case(rep_desk, review):
    return (
        rep_desk.get(reverse("admin:enrollment_review_case", args=[review.pk])).content.decode().replace("&#x27;", "'")
    )


def test_the_case_says_how_each_field_compares_what_to_beware_of_and_what_will_be_written(rep_desk, employer):
    held_change = employer.enroll(employee=near(born=date(1986, 4, 29)))
    with tenancy.as_user(None), tenancy.staff():
        review = Review.objects.get(change=held_change)
    page = " ".join(case(rep_desk, review).split())
    for words in (
        "<strong>one digit differs</strong>",
        "<strong>different address</strong>",
        'aria-hidden="true">≈</span> 04/28/1986',
        "Why it needs review: a similar person is already on file.",
        '<span class="goal">close match</span>',
        "The employer sent no Social Security number, so it can't match on Social Security number and name,"
        " with a typo in the date of birth.",
        "First, Gold HMO, 12/01/2026 with no end date",
        "another employer",
        "Adds coverage from December 1, 2026 to this member",
        "Creates a new member number",
        "Replace with the submitted value",
    ):
        assert words in page, words


def test_ended_coverage_is_shown_and_flagged(rep_desk, employer):
    other = factories.Employer("Fourth")
    family = other.enroll(
        employee=applicant("Kay", "Lund", born=date(1967, 7, 8), number="533-44-5518"), hired_on=date(2026, 8, 25)
    )
    other.end(family, event_on=date(2026, 11, 10))
    held_change = employer.enroll(employee=near("Kay", "Lund", born=date(1967, 7, 9)))
    with tenancy.as_user(None), tenancy.staff():
        review = Review.objects.get(change=held_change)
    assert "Fourth, Gold HMO" in case(rep_desk, review)
    with tenancy.as_user(None), tenancy.staff():
        found = case_of(review.pk, at=datetime(2027, 1, 1, tzinfo=UTC))
        assert [(each.ended, each.elsewhere) for each in found.applicants[0].candidates[0].history] == [(True, True)]


def test_each_look_at_a_case_is_on_record_for_representatives_alone(rep_desk, employer):
    review = held(employer, 0)
    case(rep_desk, review)
    case(rep_desk, review)
    with employer.scope():
        lines = Activity.objects.filter(verb="viewed_candidates")
        assert [(each.staff_only, len(each.after["candidates"])) for each in lines] == [(True, 1)]


def test_the_looks_of_a_representative_are_one_line_of_the_case_and_stay_apart_in_the_record(rep_desk, employer):
    review, robin = held(employer, 0), employer.purchaser.representative.user
    ines = factories.representative("Ines Duarte").user
    for by, hours in ((robin, 1), (ines, 2), (robin, 3), (robin, 5)):
        with tenancy.as_user(by), tenancy.staff():
            services.look_at_candidates(review_id=review.pk, by=by, at=NOW + timedelta(hours=hours))
    page = " ".join(case(rep_desk, review).split())
    assert page.count("Viewed possible matches") == 2
    assert "11/23/2026 11:30 AM to 11/23/2026 3:30 PM (3 times) Robin Okafor: Viewed possible matches" in page
    assert "<li>11/23/2026 12:30 PM Ines Duarte: Viewed possible matches" in page
    with employer.scope():
        assert Activity.objects.filter(verb="viewed_candidates", at__lt=NOW + timedelta(hours=6)).count() == 4


def test_a_second_representative_is_told_politely_who_works_on_it(client, rep_desk, employer):
    review = held(employer, 0)
    decide(rep_desk, review, act="claim")
    client.force_login(factories.representative("Sam Ito").user)
    assert "<strong>Robin Okafor is working on this request.</strong>" in case(client, review)
    response = decide(client, review, act="claim")
    assert (response.status_code, "Robin Okafor is working" in response.content.decode()) == (422, True)


def test_a_refused_decision_keeps_what_was_chosen(rep_desk, employer):
    review = held(employer, 0)
    (candidate,) = candidates_of(review)
    field = f"amend0-{candidate}-name"
    page = markup(decide(rep_desk, review, act="settle", who0=candidate, note=" ", **{field: "former"}))
    assert f'value="{candidate}" data-key="1" checked' in page
    assert '<option value="former" selected>' in page


def test_the_carriers_record_is_amended_as_chosen_on_the_page(rep_desk, employer):
    review = held(employer, 0)
    (candidate,) = candidates_of(review)
    decide(rep_desk, review, act="settle", who0=candidate, **{f"amend0-{candidate}-name": "replace"})
    with tenancy.as_user(None), tenancy.matching():
        assert Person.objects.get(pk=candidate).first_name == "Anaa"


def test_a_stale_decision_is_shown_again_with_the_people_of_now_and_can_be_insisted_on(rep_desk, employer):
    held_change = employer.enroll(employee=near())
    with tenancy.as_user(None), tenancy.staff():
        review = Review.objects.get(change=held_change)
    elsewhere = factories.Employer("Fifth")
    elsewhere.enroll(employee=applicant(address=near().address))
    response = decide(rep_desk, review, act="settle", who0="new")
    page = response.content.decode()
    assert (response.status_code, "point to a different answer" in page) == (422, True)
    assert "Continue, although" in page
    assert decide(rep_desk, review, act="settle", who0="new", insist="1").status_code == 302
    with employer.scope():
        assert Change.objects.get(pk=held_change.pk).state == Change.State.COMPLETED


def test_a_decision_that_the_rules_refuse_leaves_the_case_open(rep_desk, employer):
    """The page is shown again without a rollback, so nothing may be written."""
    held_change = employer.enroll(employee=near())
    employer.enroll()
    with tenancy.as_user(None), tenancy.staff():
        review = Review.objects.get(change=held_change)
    (candidate,) = candidates_of(review)
    response = decide(rep_desk, review, act="settle", who0=candidate, insist="1")
    assert (response.status_code, "already covered" in response.content.decode()) == (422, True)
    with tenancy.as_user(None), tenancy.staff():
        assert Review.objects.get(pk=review.pk).decision == ""


def test_a_canned_reply_stands_for_a_written_one_and_representatives_edit_the_list(rep_desk, employer):
    added = rep_desk.post(
        "/admin/enrollment/cannedreply/add/", {"title": "Send the card", "text": "Please send the card."}
    )
    assert added.status_code == 302
    with tenancy.as_user(None), tenancy.staff():
        reply = CannedReply.objects.get(title="Send the card")
    review = held(employer, 0)
    decide(rep_desk, review, act="ask", note="", canned=reply.pk)
    with employer.scope():
        assert Change.objects.get(pk=review.change_id).question == "Please send the card."
    assert rep_desk.post(f"/admin/enrollment/cannedreply/{reply.pk}/delete/", {"post": "yes"}).status_code == 302
    assert rep_desk.get("/admin/enrollment/cannedreply/").status_code == 200


@pytest.mark.parametrize(
    ("opened", "words"),
    [(datetime(2026, 11, 23, 18, tzinfo=UTC), "11 h left"), (datetime(2026, 11, 19, 18, tzinfo=UTC), "7 h late")],
)
def test_the_queue_and_the_case_count_the_same_business_hours(rep_desk, employer, opened, words):
    """Viewed on Tuesday at 3 pm Pacific, two hours before closing; goals are two business days away."""
    review = held(employer, 0, at=opened)
    with time_machine.travel(datetime(2026, 11, 24, 23, tzinfo=UTC), tick=False):
        rep_desk.force_login(employer.purchaser.representative.user)
        assert words in rep_desk.get(reverse("admin:enrollment_review_changelist")).content.decode()
        assert words in rep_desk.get(reverse("admin:enrollment_review_case", args=[review.pk])).content.decode()


def test_times_at_the_desk_are_those_of_the_office(rep_desk, employer):
    """At 6 pm Pacific on November 23 it is the 24th in UTC."""
    evening = datetime(2026, 11, 24, 2, tzinfo=UTC)
    with employer.scope():
        CallBack.objects.create(
            purchaser=employer.purchaser, name="Dana", phone="1", asked_by=employer.administrator, asked_at=evening
        )
    page = rep_desk.get(reverse("admin:enrollment_callback_changelist")).content.decode()
    assert "11/23/2026 6:00 PM" in page or "November 23, 2026, 6:00 PM" in page


def test_what_is_mine_can_be_released_and_all_else_be_claimed(rep_desk, employer):
    review = held(employer, 0)
    address = reverse("admin:enrollment_review_case", args=[review.pk])
    for offered, other in (("claim", "release"), ("release", "claim")):
        page = rep_desk.get(address).content.decode()
        assert (f'value="{offered}"' in page, f'value="{other}"' in page) == (True, False)
        decide(rep_desk, review, act=offered)


def test_who_claims_a_case_stays_on_it(rep_desk, employer):
    review = held(employer, 0)
    assert decide(rep_desk, review, act="claim", next="1")["Location"].endswith(f"{review.pk}/case/")


def test_nothing_of_the_desk_is_edited_in_place(rep_desk, employer):
    held(employer, 0)
    for model in (
        "review",
        "change",
        "coverage",
        "employment",
        "enrollment",
        "plan",
        "offering",
        "unitrules",
        "callback",
        "person",
        "personmerge",
        "mergeproposal",
        "undoproposal",
        "reopening",
    ):
        assert rep_desk.get(reverse(f"admin:enrollment_{model}_changelist")).status_code == 200
        assert rep_desk.get(f"/admin/enrollment/{model}/add/").status_code == 403
