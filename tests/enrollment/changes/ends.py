"""What tests of ends look at, and the steps they take."""

from datetime import date

from enrollment import services
from enrollment.commands import ReverseEnd
from enrollment.models import Coverage, Employment, Enrollment
from enrollment.queries.changes.ends import preview_end
from enrollment.rules.codes import EndReason
from tests import factories


def previewed(employer, change, *, reason=EndReason.QUIT, event_on=None, person_ids=(), today=factories.TODAY):
    with employer.scope():
        family = Enrollment.objects.get(pk=change.enrollment_id)
        return preview_end(
            family,
            person_ids=person_ids,
            reason=reason,
            event_on=event_on,
            purchaser=employer.purchaser,
            today=today,
        )


def covered(employer):
    with employer.scope():
        rows = Coverage.objects.known().order_by("relationship", "starts_on")
        return list(rows.values_list("relationship", "ends_on"))


def worked(employer):
    with employer.scope():
        return list(Employment.objects.filter(voided_at=None).values_list("last_day_worked", "end_reason"))


def person(employer, relationship):
    with employer.scope():
        return Coverage.objects.filter(relationship=relationship).latest("pk").person_id


def undo(employer, end):
    with employer.scope():
        command = ReverseEnd(change_id=end.pk, reason="Entered twice")
        return services.submit(command=command, submission=employer.submission())


def joined(employer, family, *people, on=date(2026, 11, 2)):
    with employer.scope():
        command = factories.dependents(family, *people, event="adoption", event_on=on)
        return services.submit(command=command, submission=employer.submission())
