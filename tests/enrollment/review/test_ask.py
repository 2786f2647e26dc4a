"""Asking the employer: what a message must not reveal, and the effect of a corrected answer."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from access import tenancy
from accounts.models import Activity
from enrollment import services
from enrollment.commands import AddDependents, CorrectDetails, command_from
from enrollment.models import Candidate, Change, Coverage, PersonMerge, Review, RosterLine
from enrollment.rules.discretion import Known, betrayed, known_from
from tests import factories
from tests.factories import NOW, applicant, child, near

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_file")]
ANSWERED = datetime(2026, 12, 1, 18, 30, tzinfo=UTC)


@pytest.fixture
def asked(employer):
    """A question about a request for the person on file, one day off and without the number."""
    return ask(employer.enroll(employee=near(born=date(1986, 4, 29))), employer)


def ask(held, employer, question="Please check the date of birth."):
    rep = employer.purchaser.representative.user
    assert held.state == Change.State.IN_REVIEW
    with tenancy.as_user(rep), tenancy.staff():
        review = Review.objects.get(change=held)
        return services.ask_employer(review_id=review.pk, by=rep, at=NOW + timedelta(hours=1), question=question)


def answer(employer, change, *people, text="Corrected", at=ANSWERED):
    with employer.scope():
        return services.answer(
            change_id=change.pk, text=text, people=people or None, submission=employer.submission(at=at)
        )


def candidates(change):
    with tenancy.as_user(None), tenancy.staff():
        rows = Candidate.objects.filter(review__change=change).order_by("pk")
        return sorted((row.superseded_at is None, row.comparison["birth_date"]) for row in rows)


@pytest.mark.parametrize(
    "question", ["Is it 4/28?", "Does the number end in 6788?", "Is it April 28?", "Does she live in 94607?"]
)
def test_a_question_tells_nothing_of_a_candidate(employer, question):
    held = employer.enroll(employee=near(born=date(1986, 4, 29)))
    with pytest.raises(services.CannotDecide, match="the employer didn't submit"):
        ask(held, employer, question)
    with employer.scope():
        assert Change.objects.get(pk=held.pk).state == Change.State.IN_REVIEW


@pytest.mark.parametrize(
    "question",
    [
        "Does she live in Oakland?",
        "Is it Alder Way?",
        "Is it ana@morales.test?",
        "Is she with Bluepeak?",
        "Other coverage?",
    ],
)
def test_a_question_tells_neither_how_to_reach_a_candidate_nor_who_else_covers_them(question):
    factories.Employer("Bluepeak Foods").enroll(employee=applicant(email="ana@morales.test"))
    second = factories.Employer("Second")
    held = second.enroll(employee=near(born=date(1986, 4, 29)))
    with pytest.raises(services.CannotDecide, match=r"includes contact details|another employer"):
        ask(held, second, question)


def test_what_a_record_merged_into_a_candidate_holds_is_not_told_either(on_file, employer):
    twice = factories.Employer("Third").enroll(employee=applicant("Zed", "Quist", number="456-78-9123"))
    rep = employer.purchaser.representative.user
    with tenancy.as_user(rep), tenancy.staff():
        PersonMerge.objects.create(
            duplicate_id=twice.person_id, survivor_id=on_file, decided_by=rep, decided_at=NOW, reason="Seen", marks={}
        )
    with pytest.raises(services.CannotDecide, match="names a member"):
        ask(employer.enroll(employee=near(born=date(1986, 4, 29))), employer, "Was she once Quist?")


def test_a_refusal_tells_nothing_of_a_candidate(employer):
    held = employer.enroll(employee=near("Anita", "Moralez"))
    rep = employer.purchaser.representative.user
    with tenancy.as_user(rep), tenancy.staff():
        review = Review.objects.get(change=held)
        for note in ("She is Ana", "Ms Morales is on file"):
            with pytest.raises(services.CannotDecide, match="names a member"):
                services.refuse(review_id=review.pk, by=rep, at=NOW, note=note)
        assert (
            services.refuse(review_id=review.pk, by=rep, at=NOW, note="Anita Moralez is not eligible").state
            == "refused"
        )


def test_no_canned_reply_speaks_of_other_coverage(canned_replies):
    known_elsewhere = known_from(names=[], dates=[], digits=[], employers=["Bluepeak"])
    assert [betrayed(text, of=known_elsewhere, employer=Known()) for text in canned_replies] == [""] * 5


def test_a_correction_that_makes_everybody_certain_completes_at_once(employer, asked, on_file):
    change = answer(employer, asked, applicant())
    assert (change.state, change.due_at, change.question) == (Change.State.COMPLETED, None, None)
    with employer.scope():
        assert Coverage.objects.get().person_id == on_file
        assert RosterLine.objects.values_list("in_review", flat=True).get() is False
        assert list(Activity.objects.filter(object_id=asked.pk).order_by("id").values_list("verb", flat=True)) == [
            "sent_to_representative",
            "asked_employer",
            "answered",
            "enrolled",
        ]


def test_a_correction_that_leaves_a_doubt_goes_back_with_fresh_candidates(employer, asked):
    change = answer(employer, asked, near("Ana", "Morales"))
    assert change.state == Change.State.IN_REVIEW
    assert change.due_at.isoformat() == "2026-12-03T16:00:00-08:00"
    assert candidates(change) == [(False, "one_slip"), (True, "equal")]
    assert command_from(change.type, change.payload).people[0].birth_date == date(1986, 4, 28)
    with employer.scope():
        assert RosterLine.objects.values_list("name", "in_review").get() == ("Morales, Ana", True)


def test_a_corrected_name_is_the_name_of_the_request(employer, asked):
    change = answer(employer, asked, near("Anita", "Morales"))
    assert change.title == "Anita Morales"
    with employer.scope():
        assert RosterLine.objects.get().name == "Morales, Anita"


def test_an_answer_in_words_alone_is_for_the_representative(employer, asked):
    """Even a certain match waits, because a representative must read the text."""
    same = command_from(asked.type, asked.payload).people
    assert answer(employer, asked, *same, text="No, look again").state == Change.State.IN_REVIEW
    assert candidates(asked) == [(True, "one_slip")]


def test_a_correction_obeys_the_rules_of_the_form_and_a_refusal_changes_nothing(employer, asked):
    infant = applicant(born=date(2020, 1, 1))
    with pytest.raises(services.CannotEnroll, match="14th birthday"):
        answer(employer, asked, infant)
    with employer.scope():
        assert Change.objects.get(pk=asked.pk).state == Change.State.ACTION_NEEDED


def test_windows_are_judged_by_the_day_it_was_asked_for(employer, asked):
    change = answer(employer, asked, applicant(), at=datetime(2027, 3, 1, 18, tzinfo=UTC))
    with employer.scope():
        assert Coverage.objects.get(change=change).starts_on == date(2026, 12, 1)


def test_somebody_who_waits_already_is_not_asked_for_twice(employer, asked):
    waiting = employer.enroll(employee=near("Anita", "Morales"))
    with pytest.raises(services.CannotChange, match="is already in review") as refusal:
        answer(employer, asked, near("Anita", "Morales"))
    assert refusal.value.see == waiting


def test_the_first_form_sent_again_finds_the_corrected_request(employer, on_file):
    command = employer.add_employee(employee=near(born=date(1986, 4, 29)))
    with employer.scope():
        held = services.submit(command=command, submission=employer.submission(key="one key"))
    answer(employer, ask(held, employer), applicant())
    with employer.scope():
        assert services.submit(command=command, submission=employer.submission(key="one key")).pk == held.pk


def test_dependents_are_corrected_in_the_same_way(employer):
    factories.Employer("Third").enroll(
        child(), employee=applicant("Zed", "Quist", born=date(1970, 1, 1), number="456-78-9123")
    )
    family = employer.enroll(employee=applicant("Kay", "Lund", born=date(1967, 7, 8), number="533-44-5518"))
    added = factories.dependents(family, child(number="", born=date(2019, 3, 11)))
    with employer.scope():
        held = services.submit(command=added, submission=employer.submission())
    change = answer(employer, ask(held, employer, "Is the date right?"), child())
    assert change.state == Change.State.COMPLETED
    command = command_from(change.type, change.payload)
    assert isinstance(command, AddDependents)
    assert command.people == (child(),)


def test_a_corrected_correction_with_one_identity_field_completes(employer):
    family = employer.enroll(employee=applicant("Kay", "Lund", born=date(1967, 7, 8), number="533-44-5518"))
    before = applicant("Kay", "Lund", born=date(1967, 7, 8), number="533-44-5518")
    two = replace(before, name=replace(before.name, last="Lunde"), birth_date=date(1967, 7, 9))
    with employer.scope():
        held = services.submit(
            command=CorrectDetails(person_id=family.person_id, after=two),
            submission=employer.submission(),
        )
    asked = ask(held, employer, "Are both right?")
    change = answer(employer, asked, replace(two, birth_date=before.birth_date))
    assert (change.state, change.outcome[0]["fields"]) == (Change.State.COMPLETED, "name")


def settled_as_new(held, employer):
    rep = employer.purchaser.representative.user
    with tenancy.as_user(rep), tenancy.staff():
        review = Review.objects.get(change=held)
        return services.settle(review_id=review.pk, identities={0: None}, by=rep, at=NOW, note="Another person.")


def test_a_corrected_correction_that_is_certainly_another_person_waits(employer):
    """The first employer's Ana has this number: this one's record would become hers."""
    own = applicant(number="533-44-5518")
    family = settled_as_new(employer.enroll(employee=own), employer)
    taken = replace(own, number=applicant().number)
    with employer.scope():
        held = services.submit(
            command=CorrectDetails(person_id=family.person_id, after=taken), submission=employer.submission()
        )
    change = answer(employer, ask(held, employer, "Is the number right?"), replace(taken, phone="4155550100"))
    assert change.state == Change.State.IN_REVIEW
