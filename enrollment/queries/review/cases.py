"""A review as a representative sees it: each applicant beside the possible matches."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from access import tenancy
from accounts.models import Activity
from accounts.platform.typed import prose
from enrollment.commands import Command, command_from
from enrollment.matching.reasons import HELD_FOR
from enrollment.models import Candidate, CannedReply, Change, Person, Review
from enrollment.queries.changes.talk import ANSWERED, ASKED
from enrollment.queries.review.claims import shown_of
from enrollment.queries.review.comparison import (
    CONTACTS,
    FIELDS,
    Beside,
    Cell,
    beside,
    details_of,
    history_of,
    names_of_fields,
    submitted,
)
from enrollment.queries.review.corrections import Correction
from enrollment.rules.codes import Relationship


@dataclass(frozen=True)
class ApplicantCase:
    """One applicant. `chosen` is the answer of a rejected form, to show again."""

    place: int
    relationship: str
    name: str
    values: dict[str, str]
    candidates: Sequence[Beside]
    chosen: str

    @property
    def rows(self) -> list[tuple[str, str, list[Cell]]]:
        """(field, submitted, cells) for each field with a value; the member number only if it was sent."""
        names, told = names_of_fields(), []
        for key in (*FIELDS, *CONTACTS):
            sent, cells = self.values[key], [each.cells[key] for each in self.candidates]
            if sent or (key != "member_number" and any(cell.value for cell in cells)):
                told.append((names[key], sent, cells))
        return told


@dataclass(frozen=True)
class Said:
    """One entry of the history. Repeated views by one representative are one entry: first, last and count."""

    line: Activity
    last_at: datetime
    times: int = 1


def _in_short(lines: Iterable[Activity]) -> list[Said]:
    """Collapse repeated views by one representative."""
    said: dict[tuple[str, int | None], Said] = {}
    for line in lines:
        key = (line.verb, line.actor_id) if line.verb == "viewed_candidates" else ("", line.pk)
        first = said.get(key)
        said[key] = Said(first.line, line.at, first.times + 1) if first else Said(line, line.at)
    return list(said.values())


@dataclass(frozen=True)
class CasePage:
    review: Review
    change: Change
    command: Command
    applicants: Sequence[ApplicantCase]
    talk: Sequence[Said]
    replies: Sequence[CannedReply]
    held_for: Sequence[str]
    # The version of this page: a decision on an older one is refused.
    shown: str
    # What the kind of the change says: the first day of coverage, sentences, the fields that are decided one by one.
    starts_on: date | None = None
    facts: Sequence[str] = ()
    correction: Correction | None = None

    @property
    def exchange(self) -> list[Activity]:
        """The last question to the employer and its answer, if any."""
        said = [each.line for each in self.talk if each.line.verb in (ASKED, ANSWERED)]
        return said[-2:] if said and said[-1].verb == ANSWERED else said[-1:]

    @property
    def needs_identities(self) -> bool:
        return self.command.adds_people

    def identities_from(self, data: Mapping[str, str]) -> dict[int, UUID | None]:
        """The chosen person of each position; unanswered positions are left out."""
        if not self.needs_identities:
            return {}
        chosen: dict[int, UUID | None] = {}
        for each in self.applicants:
            answer = data.get(f"who{each.place}", "" if each.candidates else "new")
            offered = {str(one.person.pk): one.person.pk for one in each.candidates}
            if answer == "new":
                chosen[each.place] = None
            elif answer in offered:
                chosen[each.place] = offered[answer]
        return chosen

    def amendments_from(self, data: Mapping[str, str]) -> dict[int, dict[str, str]]:
        """For each position, what to do with the chosen person's differing fields."""
        if self.correction:
            return {0: {each.field: data[each.name] for each in self.correction.fields if each.name in data}}
        chosen = self.identities_from(data)
        return {
            each.place: {
                field.field.rpartition("-")[2]: data.get(field.field, "keep")
                for one in each.candidates
                if one.person.pk == chosen.get(each.place)
                for field in one.amendable
            }
            for each in self.applicants
        }

    def reply_from(self, data: Mapping[str, str]) -> str:
        """The typed text, or the chosen saved reply."""
        written = prose(data.get("note", ""), 500)
        chosen = data.get("canned", "")
        return written or next((one.text for one in self.replies if str(one.pk) == chosen), "")


def _applicants(review: Review, command: Command, at: datetime, posted: Mapping[str, str]) -> list[ApplicantCase]:
    candidates = list(Candidate.objects.current().filter(review=review).order_by("applicant", "rank", "pk"))
    with tenancy.matching():
        people = Person.objects.in_bulk([each.person_id for each in candidates])
        details = details_of(list(people))
    history = history_of(list(people), review.purchaser_id, review.change.purchaser.today(at))
    return [
        ApplicantCase(
            place=place,
            relationship=_(Relationship(applicant.relationship).label),
            name=applicant.name.full,
            values=submitted(applicant),
            candidates=[
                beside(
                    each,
                    people[each.person_id],
                    applicant,
                    details.get(each.person_id, []),
                    history.get(each.person_id, []),
                    dict(posted.items()),
                )
                for each in candidates
                if each.applicant == place
            ],
            chosen=posted.get(f"who{place}", ""),
        )
        for place, applicant in enumerate(command.people)
    ]


def case_of(review_id: UUID, *, at: datetime, posted: Mapping[str, str] | None = None) -> CasePage | None:
    """The case of a review, or None. Under the staff role; identities are read under the matching role."""
    found = Review.objects.select_related(
        "change__purchaser__representative", "change__submitted_by", "change__enrollment", "claimed_by", "assigned_to"
    )
    review = found.filter(pk=review_id).first()
    if review is None:
        return None
    change = review.change
    command = command_from(change.type, change.payload)
    about = Q(object_type="change", object_id=str(change.pk)) | Q(object_type="review", object_id=str(review.pk))
    talk = Activity.objects.filter(about, purchaser_id=review.purchaser_id).select_related("actor")
    return CasePage(
        review=review,
        change=change,
        command=command,
        applicants=_applicants(review, command, at, posted or {}),
        talk=_in_short(talk.order_by("at", "id")),
        replies=list(CannedReply.objects.all()),
        held_for=[_(HELD_FOR[code]) if code in HELD_FOR else code for code in review.reasons],
        shown=shown_of(review),
    )
