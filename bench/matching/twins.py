"""Twins: one day, sex and house, and similar names; the other one on file or not."""

from bench.matching import names, slips, world_names
from bench.matching.requests import known, nobody, say


def _split(pairs):
    return [tuple(pair.split("/")) for pair in pairs]


NEAR = {"M": _split(names.NEAR_BOYS), "F": _split(names.NEAR_GIRLS)}
APART = {"M": _split(names.TWIN_BOYS), "F": _split(names.TWIN_GIRLS)}
SHORT_ALIKE = {"M": _split(names.SHORT_ALIKE_BOYS), "F": _split(names.SHORT_ALIKE_GIRLS)}


def twins(town, firsts=APART, *, oldest=25):
    """(parents, one, other): same sex and day, first names from `firsts`, every second pair with consecutive
    numbers.
    """
    parents = town.family(partner=True, children=0, ages=(42, 58) if oldest > 18 else (24, 50), origin="english")
    sex = town.one("MF")
    one, other = (town.child(parents[0], origin="english", sex=sex) for _ in range(2))
    if town.chance() < 0.5:
        one.dob = town.birth(min(18, oldest - 1), oldest)
    other.dob, other.phone, other.email = one.dob, one.phone, one.email
    one.first_name, other.first_name = town.random.sample(town.one(firsts[sex]), 2)
    one.middle_name, other.middle_name = one.middle_name, ""
    one.ssn, other.ssn = in_a_row(town) if town.chance() < 0.5 else (town.number(), town.number())
    return parents, one, other


def generation_twins(town):
    """Twins whose names share the first word, as in Korean and Chinese families or with Maria."""
    parents, one, other = twins(town)
    custom = town.one(("korean", "chinese", "spanish"))
    last = town.names.last(custom)
    if custom == "spanish":
        shared = "Maria" if one.sex == "F" else "Jose"
        words = town.random.sample(
            "Elena Luisa Teresa Fernanda".split() if one.sex == "F" else "Luis Angel Pablo".split(), 2
        )
    else:
        shared, *words = town.random.sample(world_names.KOREAN if custom == "korean" else world_names.CHINESE, 3)
    for each in (*parents, one, other):
        each.last_name = last
    for each, word in zip((one, other), words, strict=True):
        each.first_name, each.middle_name = shared, word
    return parents, one, other


def short_alike_twins(town):
    """(parents, one, other, nickname): twins with one nickname."""
    parents, one, other = twins(town)
    first, second, short = town.one(SHORT_ALIKE[one.sex])
    one.first_name, other.first_name = town.random.sample((first, second), 2)
    one.middle_name = other.middle_name = ""
    one.phone = other.phone = parents[0].phone = town.phone()
    return parents, one, other, short


def in_a_row(town):
    """Two numbers with consecutive last digits, as from two applications on one day."""
    number = town.number(following=1)
    return number, f"{int(number) + 1:09d}"


def twin_on_file(town):
    parents, one, other = twins(town)
    return known([*parents, one, other], say(town, other, middle=True), other)


def twin_not_on_file(town):
    parents, one, other = twins(town)
    return nobody([*parents, one], say(town, other, number=town.chance() < 0.6), other, note="only the twin is on file")


def near_twins(town):
    """One's number with the other's name, one letter apart: only a representative can tell."""
    parents, one, other = twins(town, NEAR)
    one.middle_name = other.middle_name = ""
    one.ssn, other.ssn = in_a_row(town)
    request = say(town, other, contact=True)
    request.ssn = one.ssn
    if town.chance() < 0.5:
        other.ssn = ""
    return known([*parents, one, other], request, other, note="the twin's number typed")


def called_alike(town):
    """The nickname of both and no number. The wrong one may look better because of a typo or gap."""
    parents, one, other, short = short_alike_twins(town)
    one.email, other.email = parents[0].email, ""
    request = say(town, other, number=False, contact=True)
    request.first_name, roll = short, town.chance()
    if roll < 1 / 3:
        other.last_name = slips.word(town, other.last_name)
    elif roll < 2 / 3:
        one.email = request.email = town.email(parents[0].first_name, parents[0].last_name)
    return known([*parents, one, other], request, other, note="the short name of both twins")


def called_alike_not_on_file(town):
    """The nickname of both, one on file without a number, submitted with someone else's number."""
    parents, one, other, short = short_alike_twins(town)
    one.ssn = ""
    request = say(town, other, number=False, contact=True)
    request.first_name, request.ssn = short, town.stranger().ssn
    return nobody([*parents, one], request, other, note="the short name of both twins, a stranger's number")


def near_twin_not_on_file(town):
    parents, one, other = twins(town, NEAR)
    request = say(town, other, number=False, contact=True)
    if town.chance() < 0.5:
        one.ssn, request.ssn = in_a_row(town)
    return nobody([*parents, one], request, other, note="only the twin is on file")


def generation_twin(town):
    parents, one, other = generation_twins(town)
    return known([*parents, one, other], say(town, other, number=town.chance() < 0.7, middle=True, contact=True), other)


def generation_twin_not_on_file(town):
    parents, one, other = generation_twins(town)
    request = say(town, other, number=False, middle=True, contact=True)
    if town.chance() < 0.5:
        one.ssn, request.ssn = in_a_row(town)
    elif town.chance() < 0.3:
        one.ssn = ""
    return nobody([*parents, one], request, other, note="only the twin is on file")


def mixed_twin_not_on_file(town):
    """A brother's sister, submitted with the nickname of both and the brother's number."""
    parents, one, other = twins(town)
    his, hers, short = town.one(names.BOTH_SEXES).split("/")
    one.sex, one.first_name, other.sex, other.first_name = "M", his, "F", hers
    request = say(town, other, contact=True)
    request.first_name, request.ssn = short, one.ssn
    return nobody([*parents, one], request, other, note="the number of a twin of the other sex typed")


def twins_number_new_twin(town):
    parents, one, other = twins(town)
    request = say(town, other, contact=True)
    request.ssn = one.ssn
    return nobody([*parents, one], request, other, note="the twin's number typed")


def twins_card_new_twin(town):
    """The twin's member number: without a number, with a stranger's by a typo, or with the new person's own."""
    parents, one, other = twins(town)
    request = say(town, other, number=False, contact=True)
    request.mrn, roll = one.mrn, town.chance()
    if roll < 0.35:
        one.ssn, request.ssn = "", town.stranger().ssn
    elif roll < 0.6:
        request.ssn = town.number()
    return nobody([*parents, one], request, other, note="the twin's member number typed")
