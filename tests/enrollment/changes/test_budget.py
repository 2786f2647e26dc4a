"""Who asks too often who is on file is stopped, whatever became of what was asked."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from access import tenancy
from accounts.models import Activity, Job
from enrollment import services
from enrollment.commands import CorrectDetails
from enrollment.models import Change
from enrollment.rules.people import Number
from tests import factories
from tests.factories import NOW, applicant, child, near
from tests.races import together

pytestmark = pytest.mark.django_db


def guess(employer, person, number, *, at=NOW, by=None, base=None):
    """Correct a number to a guess; a request in review is withdrawn, so that the next can be made."""
    with employer.scope():
        after = replace(base or applicant(), number=Number("SSN", number))
        submission = employer.submission(at=at, by=by)
        change = services.submit(command=CorrectDetails(person_id=person, after=after), submission=submission)
        if change.is_open:
            services.withdraw(change_id=change.pk, submission=employer.submission(at=at))
        return change


def alerts(employer, verb):
    with employer.scope():
        assert not Activity.objects.filter(verb=verb, staff_only=False).exists()
        return (
            Activity.objects.filter(verb=verb, staff_only=True).count(),
            Job.objects.filter(kind="enrollment.mail_review_budget", arguments__verb=verb).count(),
        )


def test_a_number_cannot_be_guessed_by_correcting_one_person_again_and_again(employer, ana):
    elsewhere = factories.Employer("Elsewhere")
    elsewhere.enroll(employee=applicant("Rosa", "Lind", number="456-78-9123", born=date(1960, 7, 7)))
    states = [guess(employer, ana, number).state for number in ("456789123", "456789124", "456789123")]
    assert states == ["in_review", "completed", "in_review"]
    assert alerts(employer, "correction_budget_reached") == (1, 1)
    for number in ("456789123", "456789125"):  # on file or not, the answer is the same
        with pytest.raises(services.CannotCorrect, match=r"was corrected 3 times in the last 90 days\. Call your"):
            guess(employer, ana, number)
    assert guess(employer, ana, "456789125", at=NOW + timedelta(days=91)).state == Change.State.COMPLETED


def test_contact_details_can_be_corrected_at_any_time(employer, ana):
    for number in ("456789123", "456789124", "456789125"):
        guess(employer, ana, number)
    with employer.scope():
        after = replace(applicant(), number=Number("SSN", "456789125"), phone="(510) 555-0142")
        change = services.submit(command=CorrectDetails(person_id=ana, after=after), submission=employer.submission())
    assert change.state == Change.State.COMPLETED


@pytest.fixture
def staff_of_three(employer, settings):
    settings.IDENTITY_CORRECTIONS_PER_DAY = 2
    names = ("Ana", "Bela", "Chen")
    people = [
        applicant(name, f"Of{name}", number=f"51{place}-33-4417", born=date(1980 + place * 3, 1 + place, 9))
        for place, name in enumerate(names)
    ]
    return [(employer.enroll(employee=person).person_id, person) for person in people]


def test_a_users_corrections_of_a_day_are_counted_over_all_people(employer, staff_of_three):
    for person, base in staff_of_three[:2]:
        guess(employer, person, f"6{base.number.digits[1:]}", base=base)
    assert alerts(employer, "correction_budget_reached") == (1, 1)
    person, base = staff_of_three[2]
    with pytest.raises(services.CannotCorrect, match="Try again tomorrow, or call your representative"):
        guess(employer, person, "612345678", base=base)
    colleague = factories.user("Lee")
    assert guess(employer, person, "612345678", base=base, by=colleague).state == Change.State.COMPLETED
    assert guess(employer, person, "613345678", base=base, at=NOW + timedelta(days=1)).state == Change.State.COMPLETED


def test_a_user_of_two_purchasers_has_one_budget(employer, settings):
    settings.IDENTITY_CORRECTIONS_PER_DAY = 1
    ana = employer.enroll().person_id
    second = factories.Employer("Second")
    mia = applicant("Mia", "Berg", number="512-33-4417", born=date(1991, 1, 9))
    other = second.enroll(employee=mia).person_id
    guess(employer, ana, "456789124")
    with pytest.raises(services.CannotCorrect):
        guess(second, other, "612345678", base=mia, by=employer.administrator)


def test_reviews_are_counted_when_withdrawn_and_stop_what_matches_people(employer, settings):
    settings.REVIEWS_PER_DAY, settings.REVIEWS_PER_DAY_AT_MOST = 1, 3
    factories.Employer("First").enroll()
    for name in ("Ana", "Anna", "Anita"):
        held = employer.enroll(employee=near(name))
        assert held.state == Change.State.IN_REVIEW
        with employer.scope():
            services.withdraw(change_id=held.pk, submission=employer.submission())
    assert alerts(employer, "review_budget_passed") == (1, 1)
    for somebody in (near("Annie"), applicant("Zoltan", "Quist", number="701-22-3344", born=date(1970, 2, 2))):
        with pytest.raises(services.CannotEnroll, match="Too many of your requests went to review today"):
            employer.enroll(employee=somebody)


def test_numbers_of_invented_children_are_not_tried_beside_somebody_who_is_covered(employer, ana):
    """The refusal is the same whether one of the numbers is on file or not, and nothing goes to review."""
    factories.Employer("Elsewhere").enroll(
        employee=applicant("Rosa", "Lind", number="456-78-9123", born=date(1960, 7, 7))
    )
    for number in ("456-78-9123", "456-78-9124"):
        invented = child("Quirin", "Zabel", number=number, born=date(2015, 6, 3))
        with pytest.raises(services.CannotEnroll, match="Ana Morales is already covered"):
            employer.enroll(invented)
    with employer.scope():
        assert Change.objects.submitted().count() == 1


def test_a_representative_is_not_counted(employer, ana, rep):
    for number in ("456789123", "456789124", "456789125", "456789126"):
        with employer.scope():
            submission = replace(employer.submission(by=rep), channel="representative")
            after = replace(applicant(), number=Number("SSN", number))
            services.submit(command=CorrectDetails(person_id=ana, after=after), submission=submission)


@pytest.mark.django_db(transaction=True)
def test_guesses_at_the_same_instant_are_counted_one_after_another(settings):
    settings.IDENTITY_CORRECTIONS_PER_DAY = 2
    employer = factories.Employer()
    people = [
        applicant(name, f"Of{name}", number=f"51{place}-33-4417", born=date(1980 + place * 3, 1 + place, 9))
        for place, name in enumerate(("Ana", "Bela", "Chen", "Dora", "Emil"))
    ]
    known = [(employer.enroll(employee=person).person_id, person) for person in people]

    def one(person, base):
        try:
            return guess(employer, person, f"6{base.number.digits[1:]}", base=base).state
        except services.CannotCorrect:
            return "stopped"

    found = together(*[lambda each=each: one(*each) for each in known])
    assert sorted(found) == ["completed"] * 2 + ["stopped"] * 3


def test_the_mail_names_nobody(employer, ana, mailoutbox):
    from enrollment import delivery

    for verb, words in (("correction_budget_reached", "has corrected names"), ("", "more requests to review")):
        delivery.mail_review_budget(employer.administrator, employer.purchaser, verb)
        assert words in mailoutbox[-1].body
        assert employer.administrator.name not in mailoutbox[-1].body


def test_no_row_of_another_purchaser_is_seen_by_counting(employer, ana):
    guess(employer, ana, "456789124")
    with factories.Employer("Second").scope():
        assert not Change.objects.exists()
        with tenancy.matching():
            assert Change.objects.filter(corrects_identity=True).count() == 1
