"""Roster search by name, member number or last four digits.

Units come first: for a user of some units, the people of others do not exist, not even for the limit or the search
by similar names.

Each search ends in a list of subscriber ids, because a subquery beside other conditions would read the whole roster.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, F, FloatField, Func, IntegerField, OuterRef, Q, QuerySet, Value

from access.admission import Admission
from accounts.platform.typed import figures
from enrollment.models import Coverage, Person, PersonDetail, RosterLine
from enrollment.queries.identity.indexes import last_four_index
from enrollment.rules.names import name_key, sort_words

LEAST_SIMILAR, SHORTEST_NUMBER = 0.3, 4
LETTERS_RIGHT, SLIPS_AT_MOST = 2, 2
LAST = "\U0010ffff"


@dataclass
class Reader:
    """Reads people for one search: at most `at_most` of each kind; `cut` notes that there were more."""

    grant: Admission
    at_most: int | None = None
    cut: bool = False

    def first(self, ids: QuerySet[Any, Any]) -> list[Any]:
        if self.at_most is None:
            return list(ids)
        found = list(ids[: self.at_most + 1])
        self.cut |= len(found) > self.at_most
        return found[: self.at_most]

    def people(self, details: QuerySet[PersonDetail]) -> list[UUID]:
        """The ids of people of the grant's units whose current details match."""
        own = details.filter(purchaser_id=self.grant.purchaser_id, superseded_at=None)
        own = self._in_units(own, "person_id", "last_key", "first_key")
        return self.first(own.values_list("person_id", flat=True))

    def numbered(self, digits: str) -> list[UUID]:
        """The ids of people of the grant's units whose member number starts with the digits."""
        people = Person.objects.filter(_starting_with("member_number", digits))
        return self.first(self._in_units(people, "pk", "member_number").values_list("pk", flat=True))

    def _in_units(self, people: QuerySet[Any], person: str, *order: str) -> QuerySet[Any]:
        """Of these people, those in a family whose line the grant sees, in an order that others cannot change."""
        if self.grant.unit_ids is None:
            return people
        found = people.filter(Exists(self._families().filter(person_id=OuterRef(person))))
        return found if found.query.order_by else found.order_by(*order, "pk")

    def _families(self) -> QuerySet[Coverage]:
        """Coverage in families, including enrollments that never started."""
        own = Coverage.objects.filter(purchaser_id=self.grant.purchaser_id, superseded_at=None)
        if self.grant.unit_ids is None:
            return own
        seen = lines(self.grant).filter(person_id=OuterRef("enrollment__subscriber_id"))
        return own.filter(Exists(seen), enrollment__unit_id__in=self.grant.unit_ids)

    def subscribers(self, people: Iterable[UUID]) -> list[UUID]:
        """The subscribers of these people's families."""
        families = self._families().filter(person_id__in=people)
        return list(families.values_list("enrollment__subscriber_id", flat=True).distinct())


def lines(grant: Admission) -> QuerySet[RosterLine]:
    """Every line the grant may see."""
    own = RosterLine.objects.filter(purchaser_id=grant.purchaser_id)
    return own if grant.unit_ids is None else own.filter(unit_id__in=grant.unit_ids)


def with_last_four(reader: Reader, digits: str) -> Q:
    """Families with a member whose number ends in these digits."""
    index = last_four_index(reader.grant.purchaser_id, digits)
    return Q(person_id__in=reader.subscribers(reader.people(PersonDetail.objects.filter(last_four_index=index))))


def _starting_with(column: str, key: str) -> Q:
    """Match a prefix by comparison: under row-level security LIKE uses no index."""
    return Q(**{f"{column}__gte": key, f"{column}__lt": key + LAST})


def _likeness(word: str) -> Func:
    """How similar a word is to a first or last name, from 0 to 1."""
    each = [Func(F(column), Value(word), function="similarity") for column in ("last_key", "first_key")]
    return Func(*each, function="greatest", output_field=FloatField())


def _similar(words: list[str]) -> QuerySet[PersonDetail]:
    """People with a name that sounds like one of the words and names similar to all words, nearest first."""
    sounds = [Func(Value(word), function="dmetaphone", output_field=CharField()) for word in words]
    alike = {f"likeness_{place}": _likeness(word) for place, word in enumerate(words)}
    found = PersonDetail.objects.filter(Q(last_sound__in=sounds) | Q(first_sound__in=sounds)).annotate(**alike)
    found = found.filter(**{f"{name}__gte": LEAST_SIMILAR for name in alike})
    return found.order_by(*(f"-{name}" for name in alike), "last_key", "pk")


def _slipped(word: str) -> QuerySet[PersonDetail]:
    """Names with the same beginning, at most two letters off: a typo changes how a name sounds."""

    def near(column: str) -> Q:
        begins = _starting_with(column, word[:LETTERS_RIGHT])
        return begins & Q(**{f"{column}_slips__lte": SLIPS_AT_MOST})

    slips = {
        f"{column}_slips": Func(
            F(column),
            Value(word),
            Value(SLIPS_AT_MOST),
            function="levenshtein_less_equal",
            output_field=IntegerField(),
        )
        for column in ("last_key", "first_key")
    }
    return (
        PersonDetail.objects.annotate(**slips).filter(near("last_key") | near("first_key")).order_by("last_key", "pk")
    )


def _nearly(reader: Reader, keys: list[str]) -> list[UUID]:
    longest = max(keys, key=len)
    for people in (_similar(keys), _similar([longest]), _slipped(longest)):
        if found := reader.people(people):
            return found
    return []


def search(reader: Reader, words: str) -> Q:
    """Match by member number prefix, else by name prefix, else by similar names."""
    digits = figures(words).replace(" ", "").replace("-", "")
    if digits.isascii() and digits.isdigit():
        return _search_number(reader, digits)
    keys = sort_words(words)[:3]
    if not keys:
        return Q(pk=None)
    held = lines(reader.grant).filter(change__isnull=False, in_review=True)
    for key in keys:
        held = held.filter(_starting_with("sort_key", key) | Q(sort_key__contains=f" {key}"))
    held_lines = reader.first(held.order_by("sort_key", "pk").values_list("pk", flat=True))
    subscribers = reader.subscribers(reader.people(PersonDetail.objects.filter(_named(keys))))
    if not subscribers and not held_lines:
        subscribers = reader.subscribers(_nearly(reader, keys))
    found = Q(person_id__in=subscribers)
    return found | Q(pk__in=held_lines) if held_lines else found


def _search_number(reader: Reader, digits: str) -> Q:
    """Find employees only for few digits; dependents too for more."""
    if len(digits) < SHORTEST_NUMBER:
        return _starting_with("member_number", digits)
    return Q(person_id__in=reader.subscribers(reader.numbered(digits)))


def _named(keys: list[str]) -> Q:
    """People whose names start with the words, in either order, double names included."""
    if len(keys) == 1:
        return _starting_with("last_key", keys[0]) | _starting_with("first_key", keys[0])
    first, *rest = keys
    last = name_key("".join(rest))
    return (
        _starting_with("last_key", first) & _starting_with("first_key", last)
        | _starting_with("first_key", first) & _starting_with("last_key", last)
        | _starting_with("last_key", "".join(keys))
    )
