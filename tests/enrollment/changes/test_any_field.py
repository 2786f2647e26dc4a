"""Every field of the other forms with bad input: a 422 naming the field, or plain success."""

import pytest
from django.urls import reverse

from accounts.models import Activity
from enrollment.models import Change, Coverage, PersonDetail
from tests.counts import some
from tests.factories import spouse

pytestmark = pytest.mark.django_db

NONSENSE = ["a\x00b", "x" * 10_000, "\u202egnp.exe", "\U0001f600", "<script>alert(1)</script>", "1e999"]


def page_of(kind, employer):
    """(address, valid values)."""
    family = employer.enroll(spouse())
    if kind == "event":
        return reverse("add_dependents", args=[family.person_id]), {"event": "marriage", "event_on": "11/2/2026"}
    if kind == "end":
        answers = {
            "reason": "quit",
            "last_day_worked": "11/20/2026",
            "event_on": "",
            "submit": "1",
            "shown": "2026-11-30",
        }
        return reverse("end_coverage", args=[family.person_id]), answers
    if kind == "reverse":
        return reverse("reverse_end", args=[employer.end(family).pk]), {"reason": "Stays after all"}
    if kind == "last four":
        return reverse("roster_last_four"), {"last_four": "6788"}
    answers = {"first_name": "Ana", "last_name": "Morales", "middle_name": "", "suffix": "", "birth_date": "4/28/1986"}
    answers |= {"sex": "F", "number": "", "no_number_reason": "", "preferred_name": "", "street": "12 Alder Way"}
    answers |= {"street2": "", "city": "Oakland", "state": "CA", "zip_code": "94607", "phone": "", "email": ""}
    with employer.scope():
        seen = PersonDetail.objects.get(person_id=family.person_id).pk
    return reverse("correct_details", args=[family.person_id]), answers | {"language": "", "seen": seen}


def written(employer):
    with employer.scope():
        seen = Activity.objects.exclude(verb="viewed_person").count()
        return Change.objects.count(), Coverage.objects.count(), seen


@pytest.mark.parametrize("kind", ["event", "end", "reverse", "correct", "last four"])
def test_nonsense_in_any_field_is_answered_at_that_field(desk, employer, kind):
    address, answers = page_of(kind, employer)
    before = written(employer)
    for turn, field in enumerate(sorted(set(answers) - {"submit", "shown", "seen"})):
        for nonsense in some(NONSENSE, "nonsense in a field", turn):
            response = desk.post(address, answers | {field: nonsense, "key": "one"})
            if response.status_code == 422:
                form = response.context["form"]
                assert field in form.errors or "__all__" in form.errors, (field, nonsense, form.errors)
                assert written(employer) == before, (field, nonsense)
            else:
                assert response.status_code in (200, 302, 409), (field, nonsense)
                before = written(employer)


@pytest.mark.usefixtures("that_day")
def test_a_dependents_fields_are_answered_too(desk, employer):
    family = employer.enroll()
    started = desk.post(
        reverse("add_dependents", args=[family.person_id]), {"event": "marriage", "event_on": "11/2/2026"}
    )
    address = started["Location"] + "0/"
    good = {"relationship": "19", "first_name": "Cora", "middle_name": "", "last_name": "Morales", "suffix": ""}
    good |= {"birth_date": "11/2/2026", "sex": "F", "number": "", "no_number_reason": "newborn"}
    for turn, field in enumerate(good):
        for nonsense in some(NONSENSE, "nonsense in a field", turn):
            response = desk.post(address, good | {field: nonsense})
            if response.status_code == 422:
                assert field in response.context["form"].errors or field == "no_number_reason", (field, nonsense)
                assert "There is a problem" in response.content.decode()
            else:
                assert response.status_code == 302, (field, nonsense)


@pytest.mark.parametrize("key", ["a\x00b", "k" * 65])
def test_a_key_that_no_form_had_is_a_bad_request(desk, employer, key):
    address, answers = page_of("correct", employer)
    before = written(employer)
    assert desk.post(address, answers | {"phone": "(415) 555-0100", "key": key}).status_code == 400
    assert written(employer) == before


@pytest.mark.parametrize(
    "query", ["q=%01", "q=" + "x" * 5000, "tab=%7F", "unit=1e9", "plan=%F0%9F%98%80", "sort=%FF", "after=" + "9" * 99]
)
def test_no_address_of_the_list_is_a_fault(desk, employer, query):
    employer.enroll()
    for name in ("roster", "roster_csv", "roster_xlsx", "requests", "activity", "activity_csv"):
        assert desk.get(f"{reverse(name)}?{query}&state=%01&verb=%01&page=%01").status_code in (200, 422), name
