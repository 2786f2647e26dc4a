"""What two records share, and what prevents their merge."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from enrollment.models import (
    Candidate,
    Coverage,
    Employment,
    IdentityDecision,
    NotSame,
    PersonDetail,
    PersonMerge,
    Review,
)
from enrollment.queries.identity.humans import records_of

Records = Collection[UUID]


def purchasers_of(records: Records) -> set[int]:
    """Every purchaser that employed, covered or described any of these records."""
    return {
        purchaser
        for model in (Coverage, Employment, PersonDetail)
        for purchaser in model._default_manager.filter(person_id__in=records).values_list("purchaser_id", flat=True)
    }


def undo_takes_two(merge: PersonMerge) -> bool:
    """Whether more than one employer has this person, so that an undo needs two representatives."""
    return len(purchasers_of(records_of(merge.survivor_id))) > 1


def covered_twice(one: Records, other: Records, at: datetime) -> tuple[Coverage, Coverage] | None:
    """A pair of coverages, one per side, in one plan line at one purchaser on the same day, today or later."""
    known = Coverage.objects.known().select_related("purchaser").order_by("starts_on", "pk")
    theirs = list(known.filter(person_id__in=other))
    for ours in known.filter(person_id__in=one):
        for each in theirs:
            if (ours.purchaser_id, ours.plan_line) != (each.purchaser_id, each.plan_line):
                continue
            first = max(ours.starts_on, each.starts_on)
            last = min(ours.ends_on or date.max, each.ends_on or date.max)
            if first <= last and last >= ours.purchaser.today(at):
                return ours, each
    return None


def words_apart(one: Records, other: Records) -> list[NotSame | Candidate]:
    """Standing decisions that an applicant, who became one of these, is not the other."""
    said: list[NotSame | Candidate] = []
    for these, those in ((one, other), (other, one)):
        decided = IdentityDecision.objects.filter(became_id__in=these)
        ruled_out = NotSame.objects.filter(person_id__in=those, applicant_index__in=decided.values("applicant_index"))
        passed_over = Candidate.objects.filter(
            person_id__in=those,
            review__identities__in=decided,
            applicant=F("review__identities__applicant"),
        )
        for rows in (ruled_out, passed_over):
            said += rows.filter(reopening=None).select_related("review__change", "review__decided_by").order_by("pk")
    return said


def told_apart(one: Records, other: Records) -> Review | None:
    """The review that decided that an applicant is one of these and not the other."""
    return next((said.review for said in words_apart(one, other)), None)
