"""The set-up of the demonstration's employer groups, through the services that the desk calls."""

from dataclasses import replace
from datetime import date

from access import tenancy
from access.privileges import ADMINISTRATOR
from accounts.models import BillDelivery, Contact, PurchaserAddress
from accounts.services import add_contact, add_purchaser, add_unit, add_user, set_address, set_bill_delivery
from billing.services import open_group
from enrollment import services
from enrollment.rules.codes import WaitingRule
from portal.demonstration import rates
from portal.demonstration.billing import MONTHS
from portal.demonstration.employers import REDWOOD
from portal.demonstration.places import STREETS

REASON = "As in the signed contract"


class Groups:
    """Sells plans and sets up groups; `representative`, `office`, `plans` and `senders` are the story's."""

    def _sell(self, plans, *, before):
        """The carrier's plans with their rates: (code, name, line, product, whether Medicare), sold before a day."""
        names = ("code", "name", "line", "product", "is_medicare")
        by = self.representative.user
        at = self.office.before(before, 20)
        with tenancy.as_user(by), tenancy.staff():
            sold = [
                services.add_plan(**dict(zip(names, plan, strict=True)), by=by, at=at, reason="New plan")
                for plan in plans
            ]
        rates.publish_all(sold, effective_on=before, by=by, at=self.office.before(before, 18))
        return sold

    def _purchaser(self, employer):
        """The purchaser with everything that opening needs, opened two weeks before the contract begins."""
        purchaser, given = self._contract(employer)
        with tenancy.scope(purchaser, user=given["by"]), tenancy.staff():
            self._employer(purchaser, employer, given)
            billing = {"role": Contact.Role.BILLING, "name": employer.officer, "phone": employer.officer_phone}
            add_contact(purchaser=purchaser, **billing, **given)
            mailing = {"kind": PurchaserAddress.Kind.MAILING, "effective_on": employer.opened}
            set_address(purchaser=purchaser, **mailing, **_place(employer), **given)
            opening = {
                "by": given["by"],
                "at": self.office.before(employer.opened, 12),
                "reason": "Everything is there",
            }
            open_group(purchaser=purchaser, **opening)
        if employer.sends:
            mail, name = employer.sends
            self.senders[purchaser.pk] = add_user(email=mail, name=name, password=None)
            self._grant(self.senders[purchaser.pk], purchaser, ADMINISTRATOR)
        return purchaser

    def _being_set_up(self):
        """A group whose contract begins next year, with two things missing before it can be opened."""
        employer = replace(REDWOOD, opened=date(self.now.year + 1, 1, 1))
        purchaser, given = self._contract(employer)
        with tenancy.scope(purchaser, user=given["by"]), tenancy.staff():
            self._employer(purchaser, employer, given)

    def _contract(self, employer):
        """(the purchaser with its first contract period, who set it up, when and why)."""
        by = self.representative.user
        facts = {"number": employer.number, "name": employer.name, "contract_starts_on": employer.opened}
        with tenancy.as_user(by), tenancy.staff():
            purchaser = add_purchaser(
                **facts,
                time_zone="America/Los_Angeles",
                employees=employer.employees,
                representative=self.representative,
                by=by,
                at=self.office.before(employer.opened, 15),
                reason=REASON,
            )
        return purchaser, {"by": by, "at": self.office.before(employer.opened, 14), "reason": REASON}

    def _employer(self, purchaser, employer, given):
        """Officer, business address, paper bills, and the units with their rules and plans."""
        officer = {"role": Contact.Role.OFFICER, "name": employer.officer, "phone": employer.officer_phone}
        add_contact(purchaser=purchaser, **officer, **given)
        day = {"effective_on": employer.opened}
        set_address(purchaser=purchaser, kind=PurchaserAddress.Kind.BUSINESS, **day, **_place(employer), **given)
        set_bill_delivery(purchaser=purchaser, way=BillDelivery.Way.PAPER, **day, **given)
        for place, name in enumerate(employer.units):
            where = _place(employer, place) | {"rating_area": "4"}
            unit = add_unit(purchaser=purchaser, code=f"{place + 1:03}", name=name, **where, **given)
            waiting = {"waiting_rule": WaitingRule.FIRST_OF_MONTH_FOLLOWING_DAYS, "waiting_days": 30}
            services.set_unit_rules(unit=unit, **day, **waiting, **given)
            for plan in self.plans:
                services.offer_plan(unit=unit, plan=plan, starts_on=employer.opened, **given)
        if employer.billed:
            self._bill_from(purchaser, self.months[0 if employer.billed == MONTHS else -employer.billed], given)


def _place(employer, place=0):
    """The address of an employer's unit, on a street that does not exist there."""
    street = STREETS[(int(employer.number[-2:]) + place) % len(STREETS)]
    town = employer.town
    facts = {"street": f"{200 + 40 * place} {street} Ave", "city": town.city, "state": town.state}
    return facts | {"zip_code": employer.zip_code}
