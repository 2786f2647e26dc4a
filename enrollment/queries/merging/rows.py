"""Rows written about a person since two records were merged."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Max, Model, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Purchaser
from enrollment.commands import adding
from enrollment.models import (
    Coverage,
    Employment,
    Enrollment,
    PersonDetail,
    PersonMerge,
)
from enrollment.queries.changes.described import line_words
from enrollment.queries.identity.humans import records_of, records_under
from enrollment.queries.merging.records import Records

WRITTEN: dict[str, type[Model]] = {
    "enrollment": Enrollment,
    "coverage": Coverage,
    "employment": Employment,
    "detail": PersonDetail,
}


@dataclass(frozen=True)
class Row:
    """A row that an employer's request wrote about the person since the merge.

    `change_id` is that request. `origin` is the first of the requests that share an employment: their rows go to one
    person together.
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
    """The highest key of each table now. Later rows have larger keys."""
    return {kind: model._default_manager.aggregate(top=Max("pk"))["top"] or 0 for kind, model in WRITTEN.items()}


def written_above(marks: Mapping[str, int], records: Records) -> bool:
    """Whether any row about these records is newer than the marks."""
    whose = {kind: "subscriber_id__in" if kind == "enrollment" else "person_id__in" for kind in WRITTEN}
    return any(
        model._default_manager.filter(pk__gt=marks.get(kind, 0), **{whose[kind]: records}).exists()
        for kind, model in WRITTEN.items()
    )


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else _("no end date")


def left_with_survivor(merge: PersonMerge) -> set[UUID]:
    """The records that stay together when the duplicate leaves."""
    return records_of(merge.survivor_id) - records_under(merge.duplicate_id)


def added_details(merge: PersonMerge, records: Records) -> QuerySet[PersonDetail]:
    """Details that came from add requests after the merge."""
    since = PersonDetail.objects.filter(person_id__in=records, pk__gt=merge.marks.get("detail", 0))
    return since.filter(change__type__in=adding()).select_related("purchaser").order_by("pk")


def _coverage_rows(merge: PersonMerge, records: Records) -> Iterator[Row]:
    """Coverage created after the merge, current version only."""
    first: dict[tuple[object, ...], Coverage] = {}
    for each in Coverage.objects.filter(person_id__in=records).select_related("purchaser").order_by("pk"):
        begun = first.setdefault((each.enrollment_id, each.person_id, each.starts_on), each)
        if each.superseded_at is None and begun.pk > merge.marks.get("coverage", 0):
            never = _("never took effect") if each.voided_at else ""
            period = f"{line_words([each.plan_line])}, {_day(each.starts_on)} - {_day(each.ends_on)} {never}".strip()
            words = _("Coverage %(period)s") % {"period": period}
            yield Row("coverage", each.pk, each.purchaser, each.person_id, begun.change_id, begun.change_id, words)


def _rows(merge: PersonMerge, records: Records) -> Iterator[Row]:
    enrollments = Enrollment.objects.filter(subscriber_id__in=records, pk__gt=merge.marks.get("enrollment", 0))
    held = Coverage.objects.filter(superseded_at=None).values("enrollment_id")
    for family in enrollments.filter(pk__in=held).select_related("purchaser", "offering__plan").order_by("pk"):
        words = _("Family enrollment in %(plan)s") % {"plan": family.offering.plan}
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
    """Requests that depend on an employment created since the merge, each with the request that created it."""
    employments = {row.pk: row.origin for row in rows if row.kind == "employment"}
    families = [row.pk for row in rows if row.kind == "enrollment"]
    resting = Enrollment.objects.filter(pk__in=families, employment_id__in=employments)
    return {change: employments[work] for change, work in resting.values_list("change_id", "employment_id") if work}


def rows_since(merge: PersonMerge) -> list[Row]:
    """Rows written since the merge that could be the duplicate's. Under the staff role.

    Rows written by record id, without matching, belong to that record and are left out.
    """
    found = list(_rows(merge, left_with_survivor(merge)))
    resting = _of_one_work(found)
    return [replace(row, origin=resting.get(row.change_id, row.change_id)) for row in found]
