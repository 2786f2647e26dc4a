"""The roster as a file, safe in any spreadsheet."""

from datetime import date

from django.db.models import Case, CharField, F, Func, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from enrollment.models import RosterLine
from enrollment.queries.roster.tabs import lasts
from enrollment.rules.codes import Line, Relationship

PLANS = [f"{line.label} plan" for line in Line]
HEADINGS = ["Name", "Member number", "Unit", *PLANS, "Dependents", "First day", "Last day", "In review", "Status"]


def guarded(column: str) -> Case:
    """Text that no spreadsheet runs as a formula: a leading apostrophe where needed."""
    text = Coalesce(F(column), Value(""), output_field=CharField())
    begins = Q(**{f"{column}__regex": r"^[\s]*[=+\-@\t\r\n＝＋－＠]"})
    return Case(When(begins, then=Func(Value("'"), text, function="concat")), default=text, output_field=CharField())


def _plan(line: str, today: date) -> Case:
    """The plan of a line of coverage, as long as it lasts."""
    return Case(
        When(lasts(line, today), then=guarded(f"{line}_plan__name")), default=Value(""), output_field=CharField()
    )


def columns(found: QuerySet[RosterLine], today: date) -> QuerySet[RosterLine]:
    """The export columns, guarded, ordered by name, without Social Security numbers.

    The status is that of the coverage; whether a request waits is a column of its own.
    """
    status = Case(
        When(person=None, then=Value("Not covered yet")),
        When(never_started=True, then=Value("Never started")),
        When(ends_on__lt=today, then=Value("Ended")),
        When(starts_on__gt=today, then=Value("Starts later")),
        When(ends_on__isnull=False, then=Value("Ends")),
        default=Value("Active"),
        output_field=CharField(),
    )
    in_review = Case(When(in_review=True, then=Value("Yes")), default=Value("No"), output_field=CharField())
    dependents = RawSQL(
        "(SELECT count(DISTINCT c.person_id) FROM enrollment_coverage c"
        " JOIN enrollment_enrollment f ON f.id = c.enrollment_id"
        " WHERE f.subscriber_id = enrollment_rosterline.person_id AND f.purchaser_id = enrollment_rosterline.purchaser_id"
        " AND c.relationship <> %s AND c.superseded_at IS NULL AND c.voided_at IS NULL"
        " AND (c.ends_on IS NULL OR c.ends_on >= least(enrollment_rosterline.ends_on, %s)))",
        [Relationship.SELF.value, today],
    )
    return found.order_by("sort_key", "id").values_list(
        guarded("name"),
        "member_number",
        guarded("unit__name"),
        *(_plan(line.value, today) for line in Line),
        dependents,
        "starts_on",
        "ends_on",
        in_review,
        status,
    )
