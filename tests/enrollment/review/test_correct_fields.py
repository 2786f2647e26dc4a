"""A correction decided field by field, and the employer's receipt of it."""

from dataclasses import replace
from datetime import timedelta

import pypdfium2
import pytest
from django.urls import reverse

from access import tenancy
from accounts.models import Activity
from enrollment import services
from enrollment.commands import CorrectDetails
from enrollment.models import Change, FollowUp, Person, PersonDetail, Review, RosterLine
from enrollment.queries.identity.indexes import identity_columns
from enrollment.queries.identity.reported import applicant_of
from enrollment.rules.codes import Relationship
from tests import factories
from tests.enrollment.review.corrections import AFTER, ALL, OLD, carrier, mark_of, reported, settle, submit
from tests.factories import NOW, applicant, date

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(employer, ana):
    return submit(employer, ana)


def test_the_record_is_as_the_fixture_says(employer, ana):
    assert reported(employer) == OLD


@pytest.mark.parametrize("chosen", [None, ALL], ids=["nothing said", "everything taken"])
def test_everything_is_taken_and_the_old_name_goes_on(employer, ana, held, rep, chosen):
    change = settle(held, rep, chosen)
    assert change.outcome == [
        {
            "name": "Ana Whitfield",
            "person": str(ana),
            "result": "corrected",
            "on": "",
            "fields": "name birth_date number",
        }
    ]
    assert reported(employer) == ("Ana Whitfield", date(1986, 4, 29), "456789123")
    assert carrier(ana) == ("Ana Whitfield", date(1986, 4, 29), "456789123", ["Morales"])


def test_contact_details_that_were_corrected_meanwhile_stay(employer, ana, held, rep):
    """The form was filled in before them: it says nothing of the new phone number."""
    with employer.scope():
        now = applicant_of(PersonDetail.objects.get(person_id=ana, superseded_at=None), Relationship.SELF)
        later = CorrectDetails(person_id=ana, after=replace(now, phone="5105550199"))
        done = services.submit(command=later, submission=employer.submission(at=NOW + timedelta(hours=1)))
    assert done.state == Change.State.COMPLETED
    settle(held, rep, ALL, at=NOW + timedelta(hours=2))
    assert reported(employer) == ("Ana Whitfield", date(1986, 4, 29), "456789123")
    with employer.scope():
        assert PersonDetail.objects.get(superseded_at=None).phone == "5105550199"


def test_a_name_that_was_never_theirs_does_not_go_on(employer, ana, held, rep):
    settle(held, rep, ALL | {"name": "replace"})
    assert carrier(ana) == ("Ana Whitfield", date(1986, 4, 29), "456789123", [])


@pytest.mark.parametrize(
    ("field", "fields", "record"),
    [
        ("name", "birth_date number", ("Ana Morales", date(1986, 4, 29), "456789123")),
        ("birth_date", "name number", ("Ana Whitfield", date(1986, 4, 28), "456789123")),
        ("number", "name birth_date", ("Ana Whitfield", date(1986, 4, 29), "123456788")),
    ],
)
def test_a_field_that_is_kept_stays_as_it_was(employer, ana, held, rep, field, fields, record):
    change = settle(held, rep, ALL | {field: "keep"})
    assert reported(employer) == record
    assert carrier(ana) == (*record, [] if field == "name" else ["Morales"])
    assert change.outcome == [
        {"name": record[0], "person": str(ana), "result": "corrected", "on": "", "fields": fields, "kept": field},
    ]
    with employer.scope():
        assert RosterLine.objects.get().name == ", ".join(reversed(record[0].split()))
        said = Activity.objects.get(verb="corrected_details").after
    assert said == {"fields": fields.split(), "kept": [field]}
    with tenancy.as_user(None), tenancy.staff():
        decided = Activity.objects.get(verb="decided_review")
    assert (decided.staff_only, decided.after["amended"]) == (True, {"0": ALL | {field: "keep"}})


def test_with_everything_kept_it_is_a_refusal_and_not_a_correction(employer, ana, held, rep):
    with pytest.raises(services.CannotDecide, match="Decline the request"):
        settle(held, rep, dict.fromkeys(ALL, "keep"))
    with employer.scope():
        held.refresh_from_db()
    assert (held.state, held.outcome, reported(employer)) == (Change.State.IN_REVIEW, None, OLD)


def test_contact_details_are_corrected_though_all_else_is_kept(employer, ana, rep):
    held = submit(employer, ana, applicant(name=AFTER.name, born=AFTER.birth_date, phone="(415) 555-0100"))
    change = settle(held, rep, {"name": "keep", "birth_date": "keep"})
    assert (change.outcome[0]["fields"], change.outcome[0]["kept"]) == ("phone", "name birth_date")
    assert (reported(employer), carrier(ana)) == (OLD, (*OLD, []))


def test_a_missing_number_that_stays_missing_keeps_its_reason(employer, rep):
    bare = applicant(number="", no_number_reason="applied")
    ana = employer.enroll(employee=bare).person_id
    held = submit(employer, ana, applicant(born=date(1986, 4, 29)))
    settle(held, rep, {"birth_date": "replace", "number": "keep"})
    with employer.scope():
        detail = PersonDetail.objects.get(superseded_at=None)
    assert (detail.birth_date, detail.number, detail.no_number_reason) == (date(1986, 4, 29), None, "applied")


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"name": "keep", "birth_date": "replace"},
        ALL | {"sex": "replace"},
        ALL | {"birth_date": "renamed"},
        ALL | {"name": "former"},
    ],
)
def test_each_field_that_differs_has_a_choice_of_its_own(employer, ana, held, rep, chosen):
    with pytest.raises(services.CannotDecide, match="Choose what to do with each field"):
        settle(held, rep, chosen)
    assert reported(employer) == OLD


def test_the_carriers_record_stays_where_another_employer_reports_the_person(employer, ana, rep):
    other = factories.Employer("Other")
    other.enroll()
    settle(submit(employer, ana), rep, ALL | {"number": "keep"})
    assert reported(employer) == ("Ana Whitfield", date(1986, 4, 29), "123456788")
    assert carrier(ana) == (*OLD, [])
    assert reported(other) == OLD


def test_a_field_that_the_carrier_has_otherwise_is_not_touched_by_the_correction_of_another(employer, ana, held, rep):
    """A value a representative kept on the carrier's record does not change with another field."""
    with tenancy.as_user(None), tenancy.matching():
        Person.objects.filter(pk=ana).update(birth_date=date(1986, 4, 27))
    settle(held, rep, ALL | {"birth_date": "keep"})
    assert carrier(ana) == ("Ana Whitfield", date(1986, 4, 27), "456789123", ["Morales"])


class TestAtTheDesk:
    @pytest.fixture
    def review(self, held):
        with tenancy.as_user(None), tenancy.staff():
            return Review.objects.get(change=held)

    @pytest.fixture
    def desk(self, client, rep):
        client.force_login(rep)
        return client

    def post(self, desk, review, **chosen):
        data = {f"correct-{field}": choice for field, choice in chosen.items()}
        address = reverse("admin:enrollment_review_decide", args=[review.pk])
        return desk.post(address, {"note": "Seen", "act": "settle", "shown": mark_of(review), **data})

    def test_each_field_is_shown_on_record_and_as_submitted(self, desk, review):
        page = desk.get(reverse("admin:enrollment_review_case", args=[review.pk])).content.decode()
        for words in ("Corrections", "Ana Morales", "Ana Whitfield", "04/28/1986", "04/29/1986", "6788", "9123"):
            assert words in page, words
        assert "123456788" not in page.replace("-", "")
        assert page.count("Keep our record") == 3
        assert page.count("keep the old one as a former name") == 1

    def test_the_receipt_says_what_was_changed_and_what_was_not(self, desk, review, held, employer, client):
        assert self.post(desk, review, **ALL | {"number": "keep"}).status_code == 302
        client.force_login(employer.administrator)
        page = " ".join(client.get(reverse("request", args=[held.pk])).content.decode().split())
        pdf = pypdfium2.PdfDocument(client.get(reverse("request_file", args=[held.pk])).content)
        printed = " ".join(" ".join(each.get_textpage().get_text_range() for each in pdf).split())
        for text in (page, printed):
            assert "Corrected: legal name, date of birth. Not changed: Social Security number" in text

    def test_a_refused_form_keeps_what_was_chosen(self, desk, review):
        response = self.post(desk, review, **dict.fromkeys(ALL, "keep"))
        page = response.content.decode()
        assert (response.status_code, "Decline the request" in page) == (422, True)
        assert page.count('<option value="keep" selected>') == 3

    def test_a_page_of_before_does_not_decide_about_a_field_it_did_not_show(self, desk, review, employer):
        response = self.post(desk, review, name="renamed", birth_date="replace")
        assert (response.status_code, "Choose what to do with each field" in response.content.decode()) == (422, True)
        assert reported(employer) == OLD


def test_the_number_that_was_sent_settles_what_is_owed_only_when_it_is_taken(employer, rep):
    newborn = factories.child("Ida", number="", born=date(2026, 10, 30))
    employer.enroll(newborn)
    with employer.scope():
        person = FollowUp.objects.get(done_at=None).person_id
    after = factories.child("Ida", born=date(2026, 10, 31))
    held = submit(employer, person, after)
    settle(held, rep, {"birth_date": "replace", "number": "keep"})
    with employer.scope():
        assert FollowUp.objects.filter(done_at=None).count() == 1


def test_whoever_is_certain_since_is_shown_before_a_correction_is_decided(employer, ana, held, rep):
    """A person with the new name, birth date and number came on file after the case was opened."""
    came = factories.applicant("Zoe", "Quist", born=date(1990, 1, 1), number="456-78-9124")
    other = factories.Employer("Other").enroll(employee=came).person_id
    with tenancy.as_user(None), tenancy.matching():
        Person.objects.filter(pk=other).update(**identity_columns(AFTER))
    with pytest.raises(services.StaleFacts, match="point to a different answer") as stale:
        settle(held, rep)
    assert stale.value.may_insist
    with tenancy.as_user(rep), tenancy.staff():
        review = Review.objects.get(change=held)
        services.show_again(review_id=review.pk, stale=stale.value, by=rep, at=NOW)
    assert settle(held, rep, number_of=[str(other)]).state == Change.State.COMPLETED
