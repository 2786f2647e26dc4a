"""Coverage that ends soon: families, and dependents whose coverage ends before the family's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from access.admission import Admission
from enrollment.models import Coverage, PersonDetail
from enrollment.queries.roster.search import lines
from enrollment.queries.roster.tabs import in_tab, soon
from enrollment.rules.codes import Line, Relationship


@dataclass(frozen=True)
class Ending:
    """A person covered today or later, and their last day."""

    person_id: UUID
    name: str
    last_day: date


def families_ending(grant: Admission, today: date) -> int:
    """The number of lines in the tab "Ending soon"."""
    return lines(grant).filter(in_tab("ending", grant, today)).count()


def ending(grant: Admission, today: date, *, at_most: int) -> Sequence[Ending]:
    """Those whose coverage ends first: employees with their family, and dependents alone."""
    own = Coverage.objects.known().filter(purchaser_id=grant.purchaser_id, ends_on__range=soon(today)).nothing_longer()
    if grant.unit_ids is not None:
        own = own.filter(enrollment__unit_id__in=grant.unit_ids)
    with_the_employee = Coverage.objects.known().filter(
        enrollment=OuterRef("enrollment"), relationship=Relationship.SELF, ends_on=OuterRef("ends_on")
    )
    own = own.filter(Q(relationship=Relationship.SELF) | ~Exists(with_the_employee))
    # Of somebody in several lines of coverage, each line that ends last is found.
    rows = own.order_by("ends_on", "pk").values_list("person_id", "ends_on")[: at_most * len(Line)]
    last_days = dict(islice(dict(rows).items(), at_most))
    reported = PersonDetail.objects.filter(purchaser_id=grant.purchaser_id, person_id__in=last_days, superseded_at=None)
    names = {detail.person_id: detail.full_name for detail in reported}
    return [Ending(person_id, names[person_id], last_day) for person_id, last_day in last_days.items()]
