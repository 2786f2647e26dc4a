"""The enrollments of one family: one in each line of coverage, through the same work of the employee."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db.models import F, QuerySet

from enrollment.models import Coverage, Enrollment, Offering
from enrollment.models.coverage import CoverageQuerySet
from enrollment.rules.codes import Line

LINES = tuple(Line)


def in_order_of_lines(lines: Collection[str]) -> list[str]:
    """These lines of coverage, medical first."""
    return [line.value for line in LINES if line in lines]


def enrollments_of(family: Enrollment) -> QuerySet[Enrollment]:
    """Every enrollment through the same work as this one, itself included. Without work, itself alone."""
    own = Enrollment.objects.filter(purchaser_id=family.purchaser_id)
    return own.filter(employment=family.employment_id) if family.employment_id else own.filter(pk=family.pk)


def beside(enrollment_id: int, *, purchaser_id: int) -> list[int]:
    """The ids of every enrollment of this one's family."""
    own = Enrollment.objects.filter(purchaser_id=purchaser_id, pk=enrollment_id).first()
    return list(enrollments_of(own).order_by("pk").values_list("pk", flat=True)) if own else []


def coverage_of(family: Enrollment) -> CoverageQuerySet:
    """Every version of everybody's coverage in the family, in all lines."""
    return Coverage.objects.filter(enrollment__in=enrollments_of(family))


def has_several_lines(family: Enrollment) -> bool:
    """Whether the family is or was covered in more than one line."""
    return enrollments_of(family).values("plan_line").distinct().count() > 1


def own_coverage(family: Enrollment, day: date) -> list[Coverage]:
    """The employee's coverage on a day, medical first."""
    own = coverage_of(family).filter(person=F("enrollment__subscriber")).on(day)
    return by_line(own.select_related("enrollment__offering__plan", "enrollment__unit").order_by("pk"))


def by_line[Row: (Coverage, Enrollment, Offering)](rows: Iterable[Row]) -> list[Row]:
    """These rows in the order of their lines, medical first."""
    return sorted(rows, key=lambda each: LINES.index(Line(each.plan_line)))


def lines_on(family: Enrollment, day: date) -> list[str]:
    """The lines in which the employee is covered on a day, medical first."""
    return [each.plan_line for each in own_coverage(family, day)]


def plan_names(rows: Sequence[Coverage]) -> list[str]:
    """The plans of these periods, each once, in their order."""
    return list(dict.fromkeys(row.enrollment.offering.plan.name for row in rows))
