"""The possible matches shown beside each applicant, with the reasons against a certain match."""

from collections.abc import Sequence

from access import tenancy
from enrollment import matching
from enrollment.commands import command_from
from enrollment.matching import RULES_VERSION, Decision
from enrollment.matching.agreement import EQUAL
from enrollment.matching.certain import Circumstances
from enrollment.matching.reasons import reasons
from enrollment.models import Candidate, Change, Review
from enrollment.queries.identity.looks import persons_on_file, question
from enrollment.services.submission import Submission

# More would not help a representative, and would cost time.
CANDIDATES_KEPT = 5
# Below this weight (bits) only a household or a name agrees.
FURTHEST_KEPT = -10.0


def _worth_showing(decision: Decision) -> list[matching.Candidate]:
    near = [each for each in decision.candidates if each.weight > FURTHEST_KEPT or each.fields["number"] == EQUAL]
    return near[:CANDIDATES_KEPT]


def _rows(review: Review, change: Change, decisions: Sequence[Decision], submission: Submission) -> list[Candidate]:
    people = command_from(change.type, change.payload).people
    around = Circumstances(submission.judged_on, persons_on_file())
    return [
        Candidate(
            purchaser_id=review.purchaser_id,
            review=review,
            applicant=place,
            person_id=candidate.person_id,
            rank=rank,
            comparison=dict(candidate.fields),
            weight=round(candidate.weight, 2),
            reasons=reasons(candidate, question(applicant).asked, around).as_json(),
        )
        for place, (applicant, decision) in enumerate(zip(people, decisions, strict=False))
        for rank, candidate in enumerate(_worth_showing(decision))
    ]


def _codes(decisions: Sequence[Decision], further: Sequence[str]) -> list[str]:
    held = {each.reason for each in decisions if each.outcome == matching.Outcome.REVIEW and each.reason}
    return sorted(held | set(further))


def open_review(
    change: Change, submission: Submission, decisions: Sequence[Decision], further: Sequence[str] = ()
) -> None:
    """Open the review of a change with its candidates. `further` are reasons beside the engine's."""
    review = Review(
        purchaser=change.purchaser,
        change=change,
        opened_at=submission.at,
        rules_version=RULES_VERSION,
        reasons=_codes(decisions, further),
    )
    with tenancy.matching():
        review.save(force_insert=True)
        Candidate.objects.bulk_create(_rows(review, change, decisions, submission))


def renew_review(
    change: Change, submission: Submission, decisions: Sequence[Decision], further: Sequence[str] = ()
) -> None:
    """Replace the engine's findings by current ones; earlier candidates stay as history."""
    with tenancy.matching():
        review = Review.objects.get(change=change)
        review.reasons, review.rules_version = _codes(decisions, further), RULES_VERSION
        review.save(update_fields=["reasons", "rules_version"])
        Candidate.objects.current().filter(review=review).update(superseded_at=submission.at)
        Candidate.objects.bulk_create(_rows(review, change, decisions, submission))
