"""Lines of coverage in the forms: a plan or a waiver in each, who joins which, and what an end ends."""

import pytest
from django.urls import reverse

from enrollment.models import Change, Coverage, Enrollment
from tests import factories
from tests.enrollment.changes.forms import dependent, draft, newest
from tests.factories import child

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]


@pytest.fixture
def dental(employer):
    return factories.offering(employer.unit, plan_=factories.plan("Dental PPO", line="dental"))


def covered(employer):
    with employer.scope():
        rows = Coverage.objects.known().order_by("plan_line", "relationship", "pk")
        return list(rows.values_list("plan_line", "relationship"))


def test_one_line_asks_for_a_plan_and_offers_no_waiver(desk, typed):
    page = desk.post(reverse("add_employee"), typed | {"medical": ""})
    assert page.context["form"].errors == {"medical": ["Choose a plan."]}
    assert "Waive" not in page.content.decode()


@pytest.mark.parametrize(
    ("answers", "errors"),
    [
        (
            {"medical": "", "dental": ""},
            {"medical": "Choose a medical plan, or waive", "dental": "Choose a dental plan"},
        ),
        ({"medical": "waive", "dental": "waive"}, {"medical": "Choose at least one plan."}),
        ({"dental": "99999"}, {"dental": "choose one from the list"}),
    ],
)
def test_each_line_needs_a_plan_or_a_waiver(desk, typed, dental, answers, errors):
    form = desk.post(reverse("add_employee"), typed | answers).context["form"]
    assert form.errors.keys() == errors.keys()
    assert all(words in form.errors[name][0] for name, words in errors.items())


def test_a_unit_without_the_line_needs_no_answer_and_takes_no_plan_of_another(desk, employer, typed, dental):
    shop = factories.unit(employer.purchaser, code="002", name="Shop")
    factories.offering(shop)
    assert desk.post(reverse("add_employee"), typed | {"unit": shop.pk}).status_code == 302
    form = desk.post(reverse("add_employee"), typed | {"unit": shop.pk, "dental": dental.plan_id}).context["form"]
    assert "isn't offered to the enrollment unit" in form.errors["dental"][0]
    assert "Dental PPO (Head office only)" in str(form["dental"])


def test_a_family_is_enrolled_line_by_line(desk, employer, typed, dental):
    people = [dependent("Cora", "345-67-8912") | {"lines": ["medical", "dental"]}]
    people += [dependent("Max", "345-67-8913", born="3/11/2017") | {"lines": ["medical"]}]
    pk = draft(desk, typed | {"dental": dental.plan_id}, *people)
    page = desk.get(reverse("draft_check", args=[pk]))
    assert [(each["name"], each["plan"], each["tier"]) for each in page.context["lines"]] == [
        ("Medical", "Gold HMO", "Employee + children"),
        ("Dental", "Dental PPO", "Employee + children"),
    ]
    assert [each["only"] for each in page.context["people"]] == ["", "Medical"]
    assert desk.post(reverse("draft_check", args=[pk])).status_code == 302
    assert covered(employer) == [("dental", "18"), ("dental", "19"), ("medical", "18"), *[("medical", "19")] * 2]


def test_a_line_chosen_later_is_joined_by_the_dependents_there_are(desk, employer, typed, dental):
    pk = draft(desk, typed | {"dental": "waive"}, dependent("Cora", "345-67-8912"))
    desk.post(reverse("draft_employee", args=[pk]), typed | {"dental": dental.plan_id, "number": ""})
    assert desk.post(reverse("draft_check", args=[pk])).status_code == 302
    assert covered(employer) == [("dental", "18"), ("dental", "19"), ("medical", "18"), ("medical", "19")]


def test_a_dependent_in_no_line_is_asked_about(desk, typed, dental):
    pk = draft(desk, typed | {"dental": dental.plan_id})
    page = desk.post(reverse("draft_dependent", args=[pk, 0]), dependent("Cora", "345-67-8912") | {"lines": []})
    assert page.context["form"].errors["lines"] == ["Choose at least one line of coverage."]


def test_a_waiver_is_on_the_receipt(desk, employer, typed, dental):
    pk = draft(desk, typed | {"dental": "waive"})
    receipt = desk.get(desk.post(reverse("draft_check", args=[pk]))["Location"])
    assert ("Waived", "Dental") in receipt.context["asked"]
    assert [plan.name for plan in receipt.context["plans"]] == ["Gold HMO"]


def test_a_draft_of_one_plan_from_before_is_continued(desk, employer, typed):
    pk = draft(desk, typed)
    with employer.scope():
        old = Change.objects.get(pk=pk)
        entries = {name: value for name, value in old.payload["employee"].items() if name != "medical"}
        old.payload |= {"employee": entries | {"offering": str(employer.offering.pk)}}
        old.save(update_fields=["payload"])
    assert desk.post(reverse("draft_check", args=[pk])).status_code == 302
    assert covered(employer) == [("medical", "18")]


@pytest.fixture
def family(employer, dental):
    return employer.enroll(child(), offerings=[employer.offering, dental], hired_on=factories.date(2026, 9, 1))


def ending(family, **answers):
    known = {"reason": "voluntary", "event_on": "11/20/2026", "lines": ["dental"], "shown": "2026-11-30"}
    return known | {"submit": "1", "key": "a key", "seen": newest(family.person_id)} | answers


def test_an_end_of_some_lines_says_which_and_leaves_the_others(desk, employer, family):
    address = reverse("end_coverage", args=[family.person_id])
    page = desk.post(address, {"reason": "voluntary", "event_on": "11/20/2026", "lines": ["dental"]})
    assert {each["in_lines"] for each in page.context["ending"]} == {"Dental"}
    receipt = desk.get(desk.post(address, ending(family))["Location"])
    assert ("Lines of coverage", "Dental") in receipt.context["asked"]
    with employer.scope():
        open_ones = Coverage.objects.known().filter(ends_on=None).values_list("plan_line", flat=True)
        assert set(open_ones) == {"medical"}


def test_a_reason_that_ends_everything_takes_no_choice(desk, family):
    answers = ending(family, reason="quit", last_day_worked="11/20/2026")
    form = desk.post(reverse("end_coverage", args=[family.person_id]), answers).context["form"]
    assert "ends every line of coverage" in form.errors["lines"][0]
    assert (
        "Choose"
        in desk.post(reverse("end_coverage", args=[family.person_id]), ending(family, lines=[]))
        .context["form"]
        .errors["lines"][0]
    )


def test_dependents_are_offered_the_lines_of_their_family(desk, employer, family):
    address = reverse("add_dependents", args=[family.person_id])
    begun = desk.post(address, {"event": "adoption", "event_on": "11/9/2026"})
    pk = begun["Location"].split("/")[2]
    form = desk.get(reverse("draft_dependent", args=[pk, 0])).context["form"]
    assert [value for value, _label in form.fields["lines"].choices] == ["medical", "dental"]
    person = dependent("Max", "345-67-8913", born="3/11/2017") | {"lines": ["dental"]}
    desk.post(reverse("draft_dependent", args=[pk, 0]), person)
    assert desk.post(reverse("draft_check", args=[pk])).status_code == 302
    with employer.scope():
        assert Coverage.objects.get(person__first_name="Max").enrollment == Enrollment.objects.get(plan_line="dental")
