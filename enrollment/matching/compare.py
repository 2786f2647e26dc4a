"""One applicant beside one person on file, field by field, in words that hold no value of either."""

from enrollment.matching.near import is_near_birth_date, is_near_number, swapped
from enrollment.matching.values import Asked, Comparison, Known

EQUAL, DIFFERS, MISSING = "equal", "differs", "missing"
SOUNDS_ALIKE, FORMER = "sounds alike", "equals a former name"
ONE_DIGIT, DAY_AND_MONTH, NEARLY = "one digit differs", "day and month are swapped", "nearly equal"
CONTRADICTS = "contradicts"
UNSTATED_SEX = ("", "U")


def _name(asked: str, sound: str, known: Known, part: str) -> str:
    stored = known.name
    if asked == getattr(stored, part):
        return EQUAL
    if any(asked == getattr(former, part) for former in known.former_names):
        return FORMER
    sounds = {getattr(name, f"{part}_sound") for name in known.names} - {""}
    return SOUNDS_ALIKE if sound in sounds else DIFFERS


def _birth_date(asked: Asked, known: Known) -> str:
    if asked.birth_date == known.birth_date:
        return EQUAL
    if swapped(asked.birth_date) == known.birth_date:
        return DAY_AND_MONTH
    return ONE_DIGIT if is_near_birth_date(asked.birth_date, known.birth_date) else DIFFERS


def _number(asked: Asked, known: Known) -> str:
    if not asked.number or not known.number:
        return MISSING
    if asked.number == known.number:
        return EQUAL
    return NEARLY if is_near_number(asked.number, known.number) else DIFFERS


def _sex(asked: Asked, known: Known) -> str:
    if asked.sex in UNSTATED_SEX or known.sex in UNSTATED_SEX:
        return MISSING
    return EQUAL if asked.sex == known.sex else DIFFERS


def _suffix(asked: Asked, known: Known) -> str:
    if asked.suffix == known.suffix:
        return EQUAL
    return DIFFERS if asked.suffix and known.suffix else MISSING


def _is_near(fields: dict[str, str], asked: Asked, known: Known) -> bool:
    """Shares or nearly shares the number; or a birth date equal or one slip off with a name that sounds alike;
    or the same first and last name with the same year of birth."""
    if fields["number"] in (EQUAL, NEARLY):
        return True
    alike = (EQUAL, FORMER, SOUNDS_ALIKE)
    if fields["birth_date"] != DIFFERS and (fields["first_name"] in alike or fields["last_name"] in alike):
        return True
    same_name = any((asked.name.first, asked.name.last) == (name.first, name.last) for name in known.names)
    return same_name and asked.birth_date.year == known.birth_date.year


def compare(asked: Asked, known: Known) -> Comparison:
    """A word for each field; `certain` when number, date and both names are equal and nothing contradicts."""
    fields = {
        "number": _number(asked, known),
        "birth_date": _birth_date(asked, known),
        "last_name": _name(asked.name.last, asked.name.last_sound, known, "last"),
        "first_name": _name(asked.name.first, asked.name.first_sound, known, "first"),
        "suffix": _suffix(asked, known),
        "sex": _sex(asked, known),
    }
    strong = all(fields[key] == EQUAL for key in ("number", "birth_date", "last_name", "first_name"))
    contradicted = fields["suffix"] == DIFFERS or fields["sex"] == DIFFERS or known.deceased
    return Comparison(
        person_id=known.person_id,
        fields=fields | ({"deceased": CONTRADICTS} if known.deceased else {}),
        certain=strong and not contradicted,
        near=_is_near(fields, asked, known),
        in_family=known.in_family,
    )
