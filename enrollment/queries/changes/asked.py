"""What a request asked for, in words: on its receipt's page and in its file."""

from datetime import date

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from enrollment.commands import AddDependents, AddEmployee, Command, CorrectDetails, EndCoverage, ReverseEnd
from enrollment.models import Change, PersonDetail
from enrollment.queries.changes.outcome import field_words
from enrollment.queries.identity.reported import applicant_of
from enrollment.rules.corrections import differences
from enrollment.rules.events import DependentEvent

Fact = tuple[str, str]


def asked(change: Change, command: Command) -> list[Fact]:
    """(what, answer) of a request, apart from its people and what came of it for each."""
    match command:
        case AddEmployee():
            return [(_("Date of hire"), _day(command.hired_on))]
        case AddDependents():
            event = (_("Event"), _(DependentEvent(command.event).label))
            return [*_employee(change), event, (_("Date of the event"), _day(command.event_on))]
        case EndCoverage():
            return [*(_employee(change) if command.person_ids else []), *_end(command)]
        case ReverseEnd():
            return [(_("Reason"), command.reason)]
        case CorrectDetails():
            return [] if change.outcome else _correction(change, command)


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _employee(change: Change) -> list[Fact]:
    """Through whom the dependents of a request are covered."""
    own = PersonDetail.objects.filter(purchaser_id=change.purchaser_id, superseded_at=None)
    detail = own.filter(person_id=change.enrollment.subscriber_id).first() if change.enrollment else None
    return [(_("Employee"), detail.full_name)] if detail else []


def _end(command: EndCoverage) -> list[Fact]:
    facts = [(_("Reason"), _(command.reason.label))]
    if command.last_day_worked:
        facts.append((_("Last day worked"), _day(command.last_day_worked)))
    if command.event_on != command.last_day_worked:
        facts.append((_("Date of the event"), _day(command.event_on)))
    if command.earlier:
        facts.append((_("Earlier last day of coverage"), _day(command.earlier)))
        facts.append((_("Why it should end earlier"), command.earlier_reason))
    return facts


def _correction(change: Change, command: CorrectDetails) -> list[Fact]:
    """The fields that differ from the details as they were when the request was sent."""
    then = Q(superseded_at=None) | Q(superseded_at__gt=change.submitted_at)
    own = PersonDetail.objects.filter(purchaser_id=change.purchaser_id, person_id=command.person_id)
    detail = own.filter(then, known_at__lte=change.submitted_at).order_by("-known_at", "-pk").first()
    if detail is None:
        return []
    fields = differences(applicant_of(detail, command.after.relationship), command.after).all
    return [(_("To be corrected"), field_words(fields))]
