"""Merge two records of one person by a link, by one or two representatives. No row is re-pointed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Activity, User
from accounts.services import record
from enrollment.models import MergeProposal, Person, PersonMerge
from enrollment.queries.changes.described import line_words
from enrollment.queries.identity.humans import records_under
from enrollment.queries.merging.records import covered_twice, purchasers_of, told_apart
from enrollment.queries.merging.rows import marks
from enrollment.rules.numbers import holds_number
from enrollment.services.refusals import CannotMerge, Problem

REPRESENTATIVE = Activity.Channel.REPRESENTATIVE


@dataclass(frozen=True)
class Pair:
    """Two locked records, with everything behind each."""

    duplicate: Person
    survivor: Person
    of_duplicate: frozenset[UUID]
    of_survivor: frozenset[UUID]

    @property
    def takes_two(self) -> bool:
        """Whether more than one employer has this person, so that a second representative must approve."""
        return len(purchasers_of(self.of_duplicate | self.of_survivor)) > 1


def locked(person_ids: Iterable[UUID]) -> dict[UUID, Person]:
    """The records, locked in id order against enrollment and merging."""
    rows = Person.objects.select_for_update().filter(pk__in=set(person_ids)).order_by("pk")
    return {person.pk: person for person in rows}


def pair_of(duplicate_id: UUID, survivor_id: UUID) -> Pair:
    """Both records, locked; raises CannotMerge for one record twice or one not on file."""
    if duplicate_id == survivor_id:
        raise CannotMerge(_("Choose two different records."))
    people = locked([duplicate_id, survivor_id])
    if len(people) != 2:
        raise CannotMerge(_("That member isn't on file."))
    return Pair(
        people[duplicate_id],
        people[survivor_id],
        frozenset(records_under(duplicate_id)),
        frozenset(records_under(survivor_id)),
    )


def _refuse_if_merged(pair: Pair) -> None:
    both = [pair.duplicate.pk, pair.survivor.pk]
    links = PersonMerge.objects.filter(duplicate_id__in=both, undone_at=None)
    merged = links.select_related("duplicate", "survivor").first()
    if merged:
        text = _("Member %(one)s is already merged into member %(other)s.")
        raise CannotMerge(text % {"one": merged.duplicate.member_number, "other": merged.survivor.member_number})


def _refuse_if_told_apart(pair: Pair) -> None:
    review = told_apart(pair.of_duplicate, pair.of_survivor)
    if review and review.decided_at:
        text = _("%(name)s decided on %(day)s, in request %(number)s, that these are two different people.")
        day = date_format(timezone.localtime(review.decided_at), "DATE_FORMAT")
        words = {"name": review.decided_by, "day": day, "number": review.change.confirmation}
        raise CannotMerge(text % words, see=review.change)


def _refuse_if_covered_twice(pair: Pair, at: datetime) -> None:
    twice = covered_twice(pair.of_duplicate, pair.of_survivor, at)
    if twice:
        ours, theirs = twice
        text = _("Both have %(line)s coverage at %(employer)s from %(day)s. End or cancel one coverage first.")
        day = date_format(max(ours.starts_on, theirs.starts_on), "DATE_FORMAT")
        raise CannotMerge(
            text % {"line": line_words([ours.plan_line]).lower(), "employer": ours.purchaser.name, "day": day}
        )


def check_reason(reason: str) -> None:
    """Raise CannotMerge unless there is a reason without a Social Security number."""
    if not reason.strip():
        raise CannotMerge(Problem(_("Enter the reason for the decision."), field="reason"))
    if holds_number(reason):
        text = _("Remove the Social Security number, ITIN or ATIN. This text is kept on record.")
        raise CannotMerge(Problem(text, field="reason"))


def refuse_unless_one(pair: Pair, *, at: datetime, reason: str, died_reason: str) -> None:
    """Raise CannotMerge if anything forbids the merge."""
    check_reason(reason)
    _refuse_if_merged(pair)
    if pair.duplicate.deceased_on != pair.survivor.deceased_on and not died_reason.strip():
        text = _("The records differ on a date of death. Explain why they are the same person.")
        raise CannotMerge(Problem(text, field="died_reason"))
    _refuse_if_told_apart(pair)
    _refuse_if_covered_twice(pair, at)


def tell_merge(verb: str, link: PersonMerge | MergeProposal, *, by: User, at: datetime, reason: str) -> None:
    """Write the activity line, which employers never see: it may name other employers."""
    record(
        verb,
        by=by,
        at=at,
        channel=REPRESENTATIVE,
        obj=link,
        summary=reason,
        after={"duplicate": link.duplicate.member_number, "survivor": link.survivor.member_number},
        staff_only=True,
    )


def link(pair: Pair, *, by: User, at: datetime, reason: str, **facts: Any) -> PersonMerge:
    merge = PersonMerge.objects.create(
        duplicate=pair.duplicate,
        survivor=pair.survivor,
        decided_by=by,
        decided_at=at,
        reason=reason,
        marks=marks(),
        **facts,
    )
    tell_merge("merged_people", merge, by=by, at=at, reason=reason)
    return merge


def merge_people(
    *, duplicate_id: UUID, survivor_id: UUID, by: User, at: datetime, reason: str, died_reason: str = ""
) -> PersonMerge:
    """Merge two records on one representative's decision. Raises CannotMerge."""
    pair = pair_of(duplicate_id, survivor_id)
    refuse_unless_one(pair, at=at, reason=reason, died_reason=died_reason)
    if pair.takes_two:
        raise CannotMerge(
            _("More than one employer has this member. Request it, so that a second representative can approve.")
        )
    return link(pair, by=by, at=at, reason=reason, died_reason=died_reason)


def compare_records(*, records: Sequence[Person], by: User, at: datetime) -> None:
    """Record that a representative viewed two records side by side."""
    for person in records:
        others = " ".join(each.member_number for each in records if each != person)
        record(
            "compared_records",
            by=by,
            at=at,
            channel=REPRESENTATIVE,
            obj=person,
            summary=_("beside member %(number)s") % {"number": others},
            staff_only=True,
        )
