"""Every field with bad input: a message at the field, entries kept, 422, and nothing written."""

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from enrollment.models import Change, Coverage
from tests import factories
from tests.enrollment.changes.forms import draft
from tests.factories import child, spouse

pytestmark = pytest.mark.django_db


@pytest.fixture
def stopped_clock():
    """Stop the clock, because a page shows the minute."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


NONSENSE = [
    ("first_name", "", "Enter the first name."),
    ("first_name", "x" * 61, "at most 60 characters"),
    ("first_name", "No\u202eor", "can't be displayed"),
    ("first_name", "No\x00or", "can't be displayed"),
    ("first_name", "12345", "must have letters"),
    ("first_name", "N00r", "must not have digits"),
    ("first_name", "<b>Noor</b>", "must not have digits or symbols"),
    ("birth_date", "13/40/1986", "Date of birth must be a valid date, like 4/28/1986."),
    ("birth_date", "4/28", "Date of birth must include a year"),
    ("birth_date", "4/28/2030", "Date of birth can't be in the future."),
    ("birth_date", "4" * 500, "must be a valid date"),
    ("birth_date", "4/28/2020\x00", "must be a valid date"),
    ("number", "123-45-67", "must have 9 digits. You entered 7."),
    ("number", "000-12-3456", "isn't a valid Social Security number"),
    ("number", "987-65-4321", "isn't a valid Social Security number"),
    ("number", "", "Enter the Social Security number, or choose why it is missing."),
    ("no_number_reason", "newborn", "or clear the Social Security number"),
    ("sex", "Q", "Sex: choose one from the list."),
    ("state", "ZZ", "State: choose one from the list."),
    ("zip_code", "9460", "ZIP code like"),
    ("zip_code", "\u0669\u0664\u0666\u0660\u0667", "ZIP code like"),
    ("phone", "12", "Phone must be a number"),
    ("phone", "call me", "Phone must be a number"),
    ("email", "noor@", "must be an address like name@company.com"),
    ("email", "noor@x.test\nBcc: a@b.c", "must be an address like"),
    ("email", "noor\x00@x.test", "must be an address like"),
    ("email", "n" * 10_000 + "@x.test", "must be an address like"),
    ("unit", "999999", "Enrollment unit: choose one from the list."),
    ("medical", "abc", "Medical plan: choose one from the list."),
    ("hired_on", "soon", "Date of hire must be a valid date"),
    ("hired_on", "1/1/1980", "Enter a date of hire after the date of birth"),
    ("hired_on", "11/9/31", "must have a 4-digit year"),
    ("weekly_hours", "many", "must be a number from 1 to 168"),
    ("weekly_hours", "169", "must be a number from 1 to 168"),
    ("weekly_hours", "37.55", "must be a number from 1 to 168"),
    ("weekly_hours", "NaN", "must be a number from 1 to 168"),
    ("weekly_hours", "1e400", "must be a number from 1 to 168"),
    ("weekly_hours", "4\x000", "must be a number from 1 to 168"),
    ("street", "", "Enter the street address."),
    ("street", "s" * 10_000, "at most 100 characters. You entered 10000."),
    ("street2", "4\u202eB", "can't be displayed"),
    ("city", "Oak\x00land", "can't be displayed"),
    ("suffix", "Esq", "Suffix: choose one from the list."),
    ("language", "xx", "Preferred language: choose one from the list."),
    ("employment_class", "", "Choose the type of employment."),
    ("medical", "", "Choose a plan."),
    ("unit", "1\x00", "Enrollment unit: choose one from the list."),
    ("no_number_reason", "because", "Why the Social Security number is missing: choose one from the list."),
    ("hired_on", "", "Enter the date of hire."),
    ("hired_on", "2/29/2026", "must be a valid date"),
    ("hired_on", "11/9/2026\x00", "must be a valid date"),
    ("birth_date", "", "Enter the date of birth."),
    ("birth_date", "31/12/1986", "must be a valid date"),
    ("birth_date", "1/1/1899", "must be in the years 1900 to 2199"),
    ("birth_date", "\u0664/28/1986", "must be a valid date"),
    ("number", "666-12-3456", "isn't a valid Social Security number"),
    ("number", "512-00-3456", "isn't a valid Social Security number"),
    ("number", "512-33-0000", "isn't a valid Social Security number"),
    ("number", "900-12-3456", "isn't a valid Social Security number"),
    ("number", "111-11-1111", "isn't a valid Social Security number"),
    ("number", "512\x00-33-4417", "must have 9 digits"),
    ("number", "5" * 10_000, "must have 9 digits. You entered 10000."),
    ("employee_number", "x" * 21, "at most 20 characters"),
]


@pytest.mark.parametrize(("field", "value", "message"), NONSENSE)
def test_a_field_says_what_to_do_and_nothing_is_lost(desk, employer, typed, field, value, message):
    response = desk.post(reverse("add_employee"), typed | {field: value})
    form = response.context["form"]
    assert response.status_code == 422
    assert message in form.errors[field][0]
    page = response.content.decode()
    assert page.index("There is a problem") < page.index(f'href="#id_{field}"')
    assert 'value="Morales"' in page
    with employer.scope():
        assert Change.objects.count() == 0


def test_a_draft_submitted_twice_gives_one_receipt(desk, employer, typed):
    pk = draft(desk, typed)
    first = desk.post(reverse("draft_check", args=[pk]))
    assert first.status_code == 302, first.context["problems"]
    again = desk.post(reverse("draft_check", args=[pk]))
    assert first["Location"] == again["Location"] == reverse("request", args=[pk])
    with employer.scope():
        assert Coverage.objects.count() == 1


def test_a_steps_order_cannot_be_jumped(desk, employer):
    with employer.scope():
        from enrollment import services

        bare = services.save_draft(
            submission=employer.submission(),
            kind="add_employee",
            data={"employee": {}, "dependents": []},
            title="",
            unit_id=None,
        )
    response = desk.post(reverse("draft_check", args=[bare.pk]))
    assert response["Location"] == reverse("draft_employee", args=[bare.pk])


def test_a_draft_is_deleted(desk, employer, typed):
    pk = draft(desk, typed)
    desk.post(reverse("delete_draft", args=[pk]))
    with employer.scope():
        assert Change.objects.count() == 0


def test_a_form_sent_again_with_other_answers_is_not_done_again(desk, employer):
    person = employer.enroll().person_id
    address, values = factories.correction_typed(desk, person, key="one key")
    both = [values | {"phone": phone} for phone in ("(415) 555-0100", "(415) 555-0199")]
    first, second = [factories.as_summarized(desk, address, each) for each in both]
    assert desk.post(address, first).status_code == 302
    response = desk.post(address, second)
    assert response.status_code == 409
    assert "This second submission changed nothing" in response.content.decode()


def test_held_outcomes_look_the_same_to_the_employer(desk, employer, typed, stopped_clock):
    """One, many or a similar record: the same page, number of queries and activity."""
    import re

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from access import tenancy
    from accounts.models import Activity
    from enrollment.models import Candidate

    other = factories.Employer("Other")
    births = ["4/28/1987", "5/6/1977", "7/8/1967"]
    other.enroll(spouse(), child(), employee=factories.near("Noor", "Morales", born=factories.date(1987, 4, 28)))
    for place in range(4):
        twin = factories.applicant(
            f"Noor{'abcd'[place]}",
            "Morales",
            born=factories.date(1977, 5, 6),
            number=f"61{place}-22-{4000 + place * 999}",
        )
        with other.scope():
            from enrollment import services

            change = services.submit(command=other.add_employee(employee=twin), submission=other.submission())
        if change.state == "in_review":
            with tenancy.as_user(None), tenancy.staff():
                from enrollment.models import Review

                review = Review.objects.get(change=change)
                by = other.purchaser.representative.user
                services.settle(review_id=review.pk, identities={0: None}, by=by, at=factories.NOW, note="New")
    other.enroll(employee=factories.applicant("Kay", "Lund", born=factories.date(1967, 7, 8), number="533-44-5518"))
    shapes, candidates = set(), []
    for born, first, last, number in [
        (births[0], "Noor", "Morales", "512-33-4417"),
        (births[1], "Noor", "Morales", "512-33-4428"),
        (births[2], "Zed", "Stone", "533-44-5518"),
    ]:
        pk = draft(desk, typed | {"birth_date": born, "first_name": first, "last_name": last, "number": number})
        with CaptureQueriesContext(connection) as captured:
            desk.post(reverse("draft_check", args=[pk]))
        queries = len(captured)  # the next request empties the log
        page = desk.get(reverse("request", args=[pk])).content.decode()
        page = re.sub(
            r'nonce="[^"]*"|value="\w{64}"|[0-9A-Z]{4}-[0-9A-Z]{5}|[0-9a-f-]{36}|Noor Morales|Zed Stone', "", page
        )
        with employer.scope():
            lines = list(Activity.objects.filter(object_id=pk).values_list("verb", "before", "after"))
            held = Change.objects.get(pk=pk)
        assert held.state == "in_review"
        shapes.add((queries, page, str(lines)))
        with tenancy.as_user(None), tenancy.staff():
            candidates.append(Candidate.objects.filter(review__change=held).count())
    assert len(set(candidates)) > 1
    assert len(shapes) == 1
    assert queries > 10
