"""Preview of an end of coverage: the last day, its limit and each person's result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from accounts.models import Purchaser, PurchaserSize
from enrollment.models import Coverage, Enrollment
from enrollment.queries.units import rules_on
from enrollment.rules.codes import EndReason
from enrollment.rules.coverage import Dated, UnitTerms, earliest_end, last_day_of_coverage


@dataclass(frozen=True)
class EndPreview:
    """What an end would do: the unit rule's last day, the limit, the effective last day, and whose coverage ends."""

    computed: Dated
    limit: Dated
    last_day: date
    coverages: tuple[Coverage, ...]
    retroactive: bool

    @property
    def beyond_limit(self) -> bool:
        return self.computed.on < self.limit.on

    @property
    def starts_on(self) -> date | None:
        """The earliest first day of these coverages."""
        return min((each.starts_on for each in self.coverages), default=None)

    @property
    def never_starts(self) -> bool:
        """Whether everything is canceled: `write_end` cancels coverage that starts after its last day."""
        return self.starts_on is not None and self.last_day < self.starts_on

    def results(self, names: Mapping[UUID, str]) -> list[dict[str, str]]:
        """Each person's result as the receipt will show it, in the order of `names`."""
        order = list(names)
        ordered = sorted(self.coverages, key=lambda each: (order.index(each.person_id), each.starts_on))
        return [result_of(each, names[each.person_id], self.last_day) for each in ordered]


def is_small(purchaser: Purchaser, day: date) -> bool:
    """Whether small-purchaser rules apply on `day`. A purchaser of unknown size counts as small."""
    sizes = PurchaserSize.objects.filter(purchaser=purchaser, effective_on__lte=day).order_by("-effective_on", "-pk")
    size = sizes.first()
    return size is None or size.employees <= settings.SMALL_PURCHASER_EMPLOYEES


def _terms(family: Enrollment, day: date) -> UnitTerms:
    terms: UnitTerms = rules_on(family.unit_id, day).terms
    return terms


def ending(family: Enrollment, person_ids: Sequence[UUID], last_day: date) -> list[Coverage]:
    """The known coverages an end on `last_day` would shorten: the whole family's or some dependents'."""
    known = Coverage.objects.known().filter(enrollment=family).filter(Q(ends_on=None) | Q(ends_on__gt=last_day))
    if person_ids:
        known = known.filter(person_id__in=person_ids).exclude(person_id=family.subscriber_id)
    return list(known.select_related("person").order_by("person_id", "starts_on", "pk"))


def newest_coverage(family: Enrollment) -> Coverage:
    """The newest row of a family's coverage: another one means that the coverage changed."""
    rows = Coverage.objects.filter(enrollment=family).select_related("change__submitted_by")
    return rows.latest("pk")


def preview_end(
    family: Enrollment,
    *,
    person_ids: Sequence[UUID],
    reason: EndReason,
    event_on: date,
    purchaser: Purchaser,
    today: date,
) -> EndPreview:
    """What an end submitted on `today` would do. `event_on` comes from `counted_from`. Reads only."""
    terms = _terms(family, today)
    computed = last_day_of_coverage(event_on, reason, terms)
    limit = earliest_end(today, terms, small=is_small(purchaser, today))
    if reason == EndReason.DEATH:
        # Coverage ends on the day of death, however late it is reported.
        limit = Dated(min(limit.on, computed.on), limit.rule, limit.days)
    last_day = max(computed.on, limit.on)
    return EndPreview(
        computed=computed,
        limit=limit,
        last_day=last_day,
        coverages=tuple(ending(family, person_ids, last_day)),
        retroactive=last_day < today,
    )


def result_of(coverage: Coverage, name: str, last_day: date) -> dict[str, str]:
    """The result of an end on `last_day` for one coverage; coverage starting later is canceled."""
    if last_day < coverage.starts_on:
        return {"name": name, "result": "never_started", "on": coverage.starts_on.isoformat()}
    return {"name": name, "result": "ends", "on": last_day.isoformat()}
