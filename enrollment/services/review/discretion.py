"""Refuse messages that reveal people on file whom the employer did not submit."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from access import tenancy
from accounts.models import Purchaser
from enrollment.commands import command_from
from enrollment.models import Candidate, Change, FormerName, Person, PersonDetail, Review
from enrollment.queries.identity.humans import records_of
from enrollment.queries.merging.records import purchasers_of
from enrollment.rules.discretion import CONTACT, DATE, DIGITS, EMPLOYER, NAME, Known, betrayed, known_from
from enrollment.rules.people import Applicant
from enrollment.services.refusals import CannotDecide

NAMES = ("first_name", "middle_name", "last_name")


def _submitted(people: Sequence[Applicant], change: Change) -> Known:
    addresses = [person.address for person in people if person.address]
    return known_from(
        names=[
            *(part for person in people for part in (person.name.first, person.name.middle, person.name.last)),
            *(person.preferred_name for person in people),
            change.title,
            change.purchaser.name,
        ],
        dates=[person.birth_date for person in people],
        digits=[
            *(person.number.digits for person in people if person.number),
            *(text for person in people for text in (person.phone, person.member_number)),
            *(text for address in addresses for text in (address.street, address.street2, address.zip_code)),
        ],
        streets=[text for address in addresses for text in (address.street, address.street2)],
        cities=[address.city for address in addresses],
        states=[address.state for address in addresses],
        emails=[person.email for person in people],
        employers=[change.purchaser.name],
    )


def _on_file(person_ids: Collection[UUID], asked: Purchaser) -> Known:
    """Every fact about these people, from any employer, and the names of other employers."""
    employers = Purchaser.objects.filter(pk__in=purchasers_of(person_ids)).exclude(pk=asked.pk)
    with tenancy.matching():
        persons = list(Person.objects.filter(pk__in=person_ids))
        details = list(PersonDetail.objects.filter(person_id__in=person_ids))
        former = list(FormerName.objects.filter(person_id__in=person_ids))
    identified: list[Person | PersonDetail] = [*persons, *details]
    return known_from(
        names=[
            *(getattr(each, part) for each in (*identified, *former) for part in NAMES),
            *(each.preferred_name for each in details),
        ],
        dates=[each.birth_date for each in identified],
        digits=[
            *(each.number or "" for each in identified),
            *(each.member_number for each in persons),
            *(text for each in details for text in (each.phone, each.zip_code, each.street, each.street2)),
        ],
        streets=[text for each in details for text in (each.street, each.street2)],
        cities=[each.city for each in details],
        states=[each.state for each in details],
        emails=[each.email for each in details],
        employers=employers.values_list("name", flat=True),
    )


def refuse_betrayal(text: str, review: Review) -> None:
    """Raise CannotDecide if a message reveals the carrier's facts about a candidate. Under the staff role."""
    change = review.change
    people = command_from(change.type, change.payload).people
    ever = Candidate.objects.filter(review=review).values_list("person_id", flat=True).distinct()
    records = {record for person in ever for record in records_of(person)}
    held = betrayed(text, of=_on_file(records, change.purchaser), employer=_submitted(people, change))
    if held:
        words = {
            NAME: _("The message names a member the employer didn't submit."),
            DATE: _("The message includes a date from our records that the employer didn't submit."),
            DIGITS: _("The message includes digits from our records that the employer didn't submit."),
            CONTACT: _("The message includes contact details from our records that the employer didn't submit."),
            EMPLOYER: _("The message reveals that a member has coverage through another employer."),
        }
        raise CannotDecide(
            _("%(what)s Remove it: the employer must not learn anything about other members.") % {"what": words[held]}
        )
