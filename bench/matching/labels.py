"""Every kind of request, its count in 5,000, and the rule or guard it tests."""

from collections.abc import Callable
from typing import NamedTuple

from bench.matching import kin, known, renamed, strangers, twins
from bench.matching.people import Town
from bench.matching.requests import Scene, either


class Label(NamedTuple):
    name: str
    share: int  # in WHOLE requests
    scene: Callable[[Town], Scene]
    asks: int = 1  # requests in one scene


WHOLE = 5_000
LABELS = [
    # On file, with or without typos: should complete automatically.
    Label("exact_clean", 510, known.typed()),  # R1, all equal
    Label("sparse_with_contact", 150, known.typed(number=False, contact=True)),  # R5: the address stands for the number
    Label("typo_first", 130, known.typed(known.first_name)),  # R1: one letter off beside the number
    Label("typo_last", 130, known.typed(known.last_name)),  # R1: the last name is free
    Label("typo_birth_date", 110, known.typed(known.birth_date)),  # R2, R8: one digit
    Label("birth_date_exchanged", 80, known.birth_date_exchanged),  # R2: day and month
    Label("birth_year_slip", 60, known.typed(known.birth_year)),  # R2: a year or a decade
    Label("typo_number", 140, known.typed(known.number, number=True)),  # R4: one digit, the rest equal
    Label("two_errors", 80, known.several(2)),  # R8, R9, else review
    Label("moved", 170, known.typed(known.moved)),  # R1: the address is no condition
    Label("new_phone", 110, known.typed(known.new_phone)),  # R1; R5 by the street alone
    Label("member_number_right", 120, known.member_number_right),  # R3, R3b
    Label("upper_case", 80, known.typed(known.upper_case)),  # normalising: case, spaces, dots, dashes
    Label("marks", 60, renamed.marks),  # normalising: Munoz is Muñoz
    Label("nickname", 150, renamed.nickname),  # R1, R12: English short forms, both directions
    Label("nickname_spanish", 70, renamed.nickname_spanish),  # R1, R12: Pepe is Jose
    Label("spelling_variant", 70, renamed.other_spelling),  # R1: Muhammad is Mohammed
    # R1, R13: Min-jun is Minjun is Min Jun, and Maria Jose is called Maria.
    Label("given_name_parts", 80, either(renamed.joined_given_name, renamed.compound_first_name)),
    Label("married", 140, renamed.married),  # R1: last name free; without a number review
    Label("double_last_name", 90, renamed.double_last_name),  # R1, R5: parts and order of two surnames
    Label("particle", 60, renamed.particle),  # normalising: de la Cruz is Delacruz
    Label("suffix_missing", 60, kin.suffix_missing),  # suffixes conflict only when both are present
    Label("rehire", 90, known.rehired),  # ended members are looked at too
    Label("shared_contact", 70, known.shared_contact),  # R5: telephone and mail of the house, first name decides
    Label("taxpayer_number", 50, known.taxpayer_number),  # R1 by kind of number; another number is a conflict
    Label("same_sex_spouses", 60, kin.alike_spouses),  # a like name in the same house is not a rival
    Label("twin", 80, twins.twin_on_file),  # uniqueness: the other twin is near, not certain
    Label("father_or_son", 80, kin.father_or_son),  # suffix conflict; birth dates a generation apart
    Label("generation_twins", 50, twins.generation_twin),  # R4, R5: the middle name conflicts
    Label(
        "namesakes_on_file", 100, either(strangers.doubles_on_file, strangers.card_and_address_apart)
    ),  # uniqueness; distance to the next
    # On file, and mostly only a person can tell.
    Label("sparse", 50, known.typed(known.moved, number=False, contact=False)),  # R14: only a rare name is enough
    Label("three_errors", 50, known.several(3)),  # found for the queue, never declared new
    Label("names_exchanged", 50, either(known.names_exchanged, known.middle_name_first)),  # R4: never by an exchange
    Label("one_word_name", 50, renamed.one_word_name),  # normalising: FNU is no name
    # R5: a filler is a missing number; no rule holds with a filler for a date.
    Label("placeholder", 50, either(known.placeholder_number, known.placeholder_birth_date)),
    Label("duplicate_on_file", 50, either(known.twice_on_file, known.merged)),  # uniqueness: either is right
    # Member number in conflict; R3: uniqueness, distance, typed number is somebody else's.
    Label("member_number_wrong", 50, either(known.member_number_mistyped, kin.card_of_another)),
    # Distance to the next; uniqueness (the other has no number on file; both have one short name). Where nobody could
    # know, the first candidate is wrong as often as right: one scene in ten, so that ranking can still be measured.
    Label("near_twins", 50, either(*[twins.near_twins] * 9, twins.called_alike)),
    Label("relatives_number", 50, kin.relatives_number),  # R8, R13: a better row stands beside; never number + address
    # Typed number belongs to two; numbers in conflict.
    Label("wrong_number_on_file", 50, either(kin.one_number_on_file, kin.relatives_number_on_file)),
    Label("cousins_in_one_house", 50, kin.cousins_in_one_house),  # distance to the next
    Label("newborn_named_since", 50, known.newborn_named_since),  # "Baby Boy" of the house is a candidate, never "new"
    # Not on file, and no one near except the family.
    Label("new_clean", 390, strangers.newcomer),  # nobody near after the second look
    Label("new_in_household", 60, strangers.newcomer_at_home),  # the family is no candidate
    Label("newborn", 50, strangers.newborn),  # no number, named after a parent or not named yet
    Label("newborn_twins", 50, strangers.newborn_twins, asks=2),  # two requests, two people
    # Not on file, but someone similar is: new or review, never matched.
    # R4, R5, R13: first name must be equal, same initial is not; distance to nobody is no proof.
    Label("twin_not_on_file", 50, either(twins.twin_not_on_file, twins.twins_number_new_twin)),
    # R4, R5, R12: one letter off is not compatible, a middle name conflicts; typed number is somebody else's.
    Label(
        "like_twin_not_on_file",
        60,
        either(twins.near_twin_not_on_file, twins.generation_twin_not_on_file, twins.called_alike_not_on_file),
    ),
    Label("mixed_twin_not_on_file", 50, twins.mixed_twin_not_on_file),  # sex in conflict
    Label("identity_of_the_dead", 50, strangers.identity_of_the_dead),  # nobody who has died enrolls
    Label("twins_card_new_twin", 50, twins.twins_card_new_twin),  # R3; typed number is somebody else's
    # R3b, R2, R8: suffix conflict; R9: two digits of a birth date can be a generation.
    Label("junior_not_on_file", 60, either(kin.junior_not_on_file, kin.fathers_number_new_son)),
    Label("fathers_line_copied", 50, kin.fathers_line_copied),  # over age for a child
    # Never number + last name + address; the number alone proves no one.
    Label(
        "wrong_number_new",
        50,
        either(kin.parents_number_new_child, kin.parent_of_a_row, strangers.number_slipped_on_another),
    ),
    # R2 and R14 need more than a name and a date beside another number, or a near date.
    Label("namesake_with_number", 50, either(strangers.double_with_number, strangers.double_born_near)),
    Label("namesake_without_number", 50, strangers.double_without_number),  # R14: a common name is not enough
    Label("own_card_not_on_file", 50, strangers.own_card_not_on_file),  # R1, R2: member number in conflict
    # A filler never agrees, not with the same filler on file either.
    Label(
        "placeholder_new",
        50,
        either(strangers.newcomer_with_placeholder_number, strangers.newcomer_with_placeholder_birth_date),
    ),
]
