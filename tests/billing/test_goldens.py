"""Amounts that were computed by hand."""

import pytest

from tests.billing.stories import ANA, BEN, TIERS, add, amounts, child, cut, end, enroll, publish, story

BY_AGE = {"rating": "age"}


def only(bills):
    """The amounts of the only bill, without month and subject."""
    (bill,) = bills
    return [line["amount"] for line in bill["lines"]]


def test_the_worked_example_of_a_spouse_who_left_and_a_newborn(bills):
    dearer = publish(effective_on="2026-04-01", tiers=TIERS | {"EC": "1060.00"})
    answer = bills(
        story(
            publish(),
            enroll(ANA, BEN),
            cut("2026-03"),
            cut("2026-04"),
            end("2026-02-28", "ben"),
            add(child("cora", "2026-03-10"), starts_on="2026-03-10"),
            cut("2026-05"),
            dearer,
            cut("2026-06"),
            {"do": "reverse_end", "of": "e1"},
            cut("2026-07"),
        )
    )
    assert [bill["total"] for bill in answer] == ["1200.00", "1200.00", "300.00", "1080.00", "4220.00"]
    assert amounts(answer)[2:] == [
        [("2026-03", "family", "-600.00"), ("2026-04", "family", "-150.00"), ("2026-05", "family", "1050.00")],
        [("2026-04", "family", "10.00"), ("2026-05", "family", "10.00"), ("2026-06", "family", "1060.00")],
        [
            ("2026-03", "family", "600.00"),
            ("2026-04", "family", "640.00"),
            ("2026-05", "family", "640.00"),
            ("2026-06", "family", "640.00"),
            ("2026-07", "family", "1700.00"),
        ],
    ]


SEVEN = [
    {"id": "a", "relationship": "18", "born": "1980-06-01"},
    {"id": "b", "relationship": "01", "born": "1982-06-01"},
    *[child(name, f"{year}-06-01") for name, year in zip("cdefg", (2003, 2006, 2008, 2010, 2015), strict=True)],
]


def test_only_the_three_oldest_children_under_21_pay(bills):
    (bill,) = bills(
        story(publish(base="400.00", factor="1"), enroll(*SEVEN, starts_on="2026-01-01"), cut("2026-01"), **BY_AGE)
    )
    assert bill["total"] == "2584.00"
    assert [(line["subject"], line["amount"]) for line in bill["lines"]] == [
        ("a", "577.60"),
        ("b", "542.80"),
        ("c", "400.00"),
        ("d", "376.40"),
        ("e", "354.00"),
        ("f", "333.20"),
    ]


def test_of_children_with_one_birth_date_the_first_ids_pay(bills):
    twins = [child(name, "2015-06-01") for name in ("c10", "c9", "c1", "c2")]
    (bill,) = bills(
        story(publish(base="100.00", factor="1"), enroll(*twins, starts_on="2026-01-01"), cut("2026-01"), **BY_AGE)
    )
    assert [line["subject"] for line in bill["lines"]] == ["c1", "c10", "c2"]


def test_without_a_cap_every_child_pays(bills):
    rated = story(
        publish(base="400.00", factor="1"),
        enroll(*SEVEN, starts_on="2026-01-01"),
        cut("2026-01"),
        child_cap=False,
        **BY_AGE,
    )
    assert bills(rated)[0]["total"] == "2890.00"


@pytest.mark.parametrize(("factor", "amount"), [("1.02", "624.60"), ("1.1", "673.59")])
def test_a_half_cent_is_rounded_up_once(bills, factor, amount):
    """612.35 x 1.02 = 624.597; x 1.1 = 673.585."""
    who = {"id": "a", "relationship": "18", "born": "2004-06-01"}
    rates = publish(base="612.35", factor=factor)
    assert only(bills(story(rates, enroll(who), cut("2026-03"), **BY_AGE))) == [amount]


def test_by_the_day_two_tiers_share_a_month_and_are_rounded_together(bills):
    """14 days of 1,200 and 17 of 1,700, of 31: rounded apart it would be 1,474.20."""
    joins = add(child("cora", "2026-03-15"), starts_on="2026-03-15")
    priced = story(publish(), enroll(ANA, BEN), joins, cut("2026-03"), proration="daily", newborn="as_others")
    assert only(bills(priced)) == ["1474.19"]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "charged"),
    [
        ("2026-03-15", None, True),
        ("2026-03-16", None, False),
        ("2026-03-01", "2026-03-15", False),
        ("2026-03-01", "2026-03-16", True),
        ("2026-03-15", "2026-03-16", True),
        ("2026-03-03", "2026-03-14", False),
        ("2026-03-17", "2026-03-31", False),
    ],
)
def test_the_15_16_rule(bills, starts_on, ends_on, charged):
    ended = [end(ends_on)] if ends_on else []
    priced = story(publish(), enroll(ANA, starts_on=starts_on), *ended, cut("2026-03"), proration="half_month")
    assert only(bills(priced)) == (["600.00"] if charged else [])


def test_days_on_both_sides_of_the_middle_count_together(bills):
    """Ended on the 15th and covered again from the 16th, in the same plan and unit."""
    events = publish(), enroll(ANA), end("2026-03-15"), add(ANA, starts_on="2026-03-16"), cut("2026-03")
    assert only(bills(story(*events, proration="half_month"))) == ["600.00"]


def test_one_day_is_a_full_month(bills):
    priced = story(publish(), enroll(ANA, starts_on="2026-03-31"), end("2026-03-31"), cut("2026-04"))
    assert amounts(bills(priced)) == [[("2026-03", "family", "600.00")]]


def test_one_day_by_the_day_is_a_thirty_first(bills):
    priced = story(publish(), enroll(ANA, starts_on="2026-03-31"), cut("2026-03"), proration="daily")
    assert only(bills(priced)) == ["19.35"]


@pytest.mark.parametrize("proration", ["full_month", "half_month", "daily"])
@pytest.mark.parametrize(("newborn", "amount"), [("free_in_birth_month", "600.00"), ("as_others", "1050.00")])
def test_a_newborn_is_free_in_the_month_of_birth(bills, proration, newborn, amount):
    born_on_the_first = add(child("cora", "2026-03-01"), starts_on="2026-03-01")
    rules = {"proration": proration, "newborn": newborn}
    assert only(bills(story(publish(), enroll(ANA), born_on_the_first, cut("2026-03"), **rules))) == [amount]


def test_who_joins_some_days_after_birth_is_not_free(bills):
    late = add(child("cora", "2026-03-10"), starts_on="2026-03-20")
    assert only(bills(story(publish(), enroll(ANA), late, cut("2026-03")))) == ["1050.00"]


def test_a_birthday_within_the_plan_year_changes_nothing_until_it_starts_again(bills):
    """21 on May 10, 2026: .970 until the plan year starts again in July."""
    who = {"id": "a", "relationship": "18", "born": "2005-05-10"}
    rates = publish(base="100.00", factor="1")
    answer = bills(story(rates, enroll(who), cut("2026-04"), cut("2026-06"), cut("2026-07"), year="07-01", **BY_AGE))
    assert amounts(answer) == [
        [("2026-03", "a", "97.00"), ("2026-04", "a", "97.00")],
        [("2026-05", "a", "97.00"), ("2026-06", "a", "97.00")],
        [("2026-07", "a", "100.00")],
    ]


def test_who_joins_after_a_birthday_has_the_age_of_the_first_day(bills):
    who = {"id": "a", "relationship": "18", "born": "2005-02-10"}
    priced = story(publish(base="100.00", factor="1"), enroll(who), cut("2026-03"), **BY_AGE)
    assert only(bills(priced)) == ["100.00"]


@pytest.mark.parametrize(("again_on", "amount"), [("2026-04-01", "97.00"), ("2026-04-02", "100.00")])
def test_a_gap_of_one_day_begins_another_age(bills, again_on, amount):
    """20 at the plan year's start, 21 on March 20: covered to March 31, and again without or with a gap."""
    who = {"id": "a", "relationship": "18", "born": "2005-03-20"}
    events = publish(base="100.00", factor="1"), enroll(who), end("2026-03-31"), add(who, starts_on=again_on)
    assert amounts(bills(story(*events, cut("2026-04"), **BY_AGE)))[0][1] == ("2026-04", "a", amount)


def test_a_move_keeps_the_age_and_credits_the_old_unit(bills):
    who = {"id": "a", "relationship": "18", "born": "2005-03-20"}
    move = {"do": "move", "family": "F1", "on": "2026-04-01", "unit": "002"}
    events = (
        publish(base="100.00", factor="1"),
        enroll(who),
        cut("2026-04"),
        move,
        cut("2026-05"),
        cut("2026-05", "002"),
    )
    assert amounts(bills(story(*events, **BY_AGE))) == [
        [("2026-03", "a", "97.00"), ("2026-04", "a", "97.00")],
        [("2026-04", "a", "-97.00")],
        [("2026-04", "a", "97.00"), ("2026-05", "a", "97.00")],
    ]


@pytest.mark.parametrize(
    ("people", "tier"),
    [
        ((ANA,), "EE"), ((ANA, BEN), "ES"), ((ANA, child("c", "2015-01-01")), "EC"),
        ((ANA, BEN, child("c", "2015-01-01")), "FAM"), ((BEN,), "SP"), ((child("c", "2015-01-01"),), "CH"),
        ((BEN, child("c", "2015-01-01")), "SC"),
    ],
)  # fmt: skip
def test_the_tier_follows_from_who_is_charged(bills, people, tier):
    tiers = {name: f"{place}.00" for place, name in enumerate(("EE", "ES", "EC", "FAM", "SP", "CH", "SC"), 1)}
    assert only(bills(story(publish(tiers=tiers), enroll(*people), cut("2026-03")))) == [tiers[tier]]


@pytest.mark.parametrize(("children", "amount"), [(0, "1.00"), (1, "2.00"), (2, "3.00"), (4, "3.00")])
def test_three_tiers_count_people(bills, children, amount):
    people = [ANA, *[child(f"c{n}", "2015-01-01") for n in range(children)]]
    rates = publish(tiers={"EE": "1.00", "TWO": "2.00", "FAM": "3.00"})
    assert only(bills(story(rates, enroll(*people), cut("2026-03"), tiers=3))) == [amount]


def test_the_area_comes_before_all_areas_and_the_last_published_before_earlier_ones(bills):
    def at(amount, **more):
        return publish(tiers={"EE": amount}, **more)

    rates = (
        at("2.00", area="A"),
        at("3.00", area="A"),
        at("4.00", area="B"),
        at("5.00"),
        at("9.00", through="2026-02-28"),
    )
    assert only(bills(story(*rates, enroll(ANA), cut("2026-03")))) == ["3.00"]


def test_whoever_would_only_start_after_an_end_never_took_effect(bills):
    events = publish(), enroll(ANA), add(BEN, starts_on="2026-05-01"), end("2026-04-30"), cut("2026-05")
    undone = {"do": "reverse_end", "of": "e1"}
    assert amounts(bills(story(*events, undone, cut("2026-06")))) == [
        [("2026-03", "family", "600.00"), ("2026-04", "family", "600.00")],
        [("2026-05", "family", "1200.00"), ("2026-06", "family", "1200.00")],
    ]


def test_an_end_after_a_move_is_reversed_on_both_sides_of_it(bills):
    move = {"do": "move", "family": "F1", "on": "2026-05-01", "plan": "PPO"}
    dear = publish("PPO", tiers={"EE": "700.00"})
    ended = end("2026-03-31"), cut("2026-05"), {"do": "reverse_end", "of": "e1"}, cut("2026-06")
    assert amounts(bills(story(publish(), dear, enroll(ANA), move, *ended))) == [
        [("2026-03", "family", "600.00")],
        [("2026-04", "family", "600.00"), ("2026-05", "family", "700.00"), ("2026-06", "family", "700.00")],
    ]
