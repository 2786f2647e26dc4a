"""Concurrent actions: threads on a real Postgres, one result, and the other is told."""

import threading
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection

from access import services as access_services
from access import tenancy
from access.admission import Admission
from access.models import Grant
from accounts.models import EnrollmentUnit
from enrollment import services
from enrollment.models import Change, Coverage, Person, Review
from tests import factories
from tests.races import TRIALS, someone, together

pytestmark = pytest.mark.django_db(transaction=True)
REDEEMERS = 20


def changes(results):
    return [each for each in results if isinstance(each, Change)]


def test_a_double_click_makes_one_enrollment():
    employer = factories.Employer()
    for trial in range(TRIALS // 2):
        employee = someone(trial)

        def submit(employee=employee, key=f"key {trial}"):
            with employer.scope():
                return services.submit(
                    command=employer.add_employee(employee=employee), submission=employer.submission(key=key)
                )

        results = together(submit, submit)
        assert len({change.pk for change in changes(results)}) == 1
    with employer.scope():
        assert Coverage.objects.count() == TRIALS // 2


def test_two_purchasers_who_add_one_unseen_person_at_once_make_one_person():
    one, other = factories.Employer("One"), factories.Employer("Other")
    for trial in range(TRIALS):
        employee = someone(trial)
        acts = [lambda at=at, who=employee: at.enroll(employee=who) for at in (one, other)]
        results = together(*acts)
        assert [change.state for change in changes(results)] == ["completed", "completed"]
    with tenancy.as_user(None), tenancy.matching():
        assert Person.objects.count() == TRIALS


def test_two_tabs_that_add_one_employee_are_one_enrollment_and_the_other_is_told():
    employer = factories.Employer()
    results = together(*[lambda: employer.enroll(employee=someone(0))] * 2)
    (refusal,) = [each for each in results if not isinstance(each, Change)]
    assert str(refusal) == "Babo Bebub is already covered. Coverage by Gold HMO started on December 1, 2026."
    assert refusal.see == changes(results)[0]


def test_two_administrators_who_end_one_coverage_end_it_once():
    employer = factories.Employer()
    for trial in range(TRIALS // 2):
        family = employer.enroll(employee=someone(trial), hired_on=factories.date(2026, 9, 1))
        results = together(*[lambda family=family: employer.end(family)] * 2)
        (refusal,) = [each for each in results if not isinstance(each, Change)]
        assert str(refusal).startswith("Coverage already ends on November 30, 2026. Dana Rivera submitted that")
        assert len(changes(results)) == 1


def test_a_line_added_while_the_work_ends_ends_with_it_or_is_refused():
    employer = factories.Employer()
    dental = factories.offering(employer.unit, plan_=factories.plan("Dental PPO", line="dental"))
    hired_on = factories.date(2026, 9, 1)
    for trial in range(TRIALS):
        family = employer.enroll(employee=someone(trial), hired_on=hired_on)
        one_more = partial(employer.enroll, employee=someone(trial), hired_on=hired_on, offerings=[dental])
        results = together(partial(employer.end, family), one_more)
        assert isinstance(results[0], Change), results
        assert isinstance(results[1], Change | services.CannotEnroll), results
        with employer.scope():
            own = Coverage.objects.known().filter(person=family.person_id)
            assert {each.ends_on for each in own} == {factories.date(2026, 11, 30)}


def test_a_double_click_on_an_end_is_one_receipt():
    employer = factories.Employer()
    for trial in range(TRIALS // 4):
        family = employer.enroll(employee=someone(trial), hired_on=factories.date(2026, 9, 1))
        results = together(*[lambda family=family: employer.end(family, key=f"end {family.pk}")] * 2)
        assert len({change.pk for change in changes(results)}) == 1
        assert len(changes(results)) == 2


def test_two_held_requests_for_one_new_employee_are_one_and_the_other_is_told():
    first, employer = factories.Employer("First"), factories.Employer("Second")
    first.enroll()
    results = together(*[lambda: employer.enroll(employee=factories.near())] * 2)
    (refusal,) = [each for each in results if not isinstance(each, Change)]
    assert isinstance(refusal, services.CannotEnroll)
    assert refusal.see == changes(results)[0]


def test_numbers_of_changes_are_given_in_order_without_gaps():
    employer = factories.Employer()
    with employer.scope():
        before = EnrollmentUnit.objects.get(pk=employer.unit.pk).known_seq
    together(*[lambda trial=trial: employer.enroll(employee=someone(trial)) for trial in range(6)])
    with employer.scope():
        numbers = sorted(Coverage.objects.values_list("known_seq", flat=True))
        assert numbers == list(range(before + 1, before + 7))


def test_withdrawn_while_it_is_decided_is_one_or_the_other():
    first, employer = factories.Employer("First"), factories.Employer("Second")
    first.enroll()
    held = employer.enroll(employee=factories.near())
    rep = employer.purchaser.representative.user

    def decide():
        with tenancy.as_user(rep), tenancy.staff():
            review = Review.objects.get(change=held)
            return services.settle(review_id=review.pk, identities={0: None}, by=rep, at=factories.NOW, note="New")

    def withdraw():
        with employer.scope():
            return services.withdraw(change_id=held.pk, submission=employer.submission())

    results = together(decide, withdraw)
    assert len(changes(results)) == 1
    with employer.scope():
        held.refresh_from_db()
        assert held.state in ("completed", "withdrawn")
        assert Coverage.objects.count() == (1 if held.state == "completed" else 0)


def decision(verb, held, rep, **what):
    """A representative's action as at the desk: one transaction under the staff role."""
    with tenancy.as_user(rep), tenancy.staff():
        review = Review.objects.get(change=held)
        return verb(review_id=review.pk, by=rep, at=factories.NOW, **what)


def test_two_representatives_who_decide_at_once_are_one_decision():
    first, employer = factories.Employer("First"), factories.Employer("Second")
    on_file = first.enroll().person_id
    one, other = employer.purchaser.representative.user, factories.representative("Sam Ito").user
    for trial in range(TRIALS // 10):
        with employer.scope():
            held = services.submit(
                command=employer.add_employee(
                    employee=factories.near(sex="F", phone=f"(510) 555-01{trial:02}"),
                    hired_on=factories.date(2026, 10, 5) + timedelta(days=trial),
                ),
                submission=employer.submission(),
            )
        assert held.state == Change.State.IN_REVIEW
        results = together(
            lambda held=held: decision(services.settle, held, one, identities={0: on_file}, note="Same", insist=True),
            lambda held=held: decision(services.refuse, held, other, note="Another request has it"),
        )
        assert len(changes(results)) == 1
        (refusal,) = [str(each) for each in results if not isinstance(each, Change)]
        assert refusal in (
            "This request has already been decided.",
            "Sam Ito is working on this request.",
            "Robin Okafor is working on this request.",
        )
        with tenancy.as_user(None), tenancy.staff():
            review = Review.objects.get(change=held)
            assert (review.decision, review.change.state) in (("settled", "completed"), ("refused", "refused"))
        if review.decision == "settled":
            break
    with employer.scope():
        assert Coverage.objects.count() == (1 if review.decision == "settled" else 0)


def test_two_representatives_and_a_withdrawal_at_once_are_one_outcome():
    first, employer = factories.Employer("First"), factories.Employer("Second")
    on_file = first.enroll().person_id
    one, other = employer.purchaser.representative.user, factories.representative("Sam Ito").user
    held = employer.enroll(employee=factories.near())

    def withdraw():
        with employer.scope():
            return services.withdraw(change_id=held.pk, submission=employer.submission())

    results = together(
        lambda: decision(services.settle, held, one, identities={0: on_file}, note="Same"),
        lambda: decision(services.settle, held, other, identities={0: None}, note="New"),
        withdraw,
    )
    (change,) = changes(results)
    with employer.scope():
        assert Change.objects.get(pk=held.pk).state == change.state
        assert Coverage.objects.count() == (1 if change.state == Change.State.COMPLETED else 0)
    with tenancy.as_user(None), tenancy.matching():
        assert Person.objects.count() <= 2


def test_an_answer_and_a_withdrawal_at_once_are_one_outcome():
    first, employer = factories.Employer("First"), factories.Employer("Second")
    first.enroll()
    held = employer.enroll(employee=factories.near(born=factories.date(1986, 4, 29)))
    decision(services.ask_employer, held, employer.purchaser.representative.user, question="Is the date right?")

    def run(verb, **what):
        with employer.scope():
            return verb(change_id=held.pk, submission=employer.submission(), **what)

    results = together(
        lambda: run(services.answer, text="Corrected", people=[factories.applicant()]), lambda: run(services.withdraw)
    )
    (change,) = changes(results)
    with employer.scope():
        assert Change.objects.get(pk=held.pk).state == change.state
        assert Coverage.objects.count() == (1 if change.state == Change.State.COMPLETED else 0)


def test_one_code_that_20_try_at_once_makes_one_grant():
    employer = factories.Employer()
    barrier, wins = threading.Barrier(REDEEMERS), [[] for _ in range(TRIALS)]
    people = [factories.user(email=f"redeemer{trial}@example.test") for trial in range(TRIALS)]
    indexes = []
    for user in people:
        plain = factories.mailed(employer, factories.code(employer, email=user.email))
        indexes.append(access_services.enter_code(user=user, typed=plain, address=user.email, at=factories.NOW))

    def redeem():
        try:
            for trial, (user, index) in enumerate(zip(people, indexes, strict=True)):
                barrier.wait()
                try:
                    wins[trial].append(access_services.redeem(index=index, user=user, at=factories.NOW).pk)
                except access_services.AlreadyLinked:
                    wins[trial].append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=redeem) for _ in range(REDEEMERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [(len(won), sum(pk is not None for pk in won)) for won in wins] == [(REDEEMERS, 1)] * TRIALS
    with employer.scope():
        assert Grant.objects.filter(user__in=people).count() == TRIALS


def test_two_administrators_who_end_each_others_access_leave_one():
    for _trial in range(TRIALS // 5):
        employer = factories.Employer()
        other = factories.grant(factories.user("Kim"), employer.purchaser, at=factories.NOW.replace(year=2020))

        def end(own, target, purchaser=employer.purchaser):
            with tenancy.scope(purchaser, user=own.user):
                return access_services.revoke_access(grant=target, by=own.user, at=factories.NOW, own=Admission.of(own))

        pair = [(employer.grant, other), (other, employer.grant)]
        results = together(*[lambda each=each: end(*each) for each in pair])
        assert sum(isinstance(each, Grant) for each in results) == 1
        with employer.scope():
            assert Grant.objects.lasting_administrators(factories.NOW).count() == 1


def test_a_code_entered_while_its_organization_is_ended_leaves_no_access():
    employer = factories.Employer()
    for trial in range(TRIALS // 5):
        broker = factories.delegation(employer)
        user = factories.user(email=f"broker{trial}@example.test")
        plain = factories.mailed(employer, factories.code(employer, email=user.email, under=broker))
        index = access_services.enter_code(user=user, typed=plain, address=user.email, at=factories.NOW)

        def redeem(index=index, user=user):
            try:
                return access_services.redeem(index=index, user=user, at=factories.NOW)
            except access_services.CodeRefused:
                return None

        def end(broker=broker):
            with employer.scope():
                return access_services.end_delegation(
                    delegation_id=broker.pk, own=Admission.of(employer.grant), at=factories.NOW
                )

        together(redeem, end)
        with employer.scope():
            assert not Grant.objects.not_over(factories.NOW).filter(user=user).exists()
