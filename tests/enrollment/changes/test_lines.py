"""A family in several lines of coverage: medical, dental and vision, each once, through one work of the employee."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from django.db.models import F
from django.urls import reverse

from enrollment import services
from enrollment.commands import CorrectDetails
from enrollment.models import Change, Coverage, Employment, Enrollment, RosterLine
from enrollment.queries.changes.outcome import outcome_words
from enrollment.queries.identity.reported import applicant_of
from enrollment.queries.roster.derived import differing_lines
from enrollment.rules.codes import EndReason
from tests import factories
from tests.enrollment.changes.ends import person, undo, worked
from tests.factories import applicant, child, near, spouse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]
MEDICAL, DENTAL, VISION = "medical", "dental", "vision"


@pytest.fixture
def lines(employer):
    """The employer's plans by line, a second medical one beside them."""
    plans = [("Dental PPO", DENTAL), ("Vision 150", VISION), ("Silver PPO", MEDICAL)]
    made = [factories.offering(employer.unit, plan_=factories.plan(name, line=line)) for name, line in plans]
    return {MEDICAL: employer.offering, DENTAL: made[0], VISION: made[1], "silver": made[2]}


@pytest.fixture
def family(employer, lines):
    """An employee with spouse and child in all three lines."""
    return employer.enroll(spouse(), child(), offerings=[lines[each] for each in (MEDICAL, DENTAL, VISION)])


def covered(employer):
    """(line, relationship, last day) of all known coverage."""
    with employer.scope():
        rows = Coverage.objects.known().order_by("plan_line", "relationship", "starts_on")
        return list(rows.values_list("plan_line", "relationship", "ends_on"))


def submit(employer, command, **options):
    with employer.scope():
        return services.submit(command=command, submission=employer.submission(**options))


def said(change):
    return [outcome_words(each) for each in change.outcome]


def test_one_work_one_row_and_an_enrollment_in_each_line(employer, lines, family):
    assert covered(employer) == [
        (line, role, None) for line in (DENTAL, MEDICAL, VISION) for role in ("01", "18", "19")
    ]
    assert said(family) == ["Medical, Dental, Vision: Covered from December 1, 2026"] * 3
    with employer.scope():
        assert Employment.objects.count() == 1
        assert family.enrollment.plan_line == MEDICAL
        row = RosterLine.objects.get()
        plans = [row.medical_plan_id, row.dental_plan_id, row.vision_plan_id]
        assert plans == [lines[line].plan_id for line in (MEDICAL, DENTAL, VISION)]
        assert differing_lines(employer.purchaser) == []


@pytest.mark.parametrize("chosen", [(MEDICAL, "silver"), ("silver", MEDICAL)])
def test_two_plans_of_one_line_are_refused(employer, lines, chosen):
    command = employer.add_employee(offerings=[lines[each] for each in chosen])
    with pytest.raises(services.CannotEnroll) as refusal:
        submit(employer, command)
    assert [(each.text, each.field) for each in refusal.value.problems] == [("Choose one medical plan.", MEDICAL)]


def test_a_second_medical_plan_later_is_refused_with_a_link_to_the_first(employer, lines, family):
    with pytest.raises(services.CannotEnroll, match=r"already covered\. Coverage by Gold HMO") as refusal:
        submit(employer, employer.add_employee(offerings=[lines["silver"]]))
    assert refusal.value.see == family


def test_a_line_that_was_waived_is_added_later_to_the_same_work(employer, lines):
    employer.enroll(waives=[DENTAL])
    employer.enroll(offerings=[lines[DENTAL]])
    with employer.scope():
        work = Employment.objects.get()
        assert {each.employment for each in Enrollment.objects.all()} == {work}
        row = RosterLine.objects.get()
        assert (row.medical_plan, row.dental_plan) == (lines[MEDICAL].plan, lines[DENTAL].plan)
        assert differing_lines(employer.purchaser) == []


def test_a_dependent_is_left_out_of_a_line(employer, lines):
    change = employer.enroll(
        spouse(waives=(DENTAL,)), child(), offerings=[lines[MEDICAL], lines[DENTAL]], waives=[VISION]
    )
    assert covered(employer) == [
        (DENTAL, "18", None),
        (DENTAL, "19", None),
        (MEDICAL, "01", None),
        (MEDICAL, "18", None),
        (MEDICAL, "19", None),
    ]
    assert [each.get("lines") for each in change.outcome] == ["medical dental", "medical", "medical dental"]


def test_a_dependent_who_waives_everything_is_refused(employer, lines):
    command = employer.add_employee(spouse(waives=(MEDICAL, DENTAL)), offerings=[lines[MEDICAL], lines[DENTAL]])
    with pytest.raises(services.CannotEnroll) as refusal:
        submit(employer, command)
    assert [(each.text, each.field, each.position) for each in refusal.value.problems] == [
        ("Choose at least one line of coverage for Ben Morales.", "lines", 1)
    ]


def joined(family, *people):
    return factories.dependents(family, *people, event="adoption", event_on=date(2026, 12, 3))


def december():
    return factories.NOW.replace(month=12, day=7)


def test_dependents_join_every_line_of_the_employee_or_those_they_do_not_waive(employer, lines):
    family = employer.enroll(offerings=[lines[MEDICAL], lines[DENTAL]])
    submit(employer, joined(family, spouse(), child(waives=(DENTAL,))), at=december())
    assert [each for each in covered(employer) if each[1] != "18"] == [
        (DENTAL, "01", None),
        (MEDICAL, "01", None),
        (MEDICAL, "19", None),
    ]


def test_a_relative_joins_the_line_they_are_not_in_as_the_same_person(employer, lines):
    family = employer.enroll(spouse(waives=(DENTAL,)), offerings=[lines[MEDICAL], lines[DENTAL]])
    change = submit(employer, joined(family, spouse(waives=(MEDICAL,))), at=december())
    assert change.state == Change.State.COMPLETED
    with employer.scope():
        people = Coverage.objects.known().filter(relationship="01").values_list("person_id", flat=True)
        assert len(people) == 2
        assert len(set(people)) == 1


def test_a_relative_in_all_of_the_lines_is_refused(employer, lines, family):
    with pytest.raises(services.CannotEnroll, match="Ben Morales is already covered in this family"):
        submit(employer, joined(family, spouse()), at=december())


def test_a_second_spouse_is_refused_in_whatever_line(employer, lines):
    family = employer.enroll(spouse(waives=(DENTAL,)), offerings=[lines[MEDICAL], lines[DENTAL]])
    other = spouse("Carl", number="234-56-7893", waives=(MEDICAL,))
    with pytest.raises(services.CannotEnroll, match="A family can have only one spouse"):
        submit(employer, joined(family, other), at=december())


def test_an_end_covers_all_lines_and_the_work(employer, lines, family):
    end = employer.end(family, event_on=date(2026, 12, 20), at=december())
    assert {each[2] for each in covered(employer)} == {date(2026, 12, 31)}
    assert worked(employer) == [(date(2026, 12, 20), "quit")]
    assert said(end)[0] == "Medical, Dental, Vision: Last day of coverage: December 31, 2026"
    undo(employer, end)
    assert {each[2] for each in covered(employer)} == {None}
    assert worked(employer) == [(None, "")]
    with employer.scope():
        assert differing_lines(employer.purchaser) == []


def voluntarily(employer, family, **options):
    return employer.end(family, reason=EndReason.VOLUNTARY, event_on=date(2026, 12, 20), at=december(), **options)


def test_an_end_of_one_line_leaves_the_others_and_the_work(employer, lines, family):
    end = voluntarily(employer, family, lines=[DENTAL])
    assert {(line, day) for line, _role, day in covered(employer)} == {
        (DENTAL, date(2026, 12, 31)),
        (MEDICAL, None),
        (VISION, None),
    }
    assert worked(employer) == [(None, "")]
    assert said(end) == ["Dental: Last day of coverage: December 31, 2026"] * 3
    with employer.scope():
        row = RosterLine.objects.get()
        assert (row.ends_on, row.dental_until, row.medical_until) == (None, date(2026, 12, 31), None)
    undo(employer, end)
    assert {each[2] for each in covered(employer)} == {None}


def test_an_end_named_by_whichever_line_ends_them_all(employer, lines, family):
    with employer.scope():
        vision = Enrollment.objects.get(plan_line=VISION)
    assert vision != family.enrollment
    named = SimpleNamespace(enrollment=vision, enrollment_id=vision.pk)
    employer.end(named, event_on=date(2026, 12, 20), at=december())
    assert {each[2] for each in covered(employer)} == {date(2026, 12, 31)}


@pytest.mark.parametrize("reason", [each for each in EndReason if each.fits("18") and not each.leaves_others])
def test_whoever_stops_being_eligible_ends_every_line(employer, lines, family, reason):
    with pytest.raises(services.CannotEnd, match="ends every line of coverage"):
        employer.end(family, reason=reason, event_on=date(2026, 12, 5), at=december(), lines=[DENTAL])


def test_the_end_of_a_dependent_in_one_line(employer, lines, family):
    ben = person(employer, "01")
    voluntarily(employer, family, person_ids=[ben], lines=[VISION])
    ended = [each for each in covered(employer) if each[2]]
    assert ended == [(VISION, "01", date(2026, 12, 31))]


def test_work_entered_in_error_ends_with_its_last_line(employer, lines, family):
    def in_error(*ended):
        return employer.end(family, reason=EndReason.ENTERED_IN_ERROR, event_on=None, lines=ended)

    in_error(DENTAL)
    assert worked(employer) == [(None, "")]
    assert {line for line, _role, _day in covered(employer)} == {MEDICAL, VISION}
    in_error()
    assert (covered(employer), worked(employer)) == ([], [])


def test_a_request_in_review_is_in_the_way_of_every_line(employer, lines, family):
    with employer.scope():
        dental = Enrollment.objects.get(plan_line=DENTAL)
    other = factories.Employer("Other")
    mia = child("Mia", born=date(2018, 1, 2), number="567-89-1235")
    other.enroll(mia, employee=applicant("Zed", "Quist", born=date(1970, 1, 1), number="456-78-9123"))
    held = submit(employer, joined(family, near("Mia", born=date(2018, 1, 2), relationship="19")), at=december())
    assert held.state == Change.State.IN_REVIEW
    command = replace(
        joined(family, child("Lou", born=date(2020, 5, 6), number="567-89-1237")), enrollment_id=dental.pk
    )
    with pytest.raises(services.CannotEnroll, match="A request for this family is in review") as refusal:
        submit(employer, command, at=december())
    assert refusal.value.see == held


def test_a_corrected_birth_date_rates_every_line(employer, lines, family):
    with employer.scope():
        detail = family.person.details.get(purchaser=employer.purchaser, superseded_at=None)
        after = replace(applicant_of(detail, "18"), birth_date=date(1986, 4, 29))
    submit(employer, CorrectDetails(person_id=family.person_id, after=after))
    with employer.scope():
        own = Coverage.objects.known().filter(person=F("enrollment__subscriber"))
        assert set(own.values_list("plan_line", "rated_birth_date")) == {
            (line, date(1986, 4, 29)) for line in (MEDICAL, DENTAL, VISION)
        }


def test_the_person_page_and_the_list_show_every_line(employer, lines, family, desk):
    voluntarily(employer, family, lines=[DENTAL])
    page = desk.get(reverse("person", args=[family.person_id]))
    assert [(each["name"], each["plan"], each["tier"]) for each in page.context["lines"]] == [
        ("Medical", "Gold HMO", "Employee + family"),
        ("Dental", "Dental PPO", "Employee + family"),
        ("Vision", "Vision 150", "Employee + family"),
    ]
    (row,) = desk.get(reverse("roster")).context["page"].rows
    assert row.plans == ("Gold HMO", "Dental PPO", "Vision 150")
    assert row.dependents == ("Ben", "Cora")
