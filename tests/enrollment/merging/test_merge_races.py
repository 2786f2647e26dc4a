"""Concurrent merges, undos and enrollments: one wins, and the other is told."""

import pytest
from django.db import IntegrityError

from access import tenancy
from enrollment import services
from enrollment.models import Coverage, PersonMerge
from enrollment.queries.merging.rows import rows_since
from tests import factories
from tests.races import TRIALS, someone, together

pytestmark = pytest.mark.django_db(transaction=True)


def _records(*people):
    for place, who in enumerate(people):
        employer = factories.Employer(f"Own {place}")
        change = employer.enroll(employee=who, hired_on=factories.date(2026, 8, 3))
        employer.end(change)
        yield change.person_id


JANUARY = factories.datetime(2027, 1, 11, 18, 30, tzinfo=factories.UTC)


def _by_staff(verb, by, **what):
    def act():
        with tenancy.as_user(by), tenancy.staff():
            return verb(by=by, at=JANUARY, reason="Seen", **what)

    return act


def test_two_representatives_who_confirm_at_once_make_one_link():
    one, *two = (factories.representative(name).user for name in ("Robin", "Sam", "Kim"))
    for trial in range(TRIALS // 20):
        duplicate, survivor = _records(someone(2 * trial), someone(2 * trial + 1))
        proposal = _by_staff(services.propose_merge, one, duplicate_id=duplicate, survivor_id=survivor)()
        results = together(*[_by_staff(services.confirm_merge, by, proposal_id=proposal.pk) for by in two])
        (refusal,) = [str(each) for each in results if not isinstance(each, PersonMerge)]
        assert refusal == "This request has already been decided."


def test_two_representatives_who_confirm_that_a_merge_is_taken_back_take_it_back_once():
    one, *two = (factories.representative(name).user for name in ("Robin", "Sam", "Kim"))
    for trial in range(TRIALS // 20):
        who = someone(2 * trial)
        duplicate, survivor = _records(who, someone(2 * trial + 1))
        proposal = _by_staff(services.propose_merge, one, duplicate_id=duplicate, survivor_id=survivor)()
        merge = _by_staff(services.confirm_merge, two[0], proposal_id=proposal.pk)()
        employer = factories.Employer()
        employer.enroll(employee=who, hired_on=factories.date(2027, 1, 4), at=JANUARY)
        with tenancy.as_user(None), tenancy.staff():
            whose = {row.key: duplicate for row in rows_since(merge)}
        undoing = _by_staff(services.propose_undo, one, merge_id=merge.pk, assigned=whose)()
        results = together(*[_by_staff(services.confirm_undo, by, proposal_id=undoing.pk) for by in two])
        (refusal,) = [str(each) for each in results if not isinstance(each, PersonMerge)]
        assert refusal == "This merge has already been undone."
        with employer.scope():
            assert list(Coverage.objects.values_list("person_id", "superseded_seq").order_by("pk")) == [
                (survivor, 2),
                (duplicate, None),
            ]


def test_two_representatives_who_merge_both_ways_at_once_make_one_link():
    employer = factories.Employer()
    one, two = (factories.representative(name).user for name in ("Robin", "Sam"))
    for trial in range(TRIALS // 20):
        changes_ = [
            employer.enroll(employee=someone(2 * trial + k), hired_on=factories.date(2026, 8, 3)) for k in (0, 1)
        ]
        for change in changes_:
            employer.end(change)
        a, b = (change.person_id for change in changes_)
        results = together(
            _by_staff(services.merge_people, one, duplicate_id=a, survivor_id=b),
            _by_staff(services.merge_people, two, duplicate_id=b, survivor_id=a),
        )
        assert sum(isinstance(each, PersonMerge) for each in results) == 1
        assert sum("is already merged into member" in str(each) for each in results) == 1


def test_a_circle_of_links_cannot_be_closed_by_two_at_once():
    """Without the services' locks, the trigger waits for the other link and sees it."""
    rep = factories.representative().user
    for trial in range(TRIALS // 20):
        a, b = _records(someone(2 * trial), someone(2 * trial + 1))

        def link(duplicate, survivor):
            with tenancy.as_user(rep), tenancy.staff():
                facts = {"decided_by": rep, "decided_at": JANUARY, "reason": "Seen"}
                return PersonMerge.objects.create(duplicate_id=duplicate, survivor_id=survivor, **facts)

        results = together(lambda a=a, b=b: link(a, b), lambda a=a, b=b: link(b, a))
        assert sum(isinstance(each, PersonMerge) for each in results) == 1
        (refused,) = [each for each in results if isinstance(each, IntegrityError)]
        assert refused.__cause__.diag.constraint_name == "merge_has_an_end"


def test_somebody_enrolled_while_their_record_is_merged_is_covered_once():
    """Either the merge is refused because both are covered, or the enrollment waits because the other record is."""
    one, two = (factories.representative(name).user for name in ("Robin", "Sam"))
    for trial in range(TRIALS // 20):
        employer, who = factories.Employer(), someone(2 * trial)
        (survivor,) = _records(who)
        covered = employer.enroll(employee=someone(2 * trial + 1), hired_on=factories.date(2026, 8, 3)).person_id
        facts = {"duplicate_id": covered, "survivor_id": survivor}
        proposal = _by_staff(services.propose_merge, one, **facts)()

        def enroll(employer=employer, who=who):
            return employer.enroll(employee=who, hired_on=factories.date(2027, 1, 4), at=JANUARY)

        results = together(enroll, _by_staff(services.confirm_merge, two, proposal_id=proposal.pk))
        done = [each for each in results if isinstance(each, PersonMerge) or getattr(each, "state", "") == "completed"]
        assert len(done) == 1, results
