"""Undoing a merge: every later row is assigned, and employers see what they saw before or what was assigned."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Activity, EnrollmentUnit
from enrollment import services
from enrollment.commands import CorrectDetails, ReverseEnd
from enrollment.models import (
    BillTo,
    Coverage,
    Employment,
    Enrollment,
    FollowUp,
    PersonDetail,
    RosterLine,
)
from enrollment.queries.identity.humans import survivors
from enrollment.rules.people import Address
from tests import factories
from tests.enrollment.merging.world import (
    AFTER,
    HIRED,
    LATER,
    World,
    as_staff,
    ended,
    joined,
    mia,
    settled,
    since,
    undo,
    zed,
)
from tests.factories import applicant, child, near, spouse

pytestmark = pytest.mark.django_db


def test_the_link_is_taken_back(world, rep):
    merge = undo(world.merge, rep)
    assert (merge.undone_by, merge.undone_at, merge.undone_reason) == (rep, AFTER, "Two people after all")
    assert survivors([world.zed]) == {world.zed: world.zed}
    with pytest.raises(services.CannotMerge, match="already been undone"):
        as_staff(services.undo_merge, rep, merge_id=merge.pk, assigned={}, at=AFTER)


def test_every_row_since_is_named_in_words(world):
    assert [(row.kind, row.words) for row in since(world.merge)] == [
        ("enrollment", "Family enrollment in Gold HMO"),
        ("coverage", "Coverage Medical, 03/01/2027 - no end date"),
        ("employment", "Employment 01/04/2027 - no end date"),
        ("detail", "Details: Zed Quist, born 01/01/1970"),
    ]


def test_it_is_refused_until_every_row_is_assigned(world, rep):
    rows = since(world.merge)
    for missing in rows:
        assigned = {row.key: world.zed for row in rows if row is not missing}
        with pytest.raises(services.CannotMerge, match="Assign each record"):
            as_staff(services.propose_undo, rep, merge_id=world.merge.pk, assigned=assigned, at=AFTER)
    assert survivors([world.zed]) == {world.zed: world.mia}


def test_what_one_request_wrote_is_not_torn_apart(world, rep):
    key = next(row.key for row in since(world.merge) if row.kind == "employment")
    with pytest.raises(services.CannotMerge, match="Assign all records from one request to the same member"):
        undo(world.merge, rep, **{key: world.zed})


def test_a_row_goes_to_no_third_person(world, rep):
    with pytest.raises(services.CannotMerge, match="Choose one of the two members"):
        undo(world.merge, rep, to=ended(applicant()))


def test_a_reason_is_needed(world, rep):
    with pytest.raises(services.CannotMerge, match="Enter the reason"):
        as_staff(services.undo_merge, rep, merge_id=world.merge.pk, assigned={}, reason=" ")


def test_what_stays_is_not_touched(world, rep):
    with world.employer.scope():
        before = [list(model.objects.order_by("pk").values()) for model in (Coverage, Employment, PersonDetail)]
    undo(world.merge, rep)
    with world.employer.scope():
        assert [list(model.objects.order_by("pk").values()) for model in (Coverage, Employment, PersonDetail)] == before


def test_what_goes_to_the_other_record_is_a_new_version(rep, second):
    world = World(rep, second, spouse(), child())
    before = world.covered()
    undo(world.merge, rep, to=world.zed)
    assert world.covered() == sorted(
        [(name, *days) for name, *days in before if name != "Mia"]
        + [("Zed", *days) for name, *days in before if name == "Mia"]
    )
    assert world.whose(Employment) == [world.zed]
    assert world.whose(Enrollment) == [world.mia, world.zed]
    assert world.whose(PersonDetail, superseded_at=None, first_name="Zed") == [world.zed]
    assert world.whose(RosterLine) == [world.zed]
    with world.employer.scope():
        old = Coverage.objects.filter(enrollment=world.change.enrollment)
        seq = EnrollmentUnit.objects.get(pk=world.employer.unit.pk).known_seq
        assert set(old.values_list("superseded_seq", flat=True)) == {seq}
        new = Coverage.objects.filter(superseded_at=None)
        assert (new.count(), set(new.values_list("known_seq", flat=True))) == (3, {seq})
    call_command("verify_roster")


def test_who_pays_goes_along_under_the_number_of_the_copy(world, rep):
    undo(world.merge, rep, to=world.zed)
    with world.employer.scope():
        old, new = BillTo.objects.order_by("pk")
        seq = EnrollmentUnit.objects.get(pk=world.employer.unit.pk).known_seq
        assert (old.enrollment.subscriber_id, new.enrollment.subscriber_id) == (world.mia, world.zed)
        assert (new.payer, new.effective_on, new.known_seq) == (old.payer, old.effective_on, seq)


def test_the_units_of_all_employers_are_locked_by_one_statement(world, rep):
    """A rate for both that takes the units in id order never waits for half of them."""
    fourth = factories.Employer("Fourth")
    assert fourth.enroll(employee=zed(), hired_on=HIRED, at=LATER).person_id == world.mia
    with CaptureQueriesContext(connection) as asked:
        undo(world.merge, rep, to=world.zed)
    assert len([each for each in asked.captured_queries if "known_seq = unit.known_seq + 1" in each["sql"]]) == 1
    for employer in (world.employer, fourth):
        with employer.scope():
            newest = Coverage.objects.latest("pk")
            assert (newest.person_id, newest.known_seq) == (world.zed, employer.purchaser.units.get().known_seq)


def test_the_employer_reads_of_each_row_that_went_elsewhere(world, rep):
    undo(world.merge, rep, to=world.zed)
    with world.employer.scope():
        lines = Activity.objects.filter(verb="assigned_row")
        assert sorted(line.before["row"].split(":")[0] for line in lines) == [
            "coverage",
            "detail",
            "employment",
            "enrollment",
        ]
        assert {(line.actor, line.staff_only, line.after["person"]) for line in lines} == {(rep, False, str(world.zed))}


def test_the_next_request_finds_the_person_it_was_assigned_to(world, rep):
    undo(world.merge, rep, to=world.zed)
    with pytest.raises(services.CannotEnroll, match="already covered"):
        world.employer.enroll(employee=zed(), hired_on=HIRED, at=AFTER)
    fourth = factories.Employer("Fourth")
    assert fourth.enroll(employee=zed(), hired_on=HIRED, at=AFTER).person_id == world.zed
    assert fourth.enroll(employee=mia(), hired_on=HIRED, at=AFTER).person_id == world.mia


def test_an_end_since_goes_with_the_coverage_and_is_not_reversed_by_mistake(world, rep):
    end = world.employer.end(world.change, event_on=date(2027, 3, 15), at=AFTER)
    undo(world.merge, rep, to=world.zed)
    assert world.covered() == [("Zed", date(2027, 3, 1), date(2027, 3, 31))]
    with world.employer.scope(), pytest.raises(services.CannotReverse, match="has changed since"):
        services.submit(
            command=ReverseEnd(change_id=end.pk, reason="Stays"),
            submission=world.employer.submission(at=AFTER + timedelta(days=1)),
        )


def test_a_correction_since_goes_with_the_details_it_corrects(world, rep):
    corrected = zed(phone="510-555-0142")
    with world.employer.scope():
        command = CorrectDetails(person_id=world.mia, after=corrected)
        services.submit(command=command, submission=world.employer.submission(at=AFTER))
    undo(world.merge, rep, to=world.zed)
    assert world.whose(PersonDetail, superseded_at=None) == [world.zed]
    with world.employer.scope():
        assert PersonDetail.objects.get(superseded_at=None).phone == "510-555-0142"


def test_details_from_before_come_back_to_the_survivor(rep, second):
    """Mia was at this employer before the merge, so its earlier details of her count again."""
    employer = factories.Employer("Both")
    mias = employer.enroll(employee=mia(address=Address("9 Elm St", "Reno", "NV", "89501")), hired_on=date(2026, 8, 3))
    employer.end(mias)
    zeds = ended(zed())
    merge = joined(zeds, mias.person_id, rep, second)
    settled(employer.enroll(employee=zed(), hired_on=HIRED, at=LATER), mias.person_id, rep)
    undo(merge, rep, to=zeds)
    with employer.scope():
        current = PersonDetail.objects.filter(superseded_at=None)
        assert sorted(current.values_list("person_id", "first_name")) == sorted(
            [(mias.person_id, "Mia"), (zeds, "Zed")]
        )
        assert sorted(RosterLine.objects.values_list("name", flat=True)) == ["Quist, Zed", "Stone, Mia"]
    call_command("verify_roster")


def test_a_dependent_found_since_goes_to_the_other_record(rep, second):
    zeds, mias = ended(zed()), ended(mia())
    employer = factories.Employer("Family")
    merge = joined(zeds, mias, rep, second)
    family = employer.enroll(zed(relationship="01"), hired_on=HIRED, at=LATER)
    rows = since(merge)
    assert [row.kind for row in rows] == ["coverage", "detail"]
    undo(merge, rep, to=zeds)
    with employer.scope():
        known = Coverage.objects.known().filter(enrollment=family.enrollment)
        assert sorted(known.values_list("relationship", "person_id")) == [("01", zeds), ("18", family.person_id)]
    call_command("verify_roster")


def test_what_the_employer_owes_is_owed_about_the_other_record(rep, second):
    """Ana's number is still missing at this employer, under Mia's record."""
    anas, mias = ended(applicant()), ended(mia())
    employer = factories.Employer("Third")
    merge = joined(anas, mias, rep, second)
    settled(employer.enroll(employee=near(), hired_on=HIRED, at=LATER), mias, rep)
    undo(merge, rep, to=anas)
    with employer.scope():
        assert list(FollowUp.objects.filter(done_at=None).values_list("person_id", flat=True)) == [anas]
        assert list(FollowUp.objects.exclude(done_at=None).values_list("person_id", flat=True)) == [mias]
