"""Setting up what an employer's portal stands on: purchasers, units. Entered under the staff role."""

from datetime import date, datetime

from accounts.models import Activity, EnrollmentUnit, Purchaser, PurchaserSize, Representative, User
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


def add_unit(*, purchaser: Purchaser, code: str, name: str, state: str, zip_code: str) -> EnrollmentUnit:
    return EnrollmentUnit.objects.create(purchaser=purchaser, code=code, name=name, state=state, zip_code=zip_code)
