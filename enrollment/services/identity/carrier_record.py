"""What a representative makes of the carrier's own record when an applicant is that person: field by field.

An employer's report never changes a person by itself: what another purchaser sees stays until somebody here
decides to keep, to replace, or to add a name as a former one.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from access import tenancy
from enrollment.models import FormerName, Person
from enrollment.queries.identity.indexes import identity_columns, name_columns
from enrollment.queries.identity.reported import COLUMNS, NAME, differing
from enrollment.rules.corrections import KEEP, REPLACE, choices_for
from enrollment.rules.people import Applicant
from enrollment.services.refusals import CannotDecide


def amend_identity(person_id: UUID, applicant: Applicant, chosen: Mapping[str, str], *, at: datetime) -> dict[str, str]:
    """Do with each field of the carrier's record what was chosen; the rest is kept. Returns what was not kept.

    Raises CannotDecide for a choice that the field does not have.
    """
    with tenancy.matching():
        person = Person.objects.select_for_update().get(pk=person_id)
        done = {field: chosen[field] for field in differing(applicant, person) if chosen.get(field, KEEP) != KEEP}
        for field, choice in done.items():
            if choice not in choices_for(field):
                raise CannotDecide(_("Choose what to do with each field that differs."))
        if "name" in done:
            replaced = done["name"] == REPLACE
            old = {column: getattr(person, column) for column in NAME} if replaced else name_columns(applicant.name)
            FormerName.objects.create(person=person, until_at=at, **old)
        given = identity_columns(applicant)
        columns = [column for field, choice in done.items() if choice == REPLACE for column in COLUMNS[field]]
        for column in columns:
            setattr(person, column, given[column])
        if columns:
            person.save(update_fields=columns)
    return done


def correct_identity(
    person: Person, applicant: Applicant, fields: Collection[str], *, renamed: bool, at: datetime
) -> None:
    """Let the carrier's record follow a correction in these fields; where `renamed` the old name goes on finding them."""
    given = identity_columns(applicant)
    with tenancy.matching():
        person = Person.objects.select_for_update().get(pk=person.pk)
        keys = (person.first_key, person.last_key)
        if "name" in fields and renamed and (given["first_key"], given["last_key"]) != keys:
            FormerName.objects.create(
                person=person, until_at=at, **{column: getattr(person, column) for column in NAME}
            )
        columns = [column for field, names in COLUMNS.items() if field in fields for column in names]
        for column in columns:
            setattr(person, column, given[column])
        person.save(update_fields=columns)
