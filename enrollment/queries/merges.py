"""What two records share and what keeps them apart, and what was written since they became one."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Max, Model, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Purchaser
from enrollment.models import (
    Candidate,
    Change,
    Coverage,
    Employment,
    Enrollment,
    IdentityDecision,
    NotSame,
    PersonDetail,
    PersonMerge,
    Review,
)
from enrollment.services.humans import records_of, records_under

ADDED = [Change.Type.ADD_EMPLOYEE, Change.Type.ADD_DEPENDENTS]
WRITTEN: dict[str, type[Model]] = {
    "enrollment": Enrollment,
    "coverage": Coverage,
    "employment": Employment,
    "detail": PersonDetail,
}
Records = Collection[UUID]


@dataclass(frozen=True)
class Row:
    """Something that an employer's request wrote about the human since the merge.

    `change_id` is the request that it goes back to, `origin` the first of those that share an employment: all that
    they led to belongs to one person.
    """

    kind: str
    pk: int
    purchaser: Purchaser
    person_id: UUID
    change_id: UUID
    origin: UUID
    words: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.pk}"


def marks() -> dict[str, int]:
    """The highest key of each table now. What is written later is above."""
    return {kind: model._default_manager.aggregate(top=Max("pk"))["top"] or 0 for kind, model in WRITTEN.items()}


def written_above(marks: Mapping[str, int], records: Records) -> bool:
    """Whether anything was written about these records since the marks were taken."""
    whose = {kind: "subscriber_id__in" if kind == "enrollment" else "person_id__in" for kind in WRITTEN}
    return any(
        model._default_manager.filter(pk__gt=marks.get(kind, 0), **{whose[kind]: records}).exists()
        for kind, model in WRITTEN.items()
    )


def purchasers_of(records: Records) -> set[int]:
    """Where any of these records is or was employed, covered or described."""
    return {
        purchaser
        for model in (Coverage, Employment, PersonDetail)
        for purchaser in model._default_manager.filter(person_id__in=records).values_list("purchaser_id", flat=True)
    }


def undo_takes_two(merge: PersonMerge) -> bool:
    """Whether more than one employer knows this human: then two representatives have to agree on taking it back."""
    return len(purchasers_of(records_of(merge.survivor_id))) > 1


def covered_twice(one: Records, other: Records, at: datetime) -> tuple[Coverage, Coverage] | None:
    """A coverage of each side in one plan line at one purchaser on the same day, today or later."""
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
    """What representatives have said of somebody who is one of these: that they are not the other. Not taken back."""
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
    """The review in which a representative said of somebody that they are one of these and not the other."""
    return next((said.review for said in words_apart(one, other)), None)


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else _("open")


def left_with_survivor(merge: PersonMerge) -> set[UUID]:
    """The records of the human that stay together when the duplicate is taken out."""
    return records_of(merge.survivor_id) - records_under(merge.duplicate_id)


def added_details(merge: PersonMerge, records: Records) -> QuerySet[PersonDetail]:
    """The details with which requests since the merge described the human, as the first of what they led to."""
    since = PersonDetail.objects.filter(person_id__in=records, pk__gt=merge.marks.get("detail", 0))
    return since.filter(change__type__in=ADDED).select_related("purchaser").order_by("pk")


def _coverage_rows(merge: PersonMerge, records: Records) -> Iterator[Row]:
    """Coverage whose first version is of since the merge, as it is held now."""
    first: dict[tuple[object, ...], Coverage] = {}
    for each in Coverage.objects.filter(person_id__in=records).select_related("purchaser").order_by("pk"):
        begun = first.setdefault((each.enrollment_id, each.person_id, each.starts_on), each)
        if each.superseded_at is None and begun.pk > merge.marks.get("coverage", 0):
            never = _("never took effect") if each.voided_at else ""
            period = f"{each.plan_line}, {_day(each.starts_on)} - {_day(each.ends_on)} {never}".strip()
            words = _("Coverage %(period)s") % {"period": period}
            yield Row("coverage", each.pk, each.purchaser, each.person_id, begun.change_id, begun.change_id, words)


def _rows(merge: PersonMerge, records: Records) -> Iterator[Row]:
    enrollments = Enrollment.objects.filter(subscriber_id__in=records, pk__gt=merge.marks.get("enrollment", 0))
    held = Coverage.objects.filter(superseded_at=None).values("enrollment_id")
    for family in enrollments.filter(pk__in=held).select_related("purchaser", "offering__plan").order_by("pk"):
        words = _("Enrollment of the family in %(plan)s") % {"plan": family.offering.plan}
        yield Row(
            "enrollment", family.pk, family.purchaser, family.subscriber_id, family.change_id, family.change_id, words
        )
    yield from _coverage_rows(merge, records)
    employments = Employment.objects.filter(person_id__in=records, pk__gt=merge.marks.get("employment", 0))
    for work in employments.select_related("purchaser").order_by("pk"):
        words = _("Employment %(first)s - %(last)s") % {
            "first": _day(work.hired_on),
            "last": _day(work.last_day_worked),
        }
        yield Row("employment", work.pk, work.purchaser, work.person_id, work.change_id, work.change_id, words)
    for detail in added_details(merge, records):
        words = _("Details: %(name)s, born %(day)s") % {"name": detail.full_name, "day": _day(detail.birth_date)}
        yield Row("detail", detail.pk, detail.purchaser, detail.person_id, detail.change_id, detail.change_id, words)


def _of_one_work(rows: Iterable[Row]) -> dict[UUID, UUID]:
    """Requests that rest on an employment made since the merge, each with the request that made the employment."""
    employments = {row.pk: row.origin for row in rows if row.kind == "employment"}
    families = [row.pk for row in rows if row.kind == "enrollment"]
    resting = Enrollment.objects.filter(pk__in=families, employment_id__in=employments)
    return {change: employments[work] for change, work in resting.values_list("change_id", "employment_id") if work}


def rows_since(merge: PersonMerge) -> list[Row]:
    """Every row written since the merge that could be the duplicate's. Under the staff role.

    What was written by the id of a record, not by matching, is that record's own and is not among them.
    """
    found = list(_rows(merge, left_with_survivor(merge)))
    resting = _of_one_work(found)
    return [replace(row, origin=resting.get(row.change_id, row.change_id)) for row in found]
