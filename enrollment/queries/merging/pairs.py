"""Records for representatives: search by name or member number, and two records side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.platform.typed import figures
from enrollment.matching import Asked, Contacts, Known
from enrollment.matching.agreement import EQUAL, MISSING, agreement
from enrollment.matching.normalise import name_keys, number_key
from enrollment.models import Coverage, MergeProposal, Person, PersonDetail, PersonMerge, Reopening, Review
from enrollment.queries.identity.humans import records_under
from enrollment.queries.merging.records import purchasers_of, told_apart
from enrollment.rules.names import name_key, sort_words
from enrollment.rules.numbers import masked

LAST = "\U0010ffff"
FIELDS = {
    "member_number": gettext_lazy("Member number"),
    "number": gettext_lazy("Social Security number"),
    "birth_date": gettext_lazy("Date of birth"),
    "last_name": gettext_lazy("Last name"),
    "first_name": gettext_lazy("First name"),
    "middle_name": gettext_lazy("Middle name"),
    "suffix": gettext_lazy("Suffix"),
    "sex": gettext_lazy("Sex"),
    "street": gettext_lazy("Street address"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("Email"),
}
NAMES = ("first_name", "last_name", "middle_name", "suffix")
# Member numbers are random; near ones mean nothing.
NOT_COMPARED = {"member_number"}
WORDS = {
    "nickname": gettext_lazy("nickname"),
    "former": gettext_lazy("former name"),
    "part": gettext_lazy("part of the name matches"),
    "similar": gettext_lazy("one letter differs"),
    "initial": gettext_lazy("initial only"),
    "alike": gettext_lazy("sounds or looks alike"),
    "near_name": gettext_lazy("different name, similar spelling"),
    "one_part": gettext_lazy("one part matches, one differs"),
    "form_in_use": gettext_lazy("nickname that is also a separate name"),
    "only_asked": gettext_lazy("on one record only"),
    "one_slip": gettext_lazy("one digit differs"),
    "two_slips": gettext_lazy("two digits differ"),
    "day_and_month": gettext_lazy("day and month swapped"),
    "same_year": gettext_lazy("only the year matches"),
    "generation": gettext_lazy("a generation apart"),
    "swapped": gettext_lazy("first and last name swapped"),
    "nearly_swapped": gettext_lazy("first and last name swapped, with a typo"),
    "crossed": gettext_lazy("one name in the wrong field"),
    "differs": gettext_lazy("differs"),
}


def found(words: str) -> QuerySet[Person]:
    """Records whose member number or names start like this, names in either order. Never by Social Security number."""
    people = Person.objects.filter(is_sample=False).order_by("last_key", "first_key", "member_number", "pk")
    digits = figures(words).replace(" ", "").replace("-", "")
    if digits.isascii() and digits.isdigit():
        return people.filter(_starts("member_number", digits))
    keys = sort_words(words)[:3]
    if not keys:
        return people.none()
    if len(keys) == 1:
        return people.filter(_starts("last_key", keys[0]) | _starts("first_key", keys[0]))
    first, last = keys[0], name_key("".join(keys[1:]))
    return people.filter(
        _starts("last_key", first) & _starts("first_key", last)
        | _starts("first_key", first) & _starts("last_key", last)
        | _starts("last_key", "".join(keys))
    )


def _starts(column: str, key: str) -> Q:
    return Q(**{f"{column}__gte": key, f"{column}__lt": key + LAST})


@dataclass(frozen=True)
class Line:
    """One field of two records, with words for the difference; no words when equal."""

    name: str
    values: tuple[str, str]
    words: str


@dataclass(frozen=True)
class SideBySide:
    records: tuple[Person, Person]
    lines: Sequence[Line]
    coverages: tuple[Sequence[Coverage], Sequence[Coverage]]
    merge: PersonMerge | None
    proposal: MergeProposal | None
    takes_two: bool
    # The decision that they are different people, and its requested undo.
    apart: Review | None
    reopening: Reopening | None

    @property
    def differ_about_death(self) -> bool:
        return self.records[0].deceased_on != self.records[1].deceased_on


def _day(day: date | None) -> str:
    return f"{day:%m/%d/%Y}" if day else "-"


def _details(person_id: UUID) -> list[PersonDetail]:
    current = PersonDetail.objects.filter(person_id=person_id, superseded_at=None)
    return list(current.select_related("purchaser").order_by("purchaser__name", "pk"))


def _contacts(details: Sequence[PersonDetail]) -> Contacts:
    kept = [
        frozenset(bytes(value) for each in details if (value := getattr(each, f"{what}_index")))
        for what in ("street", "phone", "email")
    ]
    return Contacts(*kept)


def _joined(details: Sequence[PersonDetail], *columns: str) -> str:
    texts = [", ".join(filter(None, (getattr(each, column) for column in columns))) for each in details]
    return "; ".join(dict.fromkeys(filter(None, texts))) or "-"


def _values(person: Person, details: Sequence[PersonDetail]) -> dict[str, str]:
    return {
        "member_number": person.member_number,
        "number": masked(person.number) if person.number else _("none on file"),
        "birth_date": _day(person.birth_date),
        "last_name": person.last_name,
        "first_name": person.first_name,
        "middle_name": person.middle_name or "-",
        "suffix": person.suffix or "-",
        "sex": person.sex,
        "street": _joined(details, "street", "city", "zip_code"),
        "phone": _joined(details, "phone"),
        "email": _joined(details, "email"),
    }


def _compared(one: Person, other: Person, contacts: tuple[Contacts, Contacts]) -> dict[str, str]:
    former = [name_keys(*each) for each in other.former_names.values_list(*NAMES).order_by("pk")]
    asked = Asked(
        name=name_keys(one.first_name, one.last_name, one.middle_name, one.suffix),
        birth_date=one.birth_date,
        sex=one.sex,
        number=number_key(one.number or ""),
        contacts=contacts[0],
    )
    known = Known(
        person_id=other.pk,
        name=name_keys(other.first_name, other.last_name, other.middle_name, other.suffix),
        birth_date=other.birth_date,
        sex=other.sex,
        number=number_key(other.number or ""),
        contacts=contacts[1],
        other_names=tuple(former),
    )
    return agreement(asked, known)


def _history(person_id: UUID) -> list[Coverage]:
    """The current coverage of every record behind one, ended and canceled included."""
    rows = Coverage.objects.filter(person_id__in=records_under(person_id), superseded_at=None)
    return list(rows.select_related("purchaser", "person").order_by("-starts_on", "-pk"))


def side_by_side(one_id: UUID, other_id: UUID) -> SideBySide | None:
    """Two records with differences and histories; None unless both exist. Under the staff role."""
    people = Person.objects.filter(is_sample=False).in_bulk([one_id, other_id])
    details = {key: _details(key) for key in people}
    if len(people) != 2:
        return None
    one, other = people[one_id], people[other_id]
    words = _compared(one, other, (_contacts(details[one_id]), _contacts(details[other_id])))
    values = [_values(one, details[one_id]), _values(other, details[other_id])]
    lines = [
        Line(str(name), (values[0][key], values[1][key]), _in_words(key, words[key])) for key, name in FIELDS.items()
    ]
    lines.append(Line(_("Died"), (_day(one.deceased_on), _day(other.deceased_on)), _death(one, other)))
    both = [one_id, other_id]
    links = PersonMerge.objects.filter(duplicate_id__in=both, survivor_id__in=both, undone_at=None)
    proposals = MergeProposal.objects.filter(duplicate_id__in=both, survivor_id__in=both, merge=None, withdrawn_at=None)
    return SideBySide(
        records=(one, other),
        lines=lines,
        coverages=(_history(one_id), _history(other_id)),
        merge=links.select_related("duplicate", "survivor", "decided_by", "proposed_by").first(),
        proposal=proposals.select_related("duplicate", "survivor", "proposed_by").first(),
        takes_two=len(purchasers_of(records_under(one_id) | records_under(other_id))) > 1,
        apart=told_apart(records_under(one_id), records_under(other_id)),
        reopening=open_reopening(one_id, other_id),
    )


def open_reopening(one_id: UUID, other_id: UUID) -> Reopening | None:
    """The open request to undo that these two are different people."""
    both = [one_id, other_id]
    waiting = Reopening.objects.filter(one_id__in=both, other_id__in=both, reopened_at=None, rejected_at=None)
    return waiting.select_related("proposed_by").first()


def _in_words(key: str, word: str) -> str:
    return "" if key in NOT_COMPARED or word in (EQUAL, MISSING) else str(WORDS.get(word, word))


def _death(one: Person, other: Person) -> str:
    return "" if one.deceased_on == other.deceased_on else str(WORDS["differs"])
