"""Any order of issuing, redeeming, changing, stopping and leaving: no one exceeds the giver, and an administrator
remains.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from access import services
from access.admission import Admission
from access.models import Grant
from access.privileges import Privilege
from access.rules.standing import Standing, beyond
from tests import factories
from tests.counts import count
from tests.factories import NOW

pytestmark = pytest.mark.django_db
EXAMPLES, STEPS = count("machine examples"), 50
LEAST_STEPS = count("machine steps")
PRIVILEGES = [Privilege.MANAGE_ACCESS, Privilege.VIEW_ROSTER, Privilege.ENROLL, Privilege.SEE_NUMBER]
PEOPLE = 6


class AccessMachine(RuleBasedStateMachine):
    steps = 0

    @initialize()
    def open(self):
        self.savepoint = transaction.savepoint_create()
        self.employer = factories.Employer()
        self.units = [self.employer.unit.pk, factories.unit(self.employer.purchaser, code="002", name="Two").pk]
        self.people = [factories.user(f"Person {letter}") for letter in "abcdef"]
        self.codes, self.at = {}, NOW
        self.outside = factories.delegation(self.employer)

    def teardown(self):
        if hasattr(self, "savepoint"):
            transaction.savepoint_rollback(self.savepoint)

    def grants(self):
        with self.employer.scope():
            return list(Grant.objects.not_over(self.at).select_related("user", "purchaser").order_by("pk"))

    def attempt(self, act):
        """Run one action in a transaction; a refusal leaves nothing behind."""
        type(self).steps += 1
        self.at += timedelta(minutes=1)
        try:
            with self.employer.scope(), transaction.atomic():
                return act()
        except (services.CannotChangeAccess, services.CodeRefused, services.AlreadyLinked, Grant.DoesNotExist):
            return None

    def standing(self, privileges, units, days):
        ends_at = self.at + timedelta(days=days) if days else None
        return Standing.of(privileges, [self.units[each] for each in units] or None, ends_at)

    some = {
        "privileges": st.sets(st.sampled_from(PRIVILEGES), min_size=1),
        "units": st.sets(st.integers(0, 1)),
        "days": st.sampled_from([0, 0, 1, 400]),
    }

    @rule(giver=st.integers(0, 99), person=st.integers(0, PEOPLE - 1), outside=st.booleans(), **some)
    def issue(self, giver, person, outside, privileges, units, days):
        (own,) = self.pick(giver)
        asked = self.standing(privileges, units, days)
        code = self.attempt(
            lambda: services.issue_code(
                email=self.people[person].email,
                name="x",
                standing=asked,
                purchaser=self.employer.purchaser,
                by=own.user,
                at=self.at,
                own=Admission.of(own),
                delegation=self.outside if outside else None,
            )
        )
        if code:
            assert own.delegation_id in (None, code.delegation_id)
            now = next(each for each in self.grants() if each.pk == own.pk)
            assert own.allows(Privilege.MANAGE_ACCESS)
            assert beyond(asked, services.standing_of(now)) == []
            self.codes[person] = (factories.mailed(self.employer, code, at=self.at), asked)

    @rule(person=st.integers(0, PEOPLE - 1))
    def redeem(self, person):
        if person not in self.codes:
            return
        plain, asked = self.codes.pop(person)
        user = self.people[person]

        def enter():
            index = services.enter_code(user=user, typed=plain, address=f"{person}", at=self.at)
            return services.redeem(index=index, user=user, at=self.at)

        try:
            grant = self.attempt(enter)
        except services.TooManyTries:
            return
        if grant:
            assert services.standing_of(grant) == asked

    @rule(giver=st.integers(0, 99), other=st.integers(0, 99), **some)
    def change(self, giver, other, privileges, units, days):
        own, grant = self.pick(giver, other)
        asked = self.standing(privileges, units, days)
        before = services.standing_of(own)
        if self.attempt(
            lambda: services.change_access(grant_id=grant.pk, standing=asked, own=Admission.of(own), at=self.at)
        ):
            assert grant.pk != own.pk
            assert own.delegation_id in (None, grant.delegation_id)
            assert beyond(asked, before) == []
            assert beyond(services.standing_of(grant), before) == []

    @rule(
        giver=st.integers(0, 99),
        other=st.integers(0, 99),
        act=st.sampled_from(["suspend", "resume", "revoke", "leave"]),
    )
    def stop(self, giver, other, act):
        own, grant = self.pick(giver, other)
        facts = {
            "grant_id": grant.pk,
            "own": Admission.of(own),
            "purchaser": own.purchaser,
            "by": own.user,
            "at": self.at,
        }
        self.attempt(
            {
                "suspend": lambda: services.suspend_access(**facts),
                "resume": lambda: services.resume_access(**facts),
                "revoke": lambda: services.revoke_access(grant=grant, by=own.user, at=self.at, own=Admission.of(own)),
                "leave": lambda: services.leave(own=Admission.of(own), at=self.at),
            }[act]
        )

    @rule(giver=st.integers(0, 99))
    def end_the_organization(self, giver):
        """An administrator of the company ends it; another with the same name takes its place."""
        (own,) = self.pick(giver)
        if self.attempt(
            lambda: services.end_delegation(delegation_id=self.outside.pk, own=Admission.of(own), at=self.at)
        ):
            assert own.delegation_id is None
            assert not [each for each in self.grants() if each.delegation_id == self.outside.pk]
            with self.employer.scope():
                first = Grant.objects.lasting_administrators(self.at).select_related("user", "purchaser").first()
                self.outside = services.delegate(
                    name="Summit Brokers", kind="broker", ends_at=None, own=Admission.of(first), at=self.at
                )

    @rule(days=st.sampled_from([1, 3, 8]))
    def wait(self, days):
        self.at += timedelta(days=days)

    def pick(self, *places):
        grants = self.grants()
        return [grants[place % len(grants)] for place in places]

    @invariant()
    def somebody_can_manage_access(self):
        if hasattr(self, "employer"):
            with self.employer.scope():
                assert Grant.objects.lasting_administrators(self.at).exists()


def test_no_order_of_steps_exceeds_the_giver_or_leaves_nobody():
    AccessMachine.steps = 0
    run_state_machine_as_test(AccessMachine, settings=settings(max_examples=EXAMPLES, stateful_step_count=STEPS))
    assert AccessMachine.steps >= LEAST_STEPS
