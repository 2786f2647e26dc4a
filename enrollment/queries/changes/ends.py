"""Preview of an end of coverage: the last day, its limit and each person's result."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from accounts.models import Purchaser, PurchaserSize
from enrollment.models import Coverage, Enrollment
from enrollment.queries.changes.outcome import by_result
from enrollment.queries.families import by_line, coverage_of, has_several_lines
from enrollment.queries.units import terms_of
from enrollment.rules.codes import EndReason
from enrollment.rules.coverage import (
    Dated,
    earliest_cancellation,
    earliest_end,
    last_day_before,
    last_day_by_age,
    last_day_of_coverage,
)
from enrollment.rules.terms import TermsHistory


@dataclass(frozen=True)
class EndPreview:
    """What an end would do: the event's day, the unit rule's last day, the limit, the effective last day, and whose
    coverage ends.
    """

    event_on: date
    reason: EndReason
    computed: Dated
    limit: Dated
    last_day: date
    coverages: tuple[Coverage, ...]
    retroactive: bool
    of_several: bool = False
    """Whether the family has several lines of coverage."""

    @property
    def beyond_limit(self) -> bool:
        return self.computed.on < self.limit.on

    @property
    def is_error(self) -> bool:
        """Whether the coverage should never have been: all of it is canceled, or a representative decides."""
        return self.reason == EndReason.ENTERED_IN_ERROR

    @property
    def starts_on(self) -> date | None:
        """The earliest first day of these coverages."""
        return min((each.starts_on for each in self.coverages), default=None)

    @property
    def never_starts(self) -> bool:
        """Whether everything is canceled, as coverage that starts after its last day is."""
        return self.starts_on is not None and self.last_day < self.starts_on

    def results(self, names: Mapping[UUID, str]) -> list[dict[str, str]]:
        """Each person's result as the receipt will show it, in the order of `names`."""
        order = list(names)
        ordered = sorted(self.coverages, key=lambda each: (order.index(each.person_id), each.starts_on))
        results = [result_of(each, names[each.person_id], self.last_day, self.reason) for each in ordered]
        return by_result(results, of_several=self.of_several)


def is_small(purchaser: Purchaser, day: date) -> bool:
    """Whether small-purchaser rules apply on `day`. A purchaser of unknown size counts as small."""
    sizes = PurchaserSize.objects.filter(purchaser=purchaser, effective_on__lte=day).order_by("-effective_on", "-pk")
    size = sizes.first()
    return size is None or size.employees <= settings.SMALL_PURCHASER_EMPLOYEES


def ending(
    family: Enrollment, person_ids: Sequence[UUID], last_day: date, lines: Collection[str] = ()
) -> list[Coverage]:
    """The known coverages an end on `last_day` would shorten: the whole family's or some dependents'.

    In these lines of coverage, or in all without any.
    """
    known = coverage_of(family).known().filter(Q(ends_on=None) | Q(ends_on__gt=last_day))
    if lines:
        known = known.filter(plan_line__in=lines)
    if person_ids:
        known = known.filter(person_id__in=person_ids).exclude(person_id=family.subscriber_id)
    return by_line(known.select_related("person", "enrollment").order_by("person_id", "starts_on", "pk"))


def newest_coverage(family: Enrollment) -> Coverage:
    """The newest row of a family's coverage: another one means that the coverage changed."""
    rows = coverage_of(family).select_related("change__submitted_by")
    return rows.latest("pk")


def _meant(family: Enrollment, person_ids: Sequence[UUID], today: date, lines: Collection[str]) -> list[Coverage]:
    """The coverage an end is about if no day is given: what is not over, else each person's last in each line."""
    known = ending(family, person_ids, date.min, lines)
    return [each for each in known if not each.ends_on or each.ends_on >= today] or list(
        {(each.person_id, each.plan_line): each for each in known}.values()
    )


def _last_day(
    coverages: Sequence[Coverage], reason: EndReason, event_on: date, history: TermsHistory
) -> tuple[date, Dated]:
    """The day of the event, and the last day of coverage by the rule of that day."""
    if reason == EndReason.DEPENDENT_AGE and coverages:
        limits = [history.age_limit(each.rated_birth_date, since=each.starts_on) for each in coverages]
        limit = min(limits, key=lambda each: each.last_day)
        return limit.reached_on, last_day_by_age(limit)
    if reason == EndReason.ENTERED_IN_ERROR and coverages:
        starts_on = min(each.starts_on for each in coverages)
        return starts_on, last_day_before(starts_on)
    return event_on, last_day_of_coverage(event_on, reason, history.on(event_on))


def preview_end(
    family: Enrollment,
    *,
    person_ids: Sequence[UUID],
    reason: EndReason,
    event_on: date | None,
    purchaser: Purchaser,
    today: date,
    lines: Collection[str] = (),
) -> EndPreview:
    """What an end submitted on `today` would do, by the terms of the day of the event. Reads only.

    Without `lines` it ends every line of coverage.
    `event_on` comes from `counted_from`; it is not read where the coverage gives the day.
    """
    history = terms_of(family.unit_id)
    meant = _meant(family, person_ids, today, lines) if reason.has_own_day else []
    event_on, computed = _last_day(meant, reason, event_on or today, history)
    terms, small = history.on(event_on), is_small(purchaser, event_on)
    limit = earliest_end(today, terms, small=small)
    last_day = max(computed.on, limit.on)
    if reason == EndReason.DEATH:
        # Coverage ends on the day of death, however late it is reported.
        limit, last_day = Dated(min(limit.on, computed.on), limit.rule, limit.days), computed.on
    elif reason == EndReason.ENTERED_IN_ERROR:
        # All of it or nothing: beyond the limit a representative decides.
        limit, last_day = earliest_cancellation(today, terms, small=small), computed.on
    return EndPreview(
        event_on=event_on,
        reason=reason,
        computed=computed,
        limit=limit,
        last_day=last_day,
        coverages=tuple(ending(family, person_ids, last_day, lines)),
        retroactive=last_day < today,
        of_several=has_several_lines(family),
    )


def result_of(coverage: Coverage, name: str, last_day: date, reason: EndReason) -> dict[str, str]:
    """The result of an end on `last_day` for one coverage; coverage starting later is canceled."""
    facts = {"name": name, "person": str(coverage.person_id), "line": coverage.plan_line}
    if last_day < coverage.starts_on:
        result = "canceled" if reason == EndReason.ENTERED_IN_ERROR else "never_started"
        return facts | {"result": result, "on": coverage.starts_on.isoformat()}
    before = {"before": coverage.ends_on.isoformat()} if coverage.ends_on else {}
    return facts | {"result": "ends", "on": last_day.isoformat()} | before
