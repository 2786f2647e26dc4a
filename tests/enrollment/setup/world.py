"""A group in the middle of its set-up, and what completes it."""

from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from access import tenancy
from accounts import services as accounts_services
from accounts.models import Activity
from billing import services as billing_services
from enrollment import services
from tests import factories

STARTS = date(2027, 1, 1)
PLACE = {"street": "1 Kiln Road", "city": "Oakland", "state": "CA", "zip_code": "94607"}


@contextmanager
def staff(of):
    with tenancy.as_user(of.representative.user), tenancy.staff():
        yield


ROOMS = (accounts_services, services, billing_services)


def rated(plan):
    """The plan, with rates for everybody."""
    amounts = {tier: Decimal("600.00") for tier in ("EE", "ES", "EC", "FAM")}
    with tenancy.as_user(None), tenancy.staff():
        prices = billing_services.Prices("tiers4", amounts)
        billing_services.publish_rates(plan=plan, prices=prices, effective_on=STARTS, by=None, at=factories.NOW)
    return plan


class Group:
    """A purchaser whose contract starts on January 1, 2027, with its verbs at hand."""

    def __init__(self, name="Redwood Ceramics", employees=38):
        rep = factories.representative()
        with tenancy.as_user(rep.user), tenancy.staff():
            self.purchaser = accounts_services.add_purchaser(
                number=f"104-{next(factories._count):05}",
                name=name,
                time_zone="America/Los_Angeles",
                contract_starts_on=STARTS,
                employees=employees,
                representative=rep,
                by=rep.user,
                at=factories.NOW,
            )

    @property
    def given(self):
        return factories.given(self.purchaser)

    def do(self, verb, **facts):
        """Call a verb of accounts, enrollment or billing under the staff role."""
        act = next(getattr(room, verb) for room in ROOMS if hasattr(room, verb))
        with staff(self.purchaser):
            return act(**self.given | facts)

    def of_group(self, verb, **facts):
        return self.do(verb, purchaser=self.purchaser, **facts)

    def unit(self, code="001", name="Studio", **facts):
        place = PLACE | {"rating_area": "4"}
        return self.of_group("add_unit", code=code, name=name, **place | facts)

    def complete(self):
        """Everything that opening asks for."""
        unit = self.unit()
        self.do("set_unit_rules", unit=unit, effective_on=STARTS)
        self.do("offer_plan", unit=unit, plan=rated(factories.plan()), starts_on=STARTS)
        self.of_group("set_address", kind="business", effective_on=STARTS, **PLACE)
        self.of_group("set_bill_delivery", way="electronic", effective_on=STARTS)
        self.of_group("add_contact", role="officer", name="Lena Ortiz", phone="(510) 555-0142")
        self.of_group("add_contact", role="billing", name="Ray Chen", email="ray@redwood.example")
        return unit

    def lines(self, *verbs):
        """(verb, summary, reason) of the record, as the employer reads it."""
        with tenancy.scope(self.purchaser):
            found = Activity.objects.filter(purchaser=self.purchaser, staff_only=False).order_by("pk")
            rows = [(line.verb, line.summary, (line.after or {}).get("why", "")) for line in found]
        return [row for row in rows if not verbs or row[0] in verbs]
