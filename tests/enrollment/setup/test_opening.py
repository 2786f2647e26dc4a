"""The checklist of a group, and opening it for enrollment."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.services import NothingToChange
from enrollment import services
from enrollment.queries.setup.checklist import is_ready, parts_of
from tests import factories
from tests.enrollment.setup.world import PLACE, STARTS, staff

pytestmark = pytest.mark.django_db
EVERYTHING = {
    "employer": ["Add the business address."],
    "contract": [],
    "contacts": ["Add the officer who signs the contract.", "Add a billing contact."],
    "units": ["Add an enrollment unit."],
    "rules": [],
    "cobra": [],
    "plans": [],
    "bills": ["Choose how bills are delivered."],
    "administrator": [],
}


def missing(group):
    with staff(group.purchaser):
        parts = parts_of(group.purchaser, on=factories.TODAY)
    return {part.slug: [each.words for each in part.missing] for part in parts}


def test_a_new_group_lacks_everything_but_its_contract(group):
    assert missing(group) == EVERYTHING


def test_each_step_takes_its_line_off_the_list(group):
    unit = group.unit(street="")
    assert missing(group)["units"] == ["Add the business address of Studio."]
    assert missing(group)["rules"] == ["Set the rules of Studio."]
    assert missing(group)["plans"] == ["Offer a plan to Studio."]
    group.do("move_unit", unit=unit, effective_on=STARTS, **PLACE)
    assert missing(group)["units"] == ["Add the rating area of Studio."]
    group.do("move_unit", unit=unit, effective_on=STARTS, rating_area="4", **PLACE)
    group.do("set_unit_rules", unit=unit, effective_on=STARTS)
    group.do("offer_plan", unit=unit, plan=factories.plan(), starts_on=STARTS)
    group.of_group("set_bill_delivery", way="paper", effective_on=STARTS)
    found = missing(group)
    assert [found[slug] for slug in ("units", "rules", "plans")] == [[], [], []]
    assert found["bills"] == ["Add the address for paper bills."]
    group.of_group("set_address", kind="mailing", effective_on=STARTS, **PLACE)
    assert missing(group)["bills"] == []


def test_rules_that_start_after_the_contract_are_missing_on_its_first_day(group):
    unit = group.unit()
    group.do("set_unit_rules", unit=unit, effective_on=date(2027, 1, 2))
    assert missing(group)["rules"] == ["Set the rules of Studio."]


def test_opening_is_refused_with_the_list_and_done_when_it_is_empty(group):
    with pytest.raises(services.NotComplete) as refusal:
        group.of_group("open_group")
    assert refusal.value.missing == [words for part in EVERYTHING.values() for words in part]
    assert group.lines("opened_group") == []
    group.complete()
    opened = group.of_group("open_group", reason="Ready")
    assert opened.opened_at == factories.NOW
    assert group.lines("opened_group") == [("opened_group", "Earliest coverage January 1, 2027", "Ready")]
    with pytest.raises(NothingToChange):
        group.of_group("open_group")


def test_a_complete_group_is_ready_without_an_administrator(group):
    group.complete()
    with staff(group.purchaser):
        parts = parts_of(group.purchaser, on=factories.TODAY)
    assert is_ready(parts)
    assert [part.slug for part in parts if not part.is_done] == ["administrator"]


def test_the_administrator_is_named_by_code_and_by_grant(group):
    factories.grant(factories.user("Lena Ortiz"), group.purchaser)
    with staff(group.purchaser):
        part = parts_of(group.purchaser, on=factories.TODAY)[-1]
    assert (part.below, part.is_done) == ("Lena Ortiz", True)


def test_a_group_that_is_not_open_takes_nobody(group):
    with pytest.raises(services.CannotEnroll, match=r"isn't open for enrollment yet.*1-800-555-0142"):
        services.refuse_unless_open(group.purchaser)
    group.complete()
    group.of_group("open_group")
    services.refuse_unless_open(group.purchaser)


def test_an_opened_group_is_not_closed_again(group):
    group.complete()
    group.of_group("open_group")
    with staff(group.purchaser), pytest.raises(DatabaseError) as failure, transaction.atomic():
        connection.cursor().execute("UPDATE accounts_purchaser SET opened_at = NULL WHERE opened_at IS NOT NULL")
    assert failure.value.__cause__.diag.sqlstate == "23001"


def test_a_representative_of_another_group_sees_nothing_missing_here(group):
    """What is missing is counted for this group alone."""
    factories.Employer("Other")
    assert missing(group) == EVERYTHING
