"""Estimates enrollment/matching/weights.json from generated files: python -m bench.matching.weights

m is the frequency of a word between a request and its member, u between a request and a random member. Households share
contacts, and a unique name or date would outweigh any typo, so the weights are cut to the limits below.
"""

import csv
import json
import random
import tempfile
from collections import Counter, defaultdict
from datetime import date
from math import log2
from pathlib import Path

from bench.matching.generate import write
from enrollment.match_file.rows import Row, members, requests
from enrollment.matching import Asked, Contacts, Known
from enrollment.matching.agreement import WORDS, agreement
from enrollment.matching.normalise import (
    email_key,
    member_number_key,
    name_keys,
    number_key,
    phone_key,
    street_key,
)

TARGET = Path("enrollment/matching/weights.json")
SEEDS, RANDOM_PAIRS, SMOOTHING = range(901, 911), 3_000_000, 0.5
# (least, most) bits: people move, marry and mistype more often than a generator makes them; relatives share numbers
# one digit apart, names and addresses.
LIMITS = {
    "number": (-6, 20),
    "birth_date": (-8, 15),
    "first_name": (-5, 9),
    "last_name": (-3.5, 10),
    "middle_name": (-4, 6),
    "suffix": (-6, 4),
    "sex": (-5, 1),
    "member_number": (-9, 20),
    "street": (-1.5, 8),
    "phone": (-1, 9),
    "email": (-1, 10),
}
LIMITS_OF_WORDS = {
    ("number", "one_slip"): (0, 9),
    ("member_number", "one_slip"): (0, 4),
    ("birth_date", "two_slips"): (0, 4),
    ("birth_date", "same_year"): (-3, 0),
    ("middle_name", "nickname"): (0, 4),
    ("middle_name", "similar"): (0, 3),
    ("first_name", "initial"): (0, 2),
    ("first_name", "near_name"): (-2, 2),
    ("first_name", "one_part"): (0, 4),
}
SAY_NOTHING = ("missing", "only_asked", "filler_day", "unsure")
# The share of an average first or last name, the base of rarity.
USUAL_FIRST, USUAL_LAST = 0.005, 0.00024
TODAY = date(2026, 11, 24)


def _one(key: str) -> frozenset[str]:
    return frozenset([key] if key else ())


def known(row: Row) -> Known:
    """A line of either file as compared, without a database."""
    person, name, address = row.person, row.person.name, row.person.address
    names = name_keys(name.first, name.last, name.middle, name.suffix)
    former = name_keys(name.first, row.former_last_name, name.middle, name.suffix)
    return Known(
        person_id=row.id,
        name=names,
        birth_date=person.birth_date,
        sex=person.sex,
        number=number_key(person.number.digits) if person.number else "",
        member_number=member_number_key(person.member_number),
        contacts=Contacts(
            _one(street_key(address.street, address.zip_code)),
            _one(phone_key(person.phone)),
            _one(email_key(person.email)),
        ),
        other_names=(former,) if row.former_last_name else (),
        deceased=row.deceased,
    )


def asked(row: Row) -> Asked:
    one = known(row)
    return Asked(one.name, one.birth_date, one.sex, one.number, one.member_number, one.contacts)


def _count(seed: int, same: dict, others: dict) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), seed=seed, households=20_000, requests=5_000)
        on_file = {row.id: known(row) for row in members(Path(folder) / "members.csv", today=TODAY)}
        wanted = [asked(row) for row in requests(Path(folder) / "requests.csv", today=TODAY)]
        with (Path(folder) / "truth.csv").open(newline="") as file:
            truth = [line["true_member_id"] for line in csv.DictReader(file)]
    everybody, source = list(on_file.values()), random.Random(seed)
    for one, true in zip(wanted, truth, strict=True):
        if true in on_file:
            for name, word in agreement(one, on_file[true]).items():
                same[name][word] += 1
    for _ in range(RANDOM_PAIRS // len(SEEDS)):
        for name, word in agreement(source.choice(wanted), source.choice(everybody)).items():
            others[name][word] += 1


def _bits(name: str, same: Counter, others: Counter) -> dict[str, float]:
    said = [word for word in WORDS[name] if word not in SAY_NOTHING]
    m_total = sum(same[word] + SMOOTHING for word in said)
    u_total = sum(others[word] + SMOOTHING for word in said)
    bits = {word: log2(((same[word] + SMOOTHING) / m_total) / ((others[word] + SMOOTHING) / u_total)) for word in said}
    return {word: _limited(name, word, value) for word, value in bits.items()} | {
        word: 0.0 for word in WORDS[name] if word in SAY_NOTHING
    }


def _limited(name: str, word: str, value: float) -> float:
    least, most = LIMITS_OF_WORDS.get((name, word), LIMITS[name])
    return round(max(least, min(most, value)), 2)


def main() -> None:
    same: dict[str, Counter] = defaultdict(Counter)
    others: dict[str, Counter] = defaultdict(Counter)
    for seed in SEEDS:
        _count(seed, same, others)
    bits = {name: _bits(name, same[name], others[name]) for name in WORDS}
    TARGET.write_text(
        json.dumps({"version": "4", "usual_first": USUAL_FIRST, "usual_last": USUAL_LAST, "bits": bits}, indent=1)
        + "\n"
    )


if __name__ == "__main__":
    main()
