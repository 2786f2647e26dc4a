"""The employer, its contacts, units, addresses and bills: each change with its day, its reason and its line."""

from datetime import date, timedelta

import pytest

from accounts.models import Contact, Purchaser
from accounts.services import CannotSetUp, NothingToChange, set_billing_start
from enrollment.queries.setup.affected import of_prices, of_size
from tests import factories
from tests.enrollment.setup.world import PLACE, STARTS, Group, staff

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OFFICER = {"role": "officer", "name": "Lena Ortiz", "phone": "(510) 555-0142"}


def fresh(group):
    with staff(group.purchaser):
        group.purchaser.refresh_from_db()
    return group.purchaser


def test_a_new_group_is_being_set_up(group):
    assert fresh(group).opened_at is None
    assert [line[0] for line in group.lines()] == ["added_purchaser", "recorded_contract", "set_size"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"number": "10490417"}, "number"),
        ({"name": " "}, "name"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"employees": 0}, "employees"),
        ({"contract_starts_on": date(1899, 12, 31)}, "starts_on"),
    ],
)
def test_a_group_is_refused_with_the_field(group, facts, field):
    whole = {
        "number": "104-90417",
        "name": "Redwood Ceramics",
        "time_zone": "America/Los_Angeles",
        "contract_starts_on": STARTS,
        "employees": 38,
        "representative": group.purchaser.representative,
    }
    with pytest.raises(CannotSetUp) as refusal:
        group.do("add_purchaser", **whole | facts)
    assert refusal.value.field == field


def test_an_id_that_belonged_to_another_is_refused(group):
    with pytest.raises(CannotSetUp, match="belongs or belonged"):
        group.do(
            "add_purchaser",
            number=group.purchaser.number,
            name="Other",
            time_zone="America/Chicago",
            contract_starts_on=STARTS,
            employees=2,
            representative=group.purchaser.representative,
        )


def test_a_new_name_keeps_the_old_one(group):
    group.of_group("rename_purchaser", name="Redwood Clay")
    assert (fresh(group).name, group.purchaser.former_names) == ("Redwood Clay", ["Redwood Ceramics"])
    group.of_group("rename_purchaser", name="Redwood Ceramics")
    assert fresh(group).former_names == ["Redwood Clay"]
    with pytest.raises(NothingToChange):
        group.of_group("rename_purchaser", name="Redwood Ceramics")


def test_names_are_joined_once_the_other_contract_has_ended(group):
    other = Group("Kiln Works")
    with pytest.raises(CannotSetUp, match="End that group's contract first"):
        group.of_group("join_names", other=other.purchaser)
    other.of_group("end_contract", last_day=date(2027, 3, 31))
    group.of_group("join_names", other=other.purchaser)
    assert fresh(group).former_names == ["Kiln Works"]
    assert fresh(other).joined_to_id == group.purchaser.pk
    with staff(group.purchaser):
        assert Purchaser.objects.numbered(other.purchaser.number) == other.purchaser
    assert group.lines("joined_names") == [
        ("joined_names", f"Kiln Works, {other.purchaser.number}", "As in the signed contract")
    ]
    assert other.lines("joined_names")[0][1] == f"Redwood Ceramics, {group.purchaser.number}"
    with pytest.raises(CannotSetUp, match="joined to another one already"):
        group.of_group("join_names", other=other.purchaser)
    with pytest.raises(CannotSetUp, match="another group"):
        group.of_group("join_names", other=group.purchaser)


def test_sizes_count_from_their_day(group):
    group.of_group("set_size", employees=60, effective_on=date(2027, 7, 1))
    with staff(group.purchaser):
        sizes = group.purchaser.sizes.order_by("effective_on", "pk").values_list("effective_on", "employees")
        assert list(sizes) == [(STARTS, 38), (date(2027, 7, 1), 60)]
        effects = [of_size(group.purchaser, count, date(2027, 7, 1)).sentences[-1] for count in (61, 51, 50)]
    assert effects == ["The rules of its size stay the same."] * 2 + [
        "Rules for small employers count from July 1, 2027."
    ]


def test_a_contact_is_added_and_removed_with_a_line_each_and_stays_on_file(group):
    officer = group.of_group("add_contact", **OFFICER)
    with pytest.raises(NothingToChange):
        group.of_group("add_contact", **OFFICER)
    group.do("remove_contact", contact=officer, reason="Left the company")
    with staff(group.purchaser):
        assert not Contact.objects.current().filter(purchaser=group.purchaser).exists()
        assert Contact.objects.filter(pk=officer.pk).exists()
    assert group.lines("added_contact", "removed_contact") == [
        ("added_contact", "Lena Ortiz, Officer who signs the contract", "As in the signed contract"),
        ("removed_contact", "Lena Ortiz, Officer who signs the contract", "Left the company"),
    ]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (OFFICER | {"phone": ""}, "phone"),
        ({"role": "billing", "name": "Ray Chen"}, "email"),
        ({"role": "boss", "name": "Ray Chen", "phone": "1"}, "role"),
        ({"role": "billing", "name": "", "phone": "1"}, "name"),
    ],
)
def test_a_contact_nobody_can_reach_is_refused(group, facts, field):
    with pytest.raises(CannotSetUp) as refusal:
        group.of_group("add_contact", **facts)
    assert refusal.value.field == field


def test_an_open_group_keeps_an_officer(group):
    group.complete()
    group.of_group("open_group")
    with staff(group.purchaser):
        officer = Contact.objects.get(purchaser=group.purchaser, role="officer")
    with pytest.raises(CannotSetUp, match="only contact in this role"):
        group.do("remove_contact", contact=officer)
    group.of_group("add_contact", **OFFICER | {"name": "Sam Ito"})
    group.do("remove_contact", contact=officer)


def test_an_address_counts_from_its_day(group):
    group.of_group("set_address", kind="business", effective_on=STARTS, **PLACE)
    group.of_group("set_address", kind="business", effective_on=date(2027, 6, 1), **PLACE | {"street": "9 Clay St"})
    with staff(group.purchaser):
        found = group.purchaser.addresses.filter(kind="business")
        days = [date(2027, 5, 31), date(2027, 6, 1), date(2027, 6, 2)]
        assert [found.on(day).street for day in days] == ["1 Kiln Road", "9 Clay St", "9 Clay St"]


def test_paper_bills_of_an_open_group_need_their_address(group):
    group.complete()
    group.of_group("open_group")
    with pytest.raises(CannotSetUp, match="mailing address"):
        group.of_group("set_bill_delivery", way="paper", effective_on=STARTS)
    group.of_group("set_address", kind="mailing", effective_on=STARTS, **PLACE)
    group.of_group("set_bill_delivery", way="paper", effective_on=STARTS)
    assert group.lines("set_bill_delivery")[-1][1] == "On paper and online, from January 1, 2027"


def test_a_unit_has_its_address_plan_year_and_start_of_billing_under_one_number(group):
    unit = group.unit()
    with staff(group.purchaser):
        rows = [unit.places.get(), unit.plan_years.get(), unit.billing_starts.get()]
    assert [(row.effective_on, row.known_seq) for row in rows] == [(STARTS, 1)] * 3
    assert group.lines("added_unit")[0][1] == "Studio (001), from January 1, 2027"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"code": "001"}, "code"),
        ({"code": "002", "state": "Cal"}, "state"),
        ({"code": "002", "zip_code": "9460"}, "zip_code"),
        ({"code": "002", "effective_on": STARTS - DAY}, "effective_on"),
    ],
)
def test_a_unit_is_refused_with_the_field(group, facts, field):
    group.unit()
    with pytest.raises(CannotSetUp) as refusal:
        group.unit(**{"name": "Kiln"} | facts)
    assert refusal.value.field == field


@pytest.mark.parametrize(("day", "allowed"), [(STARTS - DAY, False), (STARTS, True), (STARTS + DAY, True)])
def test_a_unit_moves_from_the_start_of_billing_on(group, day, allowed):
    unit, there = group.unit(), {"state": "NV", "zip_code": "89501", "rating_area": "1"}
    if not allowed:
        with pytest.raises(CannotSetUp, match="Billing of Studio starts"):
            group.do("move_unit", unit=unit, effective_on=day, **there)
        return
    moved = group.do("move_unit", unit=unit, effective_on=day, **there)
    with staff(group.purchaser):
        unit.refresh_from_db()
        assert unit.places.on(day).rating_area == "1"
    assert moved.known_seq == unit.known_seq == 2


def test_a_renamed_unit_says_both_names(group):
    group.do("rename_unit", unit=group.unit(), name="Atelier")
    assert group.lines("renamed_unit")[0][1] == "Studio is now Atelier"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 12, 1), "before the contract"),
        (date(2027, 3, 1), None),
        (date(2027, 3, 2), "first of a month"),
    ],
)
def test_billing_starts_on_a_first_of_a_month_of_the_contract(group, day, words):
    unit = group.unit()
    if words:
        with pytest.raises(CannotSetUp, match=words):
            group.do("set_billing_start", unit=unit, effective_on=day)
    else:
        group.do("set_billing_start", unit=unit, effective_on=day)
        with pytest.raises(CannotSetUp, match="March 1, 2027"):
            group.do("set_unit_rules", unit=unit, effective_on=day - DAY)
        group.do("set_unit_rules", unit=unit, effective_on=day)


def test_billing_that_has_begun_does_not_move(employer):
    with staff(employer.purchaser), pytest.raises(CannotSetUp, match="started on January 1, 2020"):
        set_billing_start(unit=employer.unit, effective_on=date(2027, 1, 1), **factories.given(employer.purchaser))


def test_a_preview_of_prices_counts_employees_of_the_unit(employer):
    employer.enroll(hired_on=date(2026, 10, 5))
    with staff(employer.purchaser):
        effect = of_prices([employer.unit], date(2027, 1, 1))
    assert (effect.employees, effect.sentences[0]) == (1, "1 employee is covered on January 1, 2027 or later.")
