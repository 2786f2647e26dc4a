"""A representative's changes to the carrier's record when an applicant is that person.

An employer's report never changes a person by itself: other purchasers' view stays until a representative keeps,
replaces, or adds a former name.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from access import tenancy
from accounts.platform.rows import insert
from enrollment.models import FormerName, Person
from enrollment.queries.identity.indexes import identity_columns, name_columns
from enrollment.queries.identity.reported import COLUMNS, NAME, differing
from enrollment.rules.corrections import KEEP, REPLACE, choices_for
from enrollment.rules.people import Applicant
from enrollment.services.refusals import CannotDecide


def amend_identity(person_id: UUID, applicant: Applicant, chosen: Mapping[str, str], *, at: datetime) -> dict[str, str]:
    """Apply the choice for each field of the carrier's record. Returns the fields not kept.

    Raises CannotDecide for a choice a field does not have.
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
    person: Person, applicant: Applicant, fields: Collection[str], *, follows: bool, renamed: bool, at: datetime
) -> None:
    """Apply a correction to the carrier's record, if it `follows`; with `renamed` the old name still finds the person.

    Always the same statements, whether it follows or not.
    """
    given, columns = identity_columns(applicant), [column for names in COLUMNS.values() for column in names]
    corrected = [column for field in fields if follows and field in COLUMNS for column in COLUMNS[field]]
    with tenancy.matching():
        person = Person.objects.select_for_update().get(pk=person.pk)
        is_other = (given["first_key"], given["last_key"]) != (person.first_key, person.last_key)
        old = FormerName(person=person, until_at=at, **{column: getattr(person, column) for column in NAME})
        insert(FormerName, [old] if "first_name" in corrected and renamed and is_other else [])
        for column in corrected:
            setattr(person, column, given[column])
        person.save(update_fields=columns)
