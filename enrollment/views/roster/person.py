"""One person: their page, and their number shown for 30 seconds."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from access.guard import requires
from access.privileges import Privilege
from enrollment import services
from enrollment.queries.changes.compared import changed_by
from enrollment.queries.changes.described import line_words
from enrollment.queries.roster.people import COVERED, status
from enrollment.rules.codes import Language, Line, Relationship, Sex
from enrollment.rules.coverage import tier
from enrollment.rules.numbers import masked
from enrollment.views.doors import page_or_404, submission, today


def _family_line(member, family, day):
    """One member. `only` names their lines of coverage where others in the family have more."""
    lines = [line.plan_line for line in member.lines if status(line, day)[0] in COVERED]
    everyones = {line.plan_line for each in family for line in each.lines if status(line, day)[0] in COVERED}
    return {
        "detail": member.detail,
        "label": Relationship(member.coverage.relationship).label,
        "status": status(member.coverage, day),
        "only": line_words(lines) if lines and len(lines) < len(everyones) else "",
    }


def _line(coverage, family, day):
    """One line of coverage: the plan, who is covered by it, and whether it is in effect."""
    others = [line for member in family for line in member.lines if line.enrollment_id == coverage.enrollment_id]
    covered = [each.relationship for each in others if status(each, day)[0] in COVERED]
    return {
        "name": _(Line(coverage.plan_line).label),
        "plan": coverage.enrollment.offering.plan.name,
        "tier": _(tier(covered).label) if covered else "",
        "status": status(coverage, day),
    }


@requires(Privilege.VIEW_ROSTER)
@require_safe
def person(request, person_id):
    page = page_or_404(request, person_id)
    day = today(request)
    services.view_person(detail=page.detail, unit_id=page.enrollment.unit_id, submission=submission(request))
    changed = changed_by([each.pk for each in page.changes], request.grant.purchaser_id)
    for change in page.changes:
        change.changed = changed.get((change.pk, page.detail.person_id), ())
    for row in page.history:
        row.status, row.status_day = status(row, day)
    family = [_family_line(member, page.family, day) for member in page.family]
    context = {
        "page": page,
        "detail": page.detail,
        "family": family,
        "sex": Sex(page.detail.sex).label,
        "language": Language(page.detail.language).label if page.detail.language else "",
        "ended_by": page.coverage.ended_by,
        "masked": masked(page.detail.number or ""),
        "status": status(page.coverage, day),
        "lines": [_line(line, page.family, day) for line in page.lines],
        "relationship": Relationship(page.coverage.relationship).label,
        "starts_later": page.coverage.starts_on > day,
        "can_end": status(page.coverage, day)[0] in COVERED or (page.is_subscriber and page.is_working),
        "can_add": page.is_subscriber and status(page.coverage, day)[0] in COVERED,
    }
    return render(request, "enrollment/roster/person.html", context)


@requires(Privilege.VIEW_ROSTER, Privilege.SEE_NUMBER, fresh=True)
@require_POST
def reveal(request, person_id):
    """The full number for 30 seconds: in place with script, else on its own page."""
    page = page_or_404(request, person_id)
    number = services.reveal_number(
        person_id=person_id, unit_id=page.enrollment.unit_id, submission=submission(request)
    )
    shown = f"{number[:3]}-{number[3:5]}-{number[5:]}" if number else _("None on file")
    context = {"number": shown, "masked": masked(number), "page": page, "detail": page.detail}
    template = "enrollment/roster/_number.html" if request.htmx else "enrollment/roster/number.html"
    return render(request, template, context)
