"""Whom the carrier writes to and calls at an employer group, and where its bills go. Under the staff role."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import BillDelivery, Contact, Purchaser, PurchaserAddress, User
from accounts.services.refusals import (
    CannotSetUp,
    NothingToChange,
    in_words,
    put_on_record,
    reason_of,
    refuse_day,
    refuse_place,
    text_of,
)

LONGEST = 120


def add_contact(
    *,
    purchaser: Purchaser,
    role: str,
    name: str,
    by: User | None,
    at: datetime,
    reason: str,
    email: str = "",
    phone: str = "",
) -> Contact:
    """A contact in a role. An officer who signs needs a phone number: requests are confirmed by calling it.

    Raises CannotSetUp.
    """
    reason, name = reason_of(reason), text_of(name, "name", LONGEST)
    if role not in Contact.Role.values:
        raise CannotSetUp(_("Choose the contact's role."), "role")
    if role == Contact.Role.OFFICER and not phone:
        raise CannotSetUp(_("Enter the officer's phone number. Requests are confirmed by calling it."), "phone")
    if role != Contact.Role.OFFICER and not (email or phone):
        raise CannotSetUp(_("Enter an email address or a phone number."), "email")
    Purchaser.objects.select_for_update().get(pk=purchaser.pk)
    facts = {"role": role, "name": name, "email": email, "phone": phone}
    if Contact.objects.current().filter(purchaser=purchaser, **facts).exists():
        raise NothingToChange(_("This contact is on file already."), "name")
    made = Contact.objects.create(purchaser=purchaser, **facts)
    summary = f"{name}, {made.get_role_display()}"
    put_on_record("added_contact", purchaser=purchaser, by=by, at=at, reason=reason, summary=summary, after=facts)
    return made


def remove_contact(*, contact: Contact, by: User | None, at: datetime, reason: str) -> Contact:
    """Take a contact off the list. The row stays on file. Raises CannotSetUp for an open group's last of a role."""
    reason = reason_of(reason)
    purchaser = Purchaser.objects.select_for_update().get(pk=contact.purchaser_id)
    own = Contact.objects.current().filter(pk=contact.pk).first()
    if own is None:
        raise NothingToChange(_("This contact was removed already."))
    others = Contact.objects.current().filter(purchaser=purchaser, role=own.role).exclude(pk=own.pk)
    if purchaser.is_open and own.role != Contact.Role.BENEFITS and not others.exists():
        text = _("This is the group's only contact in this role: %(role)s. Add another first.")
        raise CannotSetUp(text % {"role": own.get_role_display()})
    own.removed_at = at
    own.save(update_fields=["removed_at"])
    summary = f"{own.name}, {own.get_role_display()}"
    put_on_record("removed_contact", purchaser=purchaser, by=by, at=at, reason=reason, summary=summary)
    return own


def set_address(
    *,
    purchaser: Purchaser,
    kind: str,
    effective_on: date,
    street: str,
    city: str,
    state: str,
    zip_code: str,
    by: User | None,
    at: datetime,
    reason: str,
    street2: str = "",
) -> PurchaserAddress:
    """The employer's business address, or the mailing address of its bills, from a day on. Raises CannotSetUp."""
    reason = reason_of(reason)
    refuse_day(effective_on, "effective_on")
    refuse_place(state, zip_code)
    place = {
        "street": text_of(street, "street", LONGEST),
        "street2": " ".join(street2.split())[:LONGEST],
        "city": text_of(city, "city", 80),
        "state": state,
        "zip_code": zip_code,
    }
    Purchaser.objects.select_for_update().get(pk=purchaser.pk)
    now = purchaser.addresses.filter(kind=kind).on(effective_on)
    if now and {name: getattr(now, name) for name in place} == place:
        raise NothingToChange(_("That is the address on this day already."), "street")
    made = PurchaserAddress.objects.create(
        purchaser=purchaser,
        kind=PurchaserAddress.Kind(kind),
        effective_on=effective_on,
        recorded_by=by,
        recorded_at=at,
        reason=reason,
        **place,
    )
    words = {"kind": made.get_kind_display(), "address": made, "day": in_words(effective_on)}
    summary = _("%(kind)s: %(address)s, from %(day)s") % words
    put_on_record("set_address", purchaser=purchaser, by=by, at=at, reason=reason, summary=summary)
    return made


def set_bill_delivery(
    *, purchaser: Purchaser, way: str, effective_on: date, by: User | None, at: datetime, reason: str
) -> BillDelivery:
    """Whether bills come on paper as well, from a day on. Raises CannotSetUp for paper without an address to mail to."""
    reason = reason_of(reason)
    refuse_day(effective_on, "effective_on")
    if way not in BillDelivery.Way.values:
        raise CannotSetUp(_("Choose how bills are delivered."), "way")
    own = Purchaser.objects.select_for_update().get(pk=purchaser.pk)
    mailing = own.addresses.filter(kind=PurchaserAddress.Kind.MAILING).on(effective_on)
    if own.is_open and way == BillDelivery.Way.PAPER and mailing is None:
        raise CannotSetUp(_("Enter the mailing address for bills first."), "way")
    now = own.bill_deliveries.on(effective_on)
    if now and now.way == way:
        raise NothingToChange(_("Bills are delivered that way on this day already."), "way")
    made = BillDelivery.objects.create(
        purchaser=own, way=way, effective_on=effective_on, recorded_by=by, recorded_at=at, reason=reason
    )
    summary = _("%(way)s, from %(day)s") % {"way": made, "day": in_words(effective_on)}
    put_on_record("set_bill_delivery", purchaser=own, by=by, at=at, reason=reason, summary=summary)
    return made
