"""Setting up an employer: purchaser and units. Runs under the staff role."""

import re
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import Activity, EnrollmentUnit, Purchaser, PurchaserSize, Representative, User
from accounts.models.purchasers import PURCHASER_NUMBER
from accounts.services.activity import record


def add_purchaser(
    *,
    number: str,
    name: str,
    time_zone: str,
    contract_starts_on: date,
    employees: int,
    representative: Representative,
    by: User | None,
    at: datetime,
) -> Purchaser:
    """An employer group under contract, with its size from the first day of the contract."""
    purchaser = Purchaser.objects.create(
        number=number,
        name=name,
        time_zone=time_zone,
        contract_starts_on=contract_starts_on,
        representative=representative,
    )
    PurchaserSize.objects.create(purchaser=purchaser, employees=employees, effective_on=contract_starts_on)
    record("added_purchaser", by=by, at=at, purchaser=purchaser, channel=Activity.Channel.REPRESENTATIVE, obj=purchaser)
    return purchaser


class CannotRenumber(Exception):
    """Why a purchaser can't have this ID, in words for the representative."""


def renumber(*, purchaser: Purchaser, number: str, by: User, at: datetime) -> Purchaser:
    """Change a purchaser's ID. The old ID still finds it and access stays. Raises CannotRenumber."""
    own = Purchaser.objects.select_for_update().get(pk=purchaser.pk)
    if not re.fullmatch(PURCHASER_NUMBER, number, re.ASCII):
        raise CannotRenumber(_("A purchaser ID looks like 104-88231."))
    other = Purchaser.objects.numbered(number)
    if other is not None and (other.pk != own.pk or own.number == number):
        raise CannotRenumber(_("This ID is already this purchaser's, or belongs or belonged to another purchaser."))
    before, own.number = own.number, number
    own.former_numbers = [each for each in [*own.former_numbers, before] if each != number]
    own.save(update_fields=["number", "former_numbers"])
    record(
        "renumbered_purchaser",
        by=by,
        at=at,
        purchaser=own,
        channel=Activity.Channel.REPRESENTATIVE,
        obj=own,
        before={"number": before},
        after={"number": number},
    )
    return own


def add_unit(*, purchaser: Purchaser, code: str, name: str, state: str, zip_code: str) -> EnrollmentUnit:
    return EnrollmentUnit.objects.create(purchaser=purchaser, code=code, name=name, state=state, zip_code=zip_code)
