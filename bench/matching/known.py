"""People on file who apply again: without typos, with typos, or changed since."""

from datetime import date

from bench.matching import places, slips
from bench.matching.names import PLACEHOLDER_FIRST
from bench.matching.people import PLACEHOLDERS
from bench.matching.requests import known, say


def typed(*changes, family=None, **said):
    """A scene: any person, submitted with these changes."""

    def scene(town):
        home = town.family(**family or {})
        person = town.one(home)
        request = say(town, person, **said)
        for change in changes:
            change(town, request)
        return known(home, request, person)

    return scene


def first_name(town, request):
    request.first_name = slips.word(town, request.first_name)


def last_name(town, request):
    request.last_name = slips.word(town, request.last_name)


def number(town, request):
    if request.ssn:
        request.ssn = slips.number(town, request.ssn)


def birth_date(town, request):
    request.dob = slips.birth(town, request.dob)


def birth_year(town, request):
    request.dob = slips.year(town, request.dob)


def moved(town, request):
    request.address1, request.address2, request.city, request.state, request.zip = town.address()


def new_phone(town, request):
    request.phone, request.email = town.phone(), ""


def upper_case(town, request):
    """Capitals, extra spaces, dots and commas, dashes in numbers, unabbreviated words."""
    request.address1 = " ".join(places.KINDS.get(word, word) for word in request.address1.split())
    request.first_name = f"{request.first_name.upper()} "
    request.last_name = f" {request.last_name.upper()}" if town.chance() < 0.7 else f"{request.last_name.lower()},"
    request.middle_name = request.middle_name and f"{request.middle_name}."
    request.city = request.city.upper()
    if request.phone:
        request.phone = f"({request.phone[:3]}) {request.phone[3:6]}-{request.phone[6:]}"
    if request.ssn and town.chance() < 0.5:
        request.ssn = f"{request.ssn[:3]}-{request.ssn[3:5]}-{request.ssn[5:]}"


def several(count):
    """A scene with several kinds of typos."""
    kinds = [first_name, last_name, number, birth_date, moved]

    def scene(town):
        return typed(*town.random.sample(kinds, count), number=True)(town)

    return scene


def birth_date_exchanged(town):
    home = town.family()
    person = town.one(home)
    person.dob = slips.exchangeable(person.dob)
    request = say(town, person)
    request.dob = slips.exchanged(person.dob)
    return known(home, request, person, note="day and month exchanged")


def names_exchanged(town):
    """First and last name swapped, most often where the last name comes first."""
    origin = town.one(("chinese", "korean", "vietnamese", "spanish", None))
    home = town.family(origin=origin)
    person = town.one(home)
    request = say(town, person, contact=True)
    request.first_name, request.last_name = request.last_name, request.first_name
    return known(home, request, person)


def middle_name_first(town):
    """Submitted with the middle name as first name."""
    while True:
        home = town.family(origin="english")
        person = town.one(home)
        if person.middle_name:
            break
    request = say(town, person, contact=True)
    request.first_name, request.middle_name = person.middle_name, town.one((person.first_name[0], ""))
    return known(home, request, person)


def placeholder_number(town):
    """A placeholder number; a quarter have it on file too."""
    home = town.family()
    person = town.one(home)
    request = say(town, person, number=False, contact=True)
    request.ssn = town.one(PLACEHOLDERS)
    if town.chance() < 0.25:
        person.ssn = request.ssn
    return known(home, request, person)


def placeholder_birth_date(town):
    home = town.family()
    person = town.one(home)
    request = say(town, person, contact=True)
    dummy = town.one(("1900-01-01", "1901-01-01", "1900-01-01"))
    if town.chance() < 0.6:
        request.dob = date.fromisoformat(dummy)
        return known(home, request, person, note="typed")
    person.dob = date.fromisoformat(dummy)
    return known(home, request, person, note="on file")


def taxpayer_number(town):
    """On file with a taxpayer number; a third have a Social Security number since."""
    home = town.family(origin=town.one(("spanish", "indian", "chinese")))
    person = town.one(home)
    person.ssn = town.taxpayer_number()
    request = say(town, person, number=True, contact=True)
    if town.chance() < 1 / 3:
        request.ssn = town.number()
        return known(home, request, person, note="Social Security number issued since")
    return known(home, request, person)


def member_number_right(town):
    """The right member number beside one wrong fact."""
    home = town.family()
    person = town.one(home)
    request = say(town, person, number=town.chance() < 0.4)
    request.mrn = person.mrn
    town.one((first_name, last_name, birth_date, moved))(town, request)
    return known(home, request, person)


def member_number_mistyped(town):
    """Member numbers are consecutive, so a typo often hits another person."""
    home = town.family()
    person = town.one(home)
    request = say(town, person)
    request.mrn = slips.number(town, person.mrn)
    return known(home, request, person)


def twice_on_file(town):
    """One person with two unmerged records: either is right."""
    home = town.family()
    person = town.one(home)
    changes = town.one(
        ({"first_name": slips.word(town, person.first_name)}, {"ssn": ""}, {"middle_name": ""}, {"phone": ""})
    )
    other = town.again(person, **changes)
    if town.chance() < 0.5:
        town.moved(other)
    return known([*home, other], say(town, town.one((person, other))), person, other)


def merged(town):
    """Two merged records; the older has the maiden name or an old address."""
    home = town.family(sex="F")
    person, former = home[0], town.names.last(town.names.origin())
    other = town.moved(town.again(person, last_name=former, former_last_name=""))
    person.former_last_name = former
    return known([*home, other], say(town, person, number=True), person, other, note="merged record")


def rehired(town):
    """Coverage ended years ago: moved since, new telephone and email, often another form of the name."""
    home = town.family(children=0)
    person = town.one(home)
    request = say(town, person, number=town.chance() < 0.9)
    moved(town, request)
    new_phone(town, request)
    request.relationship = "self"
    return known(home, request, person, note="ended member")


def shared_contact(town):
    """One telephone and email for the whole house: evidence for the house, not for the person."""
    home = town.family(partner=True, children=2)
    phone, email = town.phone(), town.email("the", home[0].last_name)
    for each in home:
        each.phone, each.email = phone, email
    person = town.one(home)
    return known(home, say(town, person, contact=True, number=town.chance() < 0.6), person)


def newborn_named_since(town):
    """On file by the hospital's name; the request has the real one."""
    home = town.family(partner=True, children=0, ages=(22, 40))
    child = town.child(home[0], origin="english")
    child.dob, child.ssn = town.birth(0, 0.3), ""
    request = say(town, child, number=town.chance() < 0.4, contact=True)
    child.first_name, child.middle_name = town.one(PLACEHOLDER_FIRST), ""
    return known([*home, child], request, child)
