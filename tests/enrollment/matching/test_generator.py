"""The generator of test sets: repeatable, with the promised mix and correct truth."""

import csv
from collections import Counter
from datetime import date

import pytest

from bench.matching import damaged, generate, people
from bench.matching.labels import LABELS, WHOLE
from bench.matching.people import Town
from enrollment.match_file.rows import members
from enrollment.matching.placeholders import is_first_of_january, is_no_birth_date

HOUSEHOLDS, REQUESTS = 1_200, 1_003
FILES = ("members.csv", "requests.csv", "truth.csv")
# Only these scenes may share name, sex and birth date with another record.
NAMESAKES = {
    "fathers_line_copied",
    "identity_of_the_dead",
    "namesake_without_number",
    "namesake_with_number",
    "placeholder_new",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("set")
    generate.write(folder, seed=7, households=HOUSEHOLDS, requests=REQUESTS)
    return folder


@pytest.fixture(scope="module")
def rows(folder):
    def read(name):
        with (folder / name).open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    return [read(name) for name in FILES]


@pytest.fixture(scope="module")
def scenes():
    return list(generate.scenes(seed=7, households=HOUSEHOLDS, wanted=REQUESTS))


def test_one_seed_writes_the_same_bytes_and_another_seed_others(folder, tmp_path):
    for name, seed in (("same", 7), ("other", 8)):
        generate.write(tmp_path / name, seed=seed, households=HOUSEHOLDS, requests=REQUESTS)
    assert [(folder / name).read_bytes() for name in FILES] == [
        (tmp_path / "same" / name).read_bytes() for name in FILES
    ]
    assert all((folder / name).read_bytes() != (tmp_path / "other" / name).read_bytes() for name in FILES)


def test_columns_are_those_of_a_matching_set(rows):
    address = ["address1", "address2", "city", "state", "zip", "phone", "email", "mrn"]
    names = ["first_name", "middle_name", "last_name", "suffix"]
    members, asked, truth = (list(each[0]) for each in rows)
    assert members == [
        "member_id",
        "household_id",
        "relationship",
        *names,
        "former_last_name",
        "dob",
        "sex",
        "ssn",
        *address,
        "deceased",
    ]
    assert asked == ["request_id", *names, "dob", "sex", "ssn", *address, "relationship"]
    assert truth == ["request_id", "true_member_id", "label", "note"]


def test_every_label_has_its_share_and_fifty_in_a_set_of_usual_size(rows):
    counted = Counter(row["label"] for row in rows[2])
    assert sum(counted.values()) == REQUESTS
    for label in LABELS:
        assert counted[label.name] >= label.share * REQUESTS // WHOLE // label.asks * label.asks
    usual = generate.counts(generate.REQUESTS)
    assert len(usual) == len(LABELS) >= 24
    assert min(usual.values()) >= 50
    assert sum(usual.values()) == generate.REQUESTS


def test_every_true_member_is_on_file_once_and_every_request_has_one_truth(rows):
    members, asked, truth = rows
    on_file = Counter(row["member_id"] for row in members)
    assert max(on_file.values()) == 1
    assert [row["request_id"] for row in asked] == [row["request_id"] for row in truth]
    for row in truth:
        accepted = row["true_member_id"].split("|")
        assert accepted == ["new"] or all(on_file[member] for member in accepted)
        assert len(accepted) == (2 if row["label"] == "duplicate_on_file" else 1)


def test_nobody_new_is_on_file(scenes):
    on_file = {person.member_id for _, scene in scenes for person in scene.on_file}
    new = [person for _, scene in scenes for person in scene.unwritten]
    assert len(new) == sum(not answer.of for _, scene in scenes for answer in scene.answers)
    assert on_file.isdisjoint(person.member_id for person in new)


def test_only_namesakes_are_new_under_a_name_and_birth_date_on_file(rows):
    def who(row):
        return row["first_name"], row["middle_name"], row["last_name"], row["dob"], row["sex"]

    members, asked, truth = rows
    on_file = {who(row) for row in members}
    for row, answer in zip(asked, truth, strict=True):
        if answer["true_member_id"] == "new" and answer["label"] not in NAMESAKES:
            assert who(row) not in on_file, answer


def test_the_same_words_are_never_asked_about_two_people(rows):
    told = {}
    for row, answer in zip(rows[1], rows[2], strict=True):
        words = tuple(value for column, value in row.items() if column != "request_id")
        assert told.setdefault(words, answer["true_member_id"]) == answer["true_member_id"]


def test_no_two_people_have_one_number_but_where_the_file_is_wrong(scenes):
    wrong = {"wrong_number_on_file", "duplicate_on_file", "placeholder", "placeholder_new"}
    numbers = Counter(
        person.ssn
        for label, scene in scenes
        for person in scene.on_file
        if person.ssn and (label is None or label.name not in wrong)
    )
    assert max(numbers.values()) == 1
    assert not set(people.PLACEHOLDERS) & set(numbers)


def test_a_number_is_issued_once():
    town, again = Town(3), Town(3)
    number = town.number(following=1)
    again.issued.add(int(number) + 1)
    assert again.number(following=1) != number


def a_town():
    town = Town(1)
    town.passers_by = [person for _ in range(20) for person in town.family() if person.ssn]
    return town


@pytest.mark.parametrize("label", LABELS, ids=lambda label: label.name)
def test_a_scene_asks_what_its_label_promises(label):
    town = a_town()
    for _ in range(10):
        scene = label.scene(town)
        assert len(scene.answers) == label.asks
        for request, of, _ in scene.answers:
            assert all(any(person is row for row in scene.on_file) for person in of)
            assert request.first_name
            assert request.last_name
            assert request.dob <= people.TODAY


def mistakable(name):
    """Whether a scene submits a wrong record's number, member number, or name and birth date."""
    label, town = next(each for each in LABELS if each.name == name), a_town()
    for _ in range(40):
        scene = label.scene(town)
        for request, of, _ in scene.answers:
            others = [row for row in scene.on_file if not any(row is each for each in of)]
            yield (
                any(row.ssn == request.ssn != "" for row in others),
                any(row.mrn == request.mrn for row in others),
                any(name_and_birth(row) == name_and_birth(request) for row in others),
            )


def name_and_birth(row):
    return row.first_name, row.last_name, row.dob


def test_each_trap_is_set():
    number, card, namesake = 0, 1, 2
    assert all(each[number] for each in mistakable("relatives_number"))
    assert sum(each[number] for each in mistakable("near_twins")) >= 30
    assert all(each[number] and not each[card] for each in mistakable("own_card_not_on_file"))
    assert all(each[card] and not each[number] for each in mistakable("twins_card_new_twin"))
    assert all(each[namesake] and not each[number] for each in mistakable("namesake_without_number"))
    assert all(each[namesake] for each in mistakable("namesakes_on_file"))
    assert any(each[number] for each in mistakable("junior_not_on_file"))
    assert any(each[card] for each in mistakable("junior_not_on_file"))
    assert any(each[number] and each[namesake] for each in mistakable("placeholder_new"))


def test_a_set_needs_a_household_for_every_request():
    with pytest.raises(generate.TooFewHouseholds):
        next(generate.scenes(seed=1, households=100, wanted=100))


def test_one_seed_damages_the_same_dates_and_nothing_else(folder, tmp_path):
    for name, seed in (("one", 3), ("same", 3), ("other", 4)):
        damaged.write(folder, tmp_path / name, seed=seed)
    for name in FILES:
        one, same, other = ((tmp_path / each / name).read_bytes() for each in ("one", "same", "other"))
        assert one == same
        assert (one == other) is (name == "truth.csv")
    for name, share in (("members.csv", damaged.OF_MEMBERS), ("requests.csv", damaged.OF_REQUESTS)):
        with (folder / name).open(newline="") as whole, (tmp_path / "one" / name).open(newline="") as copy:
            pairs = list(zip(csv.DictReader(whole), csv.DictReader(copy), strict=True))
        assert all({**line, "dob": ""} == {**other, "dob": ""} for line, other in pairs)
        assert abs(sum(line != other for line, other in pairs) / len(pairs) - share) < 0.03


def test_every_kind_of_damage_leaves_no_birth_date_or_a_january_1(tmp_path):
    source, file = Town(1).random, tmp_path / "members.csv"
    days = [kind(source, date(1983, 6, 19)) for kind in damaged.KINDS for _ in range(40)]
    file.write_text("member_id,first_name,last_name,dob\n" + "".join(f"M,Ana,Morales,{day}\n" for day in days))
    for row in members(file, today=people.TODAY):
        assert is_no_birth_date(row.person.birth_date) or is_first_of_january(row.person.birth_date)
