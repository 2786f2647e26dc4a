"""The carrier's plans at the desk."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Activity
from enrollment.models import Plan
from tests.enrollment.setup.world import staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]
NEW = {"code": "DENTAL-100", "name": "Dental 100", "line": "dental", "reason": "New for 2027"}


def plan_lines(employer):
    """What is on record of plans, but for the one the employer was set up with."""
    with staff(employer.purchaser):
        found = Activity.objects.filter(object_type="plan").exclude(object_id=str(employer.offering.plan_id))
        found = found.order_by("pk")
        return [(line.verb, line.summary, line.after["why"], line.staff_only) for line in found]


def test_a_plan_is_added_with_its_reason(rep_desk, employer):
    answer = rep_desk.post(reverse("admin:enrollment_plan_new"), NEW)
    assert answer["Location"] == reverse("admin:enrollment_plan_changelist")
    with staff(employer.purchaser):
        plan = Plan.objects.get(code="DENTAL-100")
    assert (plan.line, plan.product, plan.is_medicare) == ("dental", "", False)
    assert plan_lines(employer) == [("added_plan", "DENTAL-100, Dental 100", "New for 2027", True)]


@pytest.mark.parametrize(("facts", "field"), [({"code": "dental"}, "code"), ({"reason": ""}, "reason")])
def test_a_plan_is_refused_at_its_field(rep_desk, employer, facts, field):
    answer = rep_desk.post(reverse("admin:enrollment_plan_new"), NEW | facts)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert plan_lines(employer) == []


def test_a_code_in_use_is_refused_at_its_field(rep_desk, employer):
    rep_desk.post(reverse("admin:enrollment_plan_new"), NEW)
    answer = rep_desk.post(reverse("admin:enrollment_plan_new"), NEW)
    assert answer.context["form"].errors["code"] == ["Plan DENTAL-100 is already there."]


def test_stopping_says_who_keeps_the_plan_and_is_done_once(rep_desk, employer):
    employer.enroll(hired_on=date(2026, 10, 5))
    address = reverse("admin:enrollment_plan_stop", args=[employer.offering.plan_id])
    page = rep_desk.get(address)
    assert page.context["sentences"] == [
        "1 unit offers this plan and goes on offering it.",
        "1 employee has it and keeps it.",
    ]
    values = {"last_day": "12/31/2026", "reason": "Replaced"}
    assert rep_desk.post(address, values).status_code == 302
    with staff(employer.purchaser):
        assert Plan.objects.get(pk=employer.offering.plan_id).closed_on == date(2026, 12, 31)
    answer = rep_desk.post(address, values)
    assert answer.context["form"].errors["last_day"] == ["The last day of this plan is December 31, 2026 already."]
