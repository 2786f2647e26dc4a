"""Every rule that guards adding guards correcting: refused, asked about, or sent to a representative."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from access import tenancy
from access.admission import Admission
from enrollment import services
from enrollment.commands import CorrectDetails, ReverseEnd
from enrollment.models import Change, Coverage, PersonDetail, Review
from enrollment.queries.identity.reported import applicant_of
from enrollment.queries.roster.aging import aging
from enrollment.rules.codes import EndReason
from enrollment.rules.people import Address, Name, Number
from tests import factories
from tests.factories import NOW, applicant, child, spouse

pytestmark = pytest.mark.django_db
PARENT = applicant(born=date(1970, 4, 28))


def detail(employer, first):
    with employer.scope():
        return PersonDetail.objects.get(purchaser=employer.purchaser, first_name=first, superseded_at=None)


def corrected(employer, first, *, at=NOW, moves=(), **facts):
    """The change that gives the person of this first name these details."""
    now = detail(employer, first)
    with employer.scope():
        role = Coverage.objects.filter(person_id=now.person_id).latest("pk").relationship
        command = CorrectDetails(now.person_id, replace(applicant_of(now, role), **facts), moves=moves)
        return services.submit(command=command, submission=employer.submission(at=at))


def reasons(change):
    with tenancy.as_user(None), tenancy.staff():
        return Review.objects.get(change=change).reasons


def test_a_child_who_would_be_over_age_goes_to_a_representative(employer):
    employer.enroll(child("Cora", born=date(2010, 3, 10)), employee=PARENT)
    change = corrected(employer, "Cora", birth_date=date(1990, 3, 10))
    assert (change.state, reasons(change)) == (Change.State.IN_REVIEW, ["over_age"])


def test_a_child_who_is_still_young_enough_is_corrected(employer):
    employer.enroll(child("Cora", born=date(2010, 3, 10)), employee=PARENT)
    assert corrected(employer, "Cora", birth_date=date(2001, 3, 10)).state == Change.State.COMPLETED


def test_a_birth_after_coverage_started_goes_to_a_representative(employer):
    employer.enroll(child("Cora", born=date(2026, 10, 3)), hired_on=date(2026, 9, 1), employee=PARENT)
    change = corrected(employer, "Cora", birth_date=date(2026, 11, 3))
    assert reasons(change) == ["born_later"]


@pytest.mark.parametrize(
    ("first", "facts", "field", "text"),
    [
        ("Ben", {"birth_date": date(2015, 2, 11)}, "birth_date", "too young to be a spouse or partner"),
        ("Ben", {"birth_date": date(1905, 2, 11)}, "birth_date", "over 120 years old"),
        ("Ben", {"number": Number("SSN", "345678912")}, "number", "have the same Social Security number"),
        ("Ana", {"birth_date": date(2014, 2, 11)}, "birth_date", "under 14 on the date of hire, October 5, 2026"),
        ("Cora", {"number": Number("SSN", "123456788")}, "number", "have the same Social Security number"),
        (
            "Ida",
            {"name": Name("Cora", "Morales"), "number": None, "no_number_reason": "applied"},
            "first_name",
            "already covered in this family",
        ),
        (
            "Cora",
            {"number": None, "no_number_reason": "newborn"},
            "no_number_reason",
            "only for a child under 1 year old",
        ),
    ],
)
def test_what_adding_refuses_a_correction_refuses_at_its_field(employer, first, facts, field, text):
    ida = child("Ida", number="356-78-9123")
    employer.enroll(spouse(), child("Cora"), ida, employee=applicant(born=date(1980, 4, 28)))
    with pytest.raises(services.CannotCorrect, match=text) as refusal:
        corrected(employer, first, **facts)
    assert [each.field for each in refusal.value.problems if text in each.text] == [field]


@pytest.mark.parametrize(
    ("first", "facts", "question"),
    [
        ("Ben", {"birth_date": date(2009, 2, 11)}, "young_spouse"),
        ("Cora", {"birth_date": date(1989, 2, 11)}, "older_than_parent"),
        ("Ana", {"birth_date": date(2008, 4, 28)}, "older_than_parent"),
    ],
)
def test_what_adding_asks_a_correction_asks_too(employer, first, facts, question):
    limit = factories.Employer(dependent_age_limit=40)
    ida = child("Ida", number="356-78-9123")
    limit.enroll(spouse(), child("Cora"), ida, employee=applicant(born=date(1980, 4, 28)))
    with pytest.raises(services.CannotCorrect) as refusal:
        corrected(limit, first, **facts)
    assert refusal.value.asks == [question]
    assert corrected(limit, first, **facts, confirmed=(question,)).state == Change.State.COMPLETED


def test_a_name_of_a_sibling_is_asked_about_and_then_decided_by_a_representative(employer):
    employer.enroll(child("Cora"), child("Ida", number="356-78-9123"), employee=PARENT)
    name = Name("Cora", "Morales")
    with pytest.raises(services.CannotCorrect) as refusal:
        corrected(employer, "Ida", name=name)
    assert refusal.value.asks == ["namesake"]
    assert corrected(employer, "Ida", name=name, confirmed=("namesake",)).state == Change.State.IN_REVIEW


def test_what_was_wrong_before_does_not_keep_a_phone_number_from_being_corrected(employer):
    employer.enroll(child("Cora", born=date(2010, 3, 10)), employee=PARENT)
    at = NOW + timedelta(days=365 * 20)
    assert corrected(employer, "Cora", at=at, phone="(415) 555-0100").state == Change.State.COMPLETED


# --- one identity field after another ---


def test_three_corrections_of_one_field_each_do_not_replace_a_person(employer):
    employer.enroll()
    assert corrected(employer, "Ana", birth_date=date(1986, 4, 29)).state == Change.State.COMPLETED
    second = corrected(employer, "Ana", at=NOW + timedelta(days=1), name=Name("Olga", "Petrova"))
    assert (second.state, reasons(second)) == (Change.State.IN_REVIEW, ["several_identity_fields"])


def test_the_same_field_may_be_corrected_again(employer):
    employer.enroll()
    corrected(employer, "Ana", birth_date=date(1986, 4, 29))
    assert corrected(employer, "Ana", birth_date=date(1986, 4, 27)).state == Change.State.COMPLETED


def test_what_changed_long_ago_does_not_count(employer):
    employer.enroll()
    corrected(employer, "Ana", birth_date=date(1986, 4, 29))
    later = corrected(employer, "Ana", at=NOW + timedelta(days=91), number=Number("SSN", "123456799"))
    assert later.state == Change.State.COMPLETED


# --- newborns ---

BABY = child("Baby Girl", born=date(2026, 11, 3), number=None, no_number_reason="newborn")


@pytest.fixture
def with_baby(employer):
    employer.enroll(employee=PARENT, hired_on=date(2026, 9, 1))
    with employer.scope():
        family = Change.objects.get()
        command = factories.dependents(family, BABY, event="birth", event_on=date(2026, 11, 3))
        services.submit(command=command, submission=employer.submission())
    return employer


def test_a_newborn_gets_name_and_number_at_once(with_baby):
    change = corrected(
        with_baby, "Baby Girl", name=Name("Lucia", "Morales"), number=Number("SSN", "345678912"), no_number_reason=""
    )
    assert change.state == Change.State.COMPLETED
    later = corrected(with_baby, "Lucia", birth_date=date(2026, 11, 2))
    assert later.state == Change.State.COMPLETED


def test_a_newborn_does_not_become_a_child_of_another_day(with_baby):
    change = corrected(
        with_baby,
        "Baby Girl",
        name=Name("Lucia", "Morales"),
        birth_date=date(2026, 11, 2),
        number=Number("SSN", "345678912"),
        no_number_reason="",
    )
    assert change.state == Change.State.IN_REVIEW


@pytest.mark.usefixtures("that_day")
def test_the_task_to_enter_a_number_is_done_by_typing_it(client, with_baby):
    client.force_login(with_baby.administrator)
    baby = detail(with_baby, "Baby Girl")
    assert str(baby.person_id) in client.get(reverse("home")).content.decode()
    address, answers = factories.correction(client, baby.person_id, number="345-67-8912")
    assert answers["no_number_reason"] == "newborn"
    assert client.post(address, answers).status_code == 302
    now = detail(with_baby, "Baby Girl")
    assert (now.number, now.no_number_reason) == ("345678912", "")


def test_a_reason_chosen_beside_a_number_is_asked_about(client, with_baby):
    client.force_login(with_baby.administrator)
    baby = detail(with_baby, "Baby Girl")
    address, answers = factories.correction(client, baby.person_id, number="345-67-8912", no_number_reason="applied")
    assert list(client.post(address, answers).context["form"].errors) == ["no_number_reason"]


# --- copies of a fact ---


def announced(employer):
    with employer.scope():
        return [each.name for each in aging(Admission.of(employer.grant), date(2026, 12, 2), at_most=8)]


def test_what_is_computed_from_a_birth_date_follows_its_correction(employer):
    soon, late = child("Soon", born=date(2000, 12, 20)), child("Late", born=date(2006, 12, 20), number="356-78-9123")
    family = employer.enroll(soon, late, employee=PARENT, hired_on=date(2026, 9, 1))
    assert announced(employer) == ["Soon Morales"]
    corrected(employer, "Soon", birth_date=date(2006, 12, 20))
    corrected(employer, "Late", birth_date=date(2000, 12, 20))
    assert announced(employer) == ["Late Morales"]
    with employer.scope():
        rows = Coverage.objects.known().filter(relationship="19").order_by("person_id")
        own = {row.person_id: (row.rated_birth_date, row.change.type) for row in rows}
        assert own == {
            detail(employer, "Soon").person_id: (date(2006, 12, 20), "correct_details"),
            detail(employer, "Late").person_id: (date(2000, 12, 20), "correct_details"),
        }
        seqs = list(Coverage.objects.filter(enrollment=family.enrollment).values_list("known_seq", flat=True))
    assert sorted(seqs) == [1, 1, 1, 2, 3]


def test_an_end_is_still_reversed_after_a_correction_and_keeps_it(employer):
    family = employer.enroll(child("Cora"), employee=PARENT, hired_on=date(2026, 9, 1))
    end = employer.end(family)
    corrected(employer, "Cora", birth_date=date(2019, 3, 11))
    with employer.scope():
        services.submit(command=undo(end), submission=employer.submission())
        rows = (
            Coverage.objects.known().order_by("relationship").values_list("relationship", "ends_on", "rated_birth_date")
        )
        assert list(rows) == [("18", None, date(1970, 4, 28)), ("19", None, date(2019, 3, 11))]


def undo(end):
    return ReverseEnd(change_id=end.pk, reason="Still works here")


def test_a_canceled_enrollment_that_is_reversed_has_the_corrected_birth_date(employer):
    family = employer.enroll(child("Cora"), employee=PARENT, hired_on=date(2026, 9, 5))
    whose = [detail(employer, "Cora").person_id]
    end = employer.end(family, person_ids=whose, reason=EndReason.ENTERED_IN_ERROR, event_on=None, attested=True)
    corrected(employer, "Cora", birth_date=date(2019, 3, 11))
    with employer.scope():
        services.submit(command=undo(end), submission=employer.submission())
        assert Coverage.objects.known().get(relationship="19").rated_birth_date == date(2019, 3, 11)


# --- the family's address ---

OAK = Address("7 Oak St", "Fresno", "CA", "93701")


def test_the_family_moves_along_where_the_employer_says_so(employer):
    elsewhere = child("Ida", number="356-78-9123", address=Address("9 Elm St", "Reno", "NV", "89501"))
    employer.enroll(spouse(), child("Cora"), elsewhere)
    whose = tuple(detail(employer, first).person_id for first in ("Cora", "Ida"))
    change = corrected(employer, "Ana", address=OAK, moves=whose)
    streets = {first: detail(employer, first).street for first in ("Ana", "Ben", "Cora", "Ida")}
    assert streets == {"Ana": "7 Oak St", "Ben": "12 Alder Way", "Cora": "7 Oak St", "Ida": "9 Elm St"}
    assert [(each["name"], each["fields"]) for each in change.outcome] == [
        ("Ana Morales", "address"),
        ("Cora Morales", "address"),
    ]


@pytest.mark.usefixtures("that_day")
def test_the_page_asks_who_moves_and_shows_old_and_new_first(client, employer):
    employer.enroll(spouse(), child("Cora"))
    client.force_login(employer.administrator)
    ana = detail(employer, "Ana")
    address, answers = factories.correction_typed(
        client, ana.person_id, street="7 Oak St", city="Fresno", zip_code="93701"
    )
    shown = client.post(address, answers | {"shown": ""})
    page = shown.content.decode()
    assert (shown.status_code, "12 Alder Way, Oakland, CA 94607" in page, "7 Oak St, Fresno, CA 93701" in page) == (
        200,
        True,
        True,
    )
    both = [str(detail(employer, first).person_id) for first in ("Ben", "Cora")]
    assert (shown.context["form"]["moves"].value(), detail(employer, "Ana").street) == (both, "12 Alder Way")
    sent = answers | {"submit": "1", "shown": shown.context["shown"]}
    assert client.post(address, sent).status_code == 422
    again = client.post(address, answers | {"shown": "changed", "moves": both[1:]}).context["shown"]
    assert client.post(address, answers | {"submit": "1", "shown": again, "moves": both[1:]}).status_code == 302
    assert [detail(employer, first).street for first in ("Ben", "Cora")] == ["12 Alder Way", "7 Oak St"]


@pytest.mark.usefixtures("that_day")
def test_the_summary_masks_numbers_and_a_second_press_finds_the_receipt(client, employer):
    employer.enroll()
    client.force_login(employer.administrator)
    address, answers = factories.correction_typed(client, detail(employer, "Ana").person_id, number="123-45-6799")
    shown = client.post(address, answers | {"shown": ""})
    table = shown.content.decode().split('id="compared"')[1].split("</table>")[0]
    assert ("•••-••-6788" in table, "•••-••-6799" in table, "123-45" in table) == (True, True, False)
    sent = answers | {"submit": "1", "shown": shown.context["shown"]}
    first, second = client.post(address, sent), client.post(address, sent)
    assert (first.status_code, second["Location"]) == (302, first["Location"])
