"""What representatives have decided about an applicant: kept, final, and honoured when the same applicant comes again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, Func, OuterRef, UUIDField

from accounts.keys import blind_index
from accounts.models import User
from enrollment.matching import RULES_VERSION, Settled
from enrollment.models import Candidate, IdentityDecision, NotSame, Person, Review
from enrollment.rules.people import Applicant, Family
from enrollment.services.questions import question


def applicant_index(applicant: Applicant) -> bytes | None:
    """Finds what was decided about the very same applicant; None where too little is given to be anybody's own."""
    ours = question(applicant)
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
    """Keep who each applicant was found to be (`became`, place by place), and which candidates they were not."""
    indexes = [applicant_index(person) for person in people]
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


def _human(column: str) -> Func:
    """The record that stands for the one that was decided about: it may have been merged since."""
    return Func(F(column), function="enrollment_survivor", output_field=UUIDField())


def settled_before(family: Family) -> tuple[Settled, ...]:
    """What representatives have said about each of these very applicants. Under the matching role."""
    indexes = [applicant_index(person) for person in family.people]
    given = [index for index in indexes if index]
    living = Exists(Person.objects.filter(pk=OuterRef("human"), deceased_on=None))
    decisions = IdentityDecision.objects.filter(applicant_index__in=given).annotate(human=_human("became_id"))
    became = decisions.filter(living).order_by("decided_at", "pk").values_list("applicant_index", "human")
    same = {bytes(index): person for index, person in became if index and person}
    ruled_out: dict[bytes, set[UUID]] = {}
    rejected = NotSame.objects.filter(applicant_index__in=given, reopening=None).annotate(human=_human("person_id"))
    for index, person in rejected.values_list("applicant_index", "human"):
        ruled_out.setdefault(bytes(index), set()).add(person)
    return tuple(
        Settled(same.get(index), frozenset(ruled_out.get(index, ()))) if index else Settled() for index in indexes
    )
