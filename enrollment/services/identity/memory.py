"""Representatives' decisions about an applicant: stored, final, and applied to the same applicant again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from accounts.platform.keys import blind_index
from enrollment.matching import RULES_VERSION, Settled
from enrollment.models import Candidate, IdentityDecision, NotSame, Review
from enrollment.queries.identity.looks import Question, question
from enrollment.rules.people import Applicant


def applicant_index(ours: Question) -> bytes | None:
    """The key of an applicant for repeated decisions; None if too little is given to identify anyone."""
    name, asked = ours.asked.name, ours.asked
    proof = [asked.number, asked.member_number, *(each.hex() for each in ours.contact_indexes)]
    if not any(proof) or asked.birth_date is None:
        return None
    text = "|".join([name.first, name.last, name.middle, name.suffix, str(asked.birth_date), asked.sex, *proof])
    return blind_index("applicant", text)


def remember(
    review: Review,
    people: Sequence[Applicant],
    identities: Mapping[int, UUID | None],
    became: Sequence[UUID],
    *,
    by: User,
    at: datetime,
) -> None:
    """Store who each applicant became (`became`, by position), and the rejected candidates."""
    indexes = [applicant_index(question(person)) for person in people]
    IdentityDecision.objects.bulk_create(
        IdentityDecision(
            purchaser=review.purchaser,
            review=review,
            applicant=place,
            same_as_id=person,
            became_id=became[place],
            applicant_index=indexes[place],
            rules_version=RULES_VERSION,
            decided_by=by,
            decided_at=at,
        )
        for place, person in sorted(identities.items())
    )
    offered = Candidate.objects.current().filter(review=review).values_list("applicant", "person_id")
    NotSame.objects.bulk_create(
        [
            NotSame(review=review, applicant_index=index, person_id=person, decided_at=at)
            for place, person in offered
            if (index := indexes[place]) and place in identities and person != identities[place]
        ],
        ignore_conflicts=True,
    )


def settled_in(
    rows: Iterable[Sequence[Any]], indexes: Iterable[bytes | None], *, purchaser_id: int | None = None
) -> tuple[Settled, ...]:
    """Earlier decisions by applicant index, about requests of one purchaser if given.

    From the rows of SETTLED: (persons on file, index, human, same or not, purchaser).
    """
    same: dict[bytes, UUID] = {}
    ruled_out: dict[bytes, set[UUID]] = {}
    for _, index, human, is_same, purchaser in rows:
        if purchaser_id not in (None, purchaser):
            continue
        if is_same:
            same[index] = human
        elif human is not None:
            ruled_out.setdefault(index, set()).add(human)
    return tuple(
        Settled(same.get(index), frozenset(ruled_out.get(index, ()))) if index else Settled() for index in indexes
    )
