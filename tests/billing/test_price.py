"""`manage.py price`: files in, bills out; anything it cannot read is refused in one sentence, with exit code 2."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from access import tenancy
from billing.models import Bill, Rate
from tests.billing.stories import ANA, BEN, TIERS, add, child, cut, end, enroll, publish, story

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("scratch")]
GOOD = story(publish(), enroll(ANA), cut("2026-03"))


def written(path, value):
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    return path


def refusal(tmp_path, value):
    """The one sentence that answers a bad scenario; nothing is written."""
    out = tmp_path / "out.json"
    with pytest.raises(CommandError) as wrong:
        call_command("price", scenario=written(tmp_path / "in.json", value), out=out)
    assert wrong.value.returncode == 2
    assert not out.exists()
    assert "\n" not in str(wrong.value)
    return str(wrong.value)


def test_a_file_is_priced(tmp_path, capsys):
    out = tmp_path / "out.json"
    call_command("price", scenario=written(tmp_path / "in.json", GOOD), out=out)
    line = {"family": "F1", "plan": "HMO", "subject": "family", "month": "2026-03"}
    money = {"owed": "600.00", "billed_before": "0.00", "amount": "600.00"}
    assert json.loads(out.read_text()) == {
        "bills": [{"unit": "001", "month": "2026-03", "total": "600.00", "lines": [line | money]}]
    }
    assert capsys.readouterr().out.startswith("1 scenario priced in ")


def test_a_folder_is_priced_but_for_the_answers_in_it_and_leaves_nothing(tmp_path):
    for name in ("a.json", "b.json", "b.expected.json", "notes.txt"):
        written(tmp_path / name, GOOD)
    call_command("price", scenario=tmp_path, out=tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.json", "b.json"]
    assert (tmp_path / "out" / "a.json").read_text() == (tmp_path / "out" / "b.json").read_text()
    with tenancy.as_user(None), tenancy.service():
        assert (Bill.objects.count(), Rate.objects.count()) == (0, 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relname = 'billing_bill'")
        assert cursor.fetchone() == (1,)


def test_one_bad_scenario_of_a_folder_is_named_and_the_others_are_priced(tmp_path):
    written(tmp_path / "a.json", "{")
    written(tmp_path / "b.json", GOOD)
    with pytest.raises(CommandError, match=r"^a\.json: the file is not JSON") as wrong:
        call_command("price", scenario=tmp_path, out=tmp_path / "out")
    assert wrong.value.returncode == 2
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["b.json"]


def test_what_is_written_stays_until_the_answer_is_complete(tmp_path):
    out = written(tmp_path / "out.json", "before")
    with pytest.raises(CommandError):
        call_command("price", scenario=written(tmp_path / "in.json", "[]"), out=out)
    assert out.read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.json", "out.json"]


def test_places_that_cannot_be_read_or_written(tmp_path):
    good = written(tmp_path / "in.json", GOOD)
    (tmp_path / "empty").mkdir()
    for scenario, out, words in (
        (tmp_path / "none.json", tmp_path / "out.json", "does not exist"),
        (tmp_path / "empty", tmp_path / "out", "no \\*.json to price"),
        (tmp_path, tmp_path, "take the place of scenarios"),
        (tmp_path, good, "is no folder"),
        (good, good, "its answer would take its place"),
        (good, tmp_path / "empty", "is there and no file"),
        (good, tmp_path / "none" / "out.json", "is no folder"),
    ):
        with pytest.raises(CommandError, match=words) as wrong:
            call_command("price", scenario=scenario, out=out)
        assert wrong.value.returncode == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not JSON"), ("{", "not JSON"), ("[]", "must be an object"), ("null", "must be an object"),
        ('{"a": NaN}', "cannot be read"), ('{"a": 1e999}', "cannot be read"), ('{"a": -Infinity}', "cannot be read"),
        ('{"a": ' + "9" * 5_000 + "}", "cannot be read"), ("[" * 100_000, "not JSON"), ('{"a": 1, "a": 2}', "there twice"),
    ],
)  # fmt: skip
def test_text_that_is_no_scenario(tmp_path, text, words):
    assert words in refusal(tmp_path, text)


def test_bytes_that_are_no_text(tmp_path):
    (tmp_path / "in.json").write_bytes(b"\xff\xfe{}")
    with pytest.raises(CommandError, match="not JSON"):
        call_command("price", scenario=tmp_path / "in.json", out=tmp_path / "out.json")


AGE = publish("PPO", base="1.00", factor="1")
DEEP = [
    # (place in the scenario, value, words)
    (("events",), None, "events must be a list"),
    (("units",), [], "units must not be empty"),
    (("units", 0, "area"), 7, "unit 1.area must be text"),
    (("units", 0, "proration"), "weekly", "unit 1.proration must be one of full_month, half_month, daily"),
    (("units", 0, "newborn"), True, "unit 1.newborn must be one of"),
    (("units", 1, "code"), "001", "unit '001' is there twice"),
    (("units", 0, "color"), "red", "unit 1 has an unknown field: 'color'"),
    (("plans", 1, "code"), "HMO", "plan 'HMO' is there twice"),
    (("plans", 0, "tiers"), 5, "plan 1.tiers must be one of 4, 3"),
    (("plans", 0, "tiers"), True, "plan 1.tiers must be one of 4, 3"),
    (("plans", 0, "rating"), "flat", "plan 1.rating must be one of tier, age"),
    (("plans", 0, "line"), "pets", "plan 1.line must be one of medical, dental, vision"),
    (("plans", 0, "child_cap"), "yes", "plan 1.child_cap must be one of"),
    (("plan_year_starts",), "13-01", "plan_year_starts is no day of every year"),
    (("plan_year_starts",), "02-29", "plan_year_starts is no day of every year"),
    (("plan_year_starts",), "2026-01-01", "plan_year_starts must be text like 01-01"),
    (("currency",), "USD", "the scenario has an unknown field: 'currency'"),
    (("events", 0, "do"), "refund", "event 1.do must be one of"),
    (("events", 0), "cut", "event 1 must be an object"),
    (("events", 0, "plan"), "EPO", "must be one of HMO, PPO"),
    (("events", 0, "effective_on"), "2026-02-30", "is no date"),
    (("events", 0, "effective_on"), "01/01/2026", "must be text like 2026-03-01"),
    (("events", 0, "effective_on"), "1899-12-31", "must lie between 1900 and 2199"),
    (("events", 0, "effective_on"), "9999-12-31", "must lie between 1900 and 2199"),
    (("events", 0, "through"), "2025-12-31", "through lies before effective_on"),
    (("events", 0, "base"), "1.00", "unknown field: 'base'"),
    (("events", 0, "tiers"), {}, "tiers must not be empty"),
    (("events", 0, "tiers", "EE"), 600, 'must be text like "600.00"'),
    (("events", 0, "tiers", "EE"), "NaN", 'must be text like "600.00"'),
    (("events", 0, "tiers", "EE"), "-1.00", 'must be text like "600.00"'),
    (("events", 0, "tiers", "EE"), "1.001", 'must be text like "600.00"'),
    (("events", 0, "tiers", "EE"), "9" * 40, 'must be text like "600.00"'),
    (("events", 0, "tiers", "EE"), "１.００", 'must be text like "600.00"'),
    (("events", 0, "tiers", "TWO"), "1.00", "unknown field: 'TWO'"),
    (("events", 1, "people"), [], "must not be empty"),
    (("events", 1, "people"), [ANA, ANA], "person 'ana' is there twice"),
    (("events", 1, "people", 0, "id"), "", "1 to 64 printable characters"),
    (("events", 1, "people", 0, "id"), "a\0", "1 to 64 printable characters"),
    (("events", 1, "people", 0, "relationship"), "spouse", 'must be text like "18"'),
    (("events", 1, "people", 0, "born"), None, "must be text like 2026-03-01"),
    (("events", 1, "people", 0, "name"), "Ana", "unknown field: 'name'"),
    (("events", 1, "unit"), "003", "must be one of 001, 002"),
    (("events", 2, "month"), "2026-3", "must be text like 2026-03"),
    (("events", 2, "month"), "2026-13", "is no date"),
    (("events", 2, "unit"), ["001"], "must be one of 001, 002"),
]


@pytest.mark.parametrize(("place", "value", "words"), DEEP)
def test_a_value_that_is_not_what_it_should_be_is_named(tmp_path, place, value, words):
    scenario = json.loads(json.dumps(GOOD))
    holder = scenario
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = value
    assert words in refusal(tmp_path, scenario)


def test_a_missing_field_is_named(tmp_path):
    assert "event 1 (enroll) lacks plan" in refusal(
        tmp_path, story({key: value for key, value in enroll(ANA).items() if key != "plan"})
    )
    assert "lacks base, factor" in refusal(tmp_path, story(publish(), rating="age"))


MOVE = {"do": "move", "family": "F1", "on": "2026-04-01"}


@pytest.mark.parametrize(
    ("events", "words"),
    [
        ([add(BEN, starts_on="2026-03-01")], "event 1 cannot be applied: there is no family 'F1'"),
        ([end("2026-03-01")], "there is no family 'F1'"),
        ([MOVE | {"unit": "002"}], "there is no family 'F1'"),
        ([{"do": "reverse_end", "of": "e9"}], "there is no end 'e9'"),
        ([enroll(ANA), end("2026-03-31"), end("2026-03-31")], "there is an end 'e1' already"),
        ([enroll(ANA), end("2026-03-31"), *[{"do": "reverse_end", "of": "e1"}] * 2], "is reversed already"),
        ([enroll(ANA), end("2026-03-31", "ben")], "'ben' is not in family 'F1'"),
        ([enroll(ANA), enroll(ANA, family="F2")], "'ana' is in family 'F1' already"),
        ([enroll(ANA), add(ANA, starts_on="2026-05-01")], "'ana' would be covered twice on 2026-05-01"),
        (
            [enroll(ANA), end("2026-03-31"), add(ANA | {"born": "1986-04-29"}, starts_on="2026-05-01")],
            "another birth date",
        ),
        ([enroll(child("c", "2026-03-02"))], "family F1, plan HMO, 2026-03: 'c' would be covered before birth"),
        ([enroll(ANA), MOVE], "names neither a unit nor a plan"),
        ([enroll(ANA), MOVE | {"on": "2026-04-02", "unit": "002"}], "must be the first of a month"),
        ([cut("2026-03"), cut("2026-03")], "unit '001' has a bill for 2026-03 already"),
        ([cut("2026-03"), cut("2026-02")], "unit '001' has a bill for 2026-03 already"),
        (
            [enroll(ANA), end("2026-03-31"), add(ANA, starts_on="2026-05-01"), {"do": "reverse_end", "of": "e1"}],
            "'ana' would be covered twice on 2026-05-01",
        ),
    ],
)
def test_an_event_that_cannot_be_applied_is_named(tmp_path, events, words):
    assert words in refusal(tmp_path, story(*events))


@pytest.mark.parametrize(
    "rates",
    [
        [],
        [publish(effective_on="2026-04-01")],
        [publish(tiers=TIERS, through="2026-02-28")],
        [publish(tiers=TIERS, area="B")],
        [publish("PPO")],
        [publish(tiers={"ES": "1.00"})],
    ],
    ids=["none", "later", "over", "another area", "another plan", "another tier"],
)
def test_a_charged_month_without_a_rate_is_never_billed_at_nothing(tmp_path, rates):
    told = refusal(tmp_path, story(*rates, enroll(ANA), cut("2026-03")))
    assert told.endswith("there is no rate for family F1, plan HMO, 2026-03")


def test_a_day_of_a_month_without_the_rate_of_its_tier_is_not_left_out(tmp_path):
    events = publish(tiers={"EE": "600.00"}), enroll(ANA), add(BEN, starts_on="2026-03-20"), cut("2026-03")
    assert refusal(tmp_path, story(*events, proration="daily")).endswith("family F1, plan HMO, 2026-03")
