"""Roster search: by any word that a page shows about somebody, by number, or by last four digits.

Units come first: for a user of some units, the people of others do not exist, not even for the limit or the search
by similar names.

Each search ends in a list of ids, because a subquery beside other conditions would read the whole roster.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from access.admission import Admission
from enrollment.models import Change, Coverage, PersonDetail, RosterLine, SearchWord
from enrollment.queries.identity.indexes import contact_indexes, fact_word, last_four_index
from enrollment.queries.roster.finding import (
    Asking,
    Found,
    having,
    is_number,
    nearly_having,
    spelled_nearly,
    subscribers_of,
)
from enrollment.rules.dates import BadDate, parse_date
from enrollment.rules.names import ways_to_read

# With this many words, people are shown who lack one of them, where nobody has all.
ENOUGH_WORDS = 3
CONFIRMATION = re.compile(r"([2-9A-HJ-NP-Z]{4})-?([2-9A-HJ-NP-Z]{5})")


@dataclass
class Reader:
    """Reads people for one search: at most `at_most`; `cut` notes that there were more, `guessed` that only names
    similar to the words were found.
    """

    grant: Admission
    at_most: int | None = None
    cut: bool = False
    guessed: bool = False

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


def lines(grant: Admission) -> QuerySet[RosterLine]:
    """Every line the grant may see."""
    own = RosterLine.objects.filter(purchaser_id=grant.purchaser_id)
    return own if grant.unit_ids is None else own.filter(unit_id__in=grant.unit_ids)


def with_last_four(reader: Reader, digits: str) -> Q:
    """Families and requests in review with a member whose number ends in these digits."""
    index = last_four_index(reader.grant.purchaser_id, digits)
    return _lines_of(_asking(reader), _with_fact(reader, "last_four_index", index))


def _with_fact(reader: Reader, column: str, value: bytes | date) -> Found:
    """People whose current details have this value, and requests in review with it."""
    words = SearchWord.objects.filter(purchaser_id=reader.grant.purchaser_id, word=fact_word(value))
    if reader.grant.unit_ids is not None:
        words = words.filter(unit_id__in=reader.grant.unit_ids)
    people = reader.people(PersonDetail.objects.filter(**{column: value}))
    requests = reader.first(words.order_by("subject", "pk").values_list("change_id", flat=True))
    return Found(tuple(people), tuple(requests))


def _facts(words: str) -> dict[str, bytes | date]:
    """The email address, telephone number or date of birth that the words are; by the column that holds it."""
    contacts = contact_indexes(street="", zip_code="", phone=words, email=words)
    facts: dict[str, bytes | date] = {column: index for column, index in contacts.items() if index}
    if not words.isdigit():
        with suppress(BadDate):
            facts["birth_date"] = parse_date(words.lower(), kind="birth", today=date.max)
    return facts


def _asking(reader: Reader) -> Asking:
    return Asking(
        purchaser_id=reader.grant.purchaser_id,
        units=None if reader.grant.unit_ids is None else sorted(reader.grant.unit_ids),
        limit=None if reader.at_most is None else reader.at_most + 1,
    )


def _lines_of(asking: Asking, found: Found) -> Q:
    """The lines of these people's families and of these requests."""
    families = Q(person_id__in=subscribers_of(asking, found))
    return families | Q(change_id__in=found.requests) if found.requests else families


def search(reader: Reader, words: str) -> Q:
    """Match by every word, each at its beginning; else by similar words; or by the number of a request."""
    ways = ways_to_read(words)
    if not ways:
        return Q(pk=None)
    asking = _asking(reader)
    found = _all(having(asking, way) for way in ways) | _numbered(reader, words)
    found |= _all(_with_fact(reader, column, value) for column, value in _facts(words).items())
    if not found:
        found = _similar(asking, ways[0])
        reader.guessed = bool(found)
    if reader.at_most is not None:
        reader.cut |= len(found) > reader.at_most
        found = found.first(reader.at_most)
    return _lines_of(asking, found)


def _all(found: Iterable[Found]) -> Found:
    together = Found()
    for each in found:
        together |= each
    return together


def _numbered(reader: Reader, words: str) -> Found:
    """The request with this confirmation number, and whom it is about."""
    read = CONFIRMATION.fullmatch(re.sub(r"\s", "", words).upper())
    if not read:
        return Found()
    own = Change.objects.submitted().filter(
        purchaser_id=reader.grant.purchaser_id, confirmation="-".join(read.groups())
    )
    if reader.grant.unit_ids is not None:
        own = own.filter(unit_id__in=reader.grant.unit_ids)
    return Found(requests=tuple(own.values_list("pk", flat=True)))


def _similar(asking: Asking, keys: Sequence[str]) -> Found:
    """Who has words similar to all of them: that sound alike, else a few letters off; else to all but one."""
    spelled = spelled_nearly(asking.purchaser_id, keys)
    alike, near = _by_key(each for each in spelled if each[2]), _by_key(spelled)
    may_lack_one = len(keys) >= ENOUGH_WORDS and not any(map(is_number, keys))
    fewer = [[*keys[:place], *keys[place + 1 :]] for place in range(len(keys))] if may_lack_one else []
    for readings, close in (([keys], alike), ([keys], near), (fewer, near)):
        if found := _all(nearly_having(asking, each, close) for each in readings):
            return found
    return Found()


def _by_key(spelled: Iterable[tuple[str, str, bool]]) -> Mapping[str, Sequence[str]]:
    words: dict[str, list[str]] = {}
    for key, word, _sounds in spelled:
        words.setdefault(key, []).append(word)
    return words
