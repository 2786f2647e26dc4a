"""The events at the five purchasers. Each goes through a service, at its own time."""

import random
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from django.contrib.auth.hashers import make_password

from access import services as access_services
from access import tenancy
from access.admission import Admission
from access.privileges import ADMINISTRATOR, VIEW_ONLY, Privilege
from access.rules.standing import Standing
from accounts.models import Purchaser, Representative, User
from accounts.services import add_user, name_supervisor
from enrollment import services
from enrollment.commands import AddEmployee
from enrollment.models import Change
from enrollment.rules.codes import EndReason, Line, Product
from portal.demonstration.billing import MONTHS, Billing, billed_months
from portal.demonstration.employers import BAKERY, DENTISTS, FREIGHT, HARBOR, MACHINES
from portal.demonstration.groups import Groups
from portal.demonstration.history import History
from portal.demonstration.office import Office
from portal.demonstration.people import People
from portal.demonstration.places import VALLEY
from portal.demonstration.queue import Queue
from portal.demonstration.sign_ins import ADMINISTRATOR_MAIL, DELEGATE_MAIL, PASSWORD, REPRESENTATIVE_MAIL

COLLEAGUE_MAIL = "marisol.vega@evergreen.example"
HOURS = "Monday to Friday, 8 am to 5 pm Pacific"


def make_representatives():
    """One who signs in, and a colleague who cannot; as the owner of the tables, unless they are there."""
    for mail, name in ((REPRESENTATIVE_MAIL, "Robin Okafor"), (COLLEAGUE_MAIL, "Marisol Vega")):
        if not User.objects.filter(email=mail).exists():
            add_user(email=mail, name=name, password=None, representative=True)
    name_supervisor(email=REPRESENTATIVE_MAIL)


class Story(Groups, History, Billing, Queue):
    def __init__(self, now, *, months=MONTHS):
        """`months` is for how many of the last months there are bills."""
        self.now, self.people = now, People(834)
        self.office = Office(now, random.Random(88231))  # noqa: S311  times of day, no secret
        self.senders, self.offerings, self.left = {}, {}, []
        self.months, self.later, self.made_through = billed_months(now, months), [], {}

    def tell(self):
        """Everything except the people of the purchaser with 2,000 employees (`tell_large`), who take a minute or
        two.
        """
        self._desk()
        self.plans = self._plans()
        self.administrator = add_user(email=ADMINISTRATOR_MAIL, name="Dana Whitfield", password=None)
        self.delegate = add_user(email=DELEGATE_MAIL, name="Luis Ortega", password=None)
        this_month = self.now.date().replace(day=1)
        employers = (HARBOR, BAKERY, MACHINES, replace(DENTISTS, opened=this_month), FREIGHT)
        purchasers = {each.number: self._purchaser(each) for each in employers}
        self._being_set_up()
        for number, purchaser in purchasers.items():
            if number != MACHINES.number:
                self._grant(self.administrator, purchaser, ADMINISTRATOR)
        self.harbor, self.bakery, self.machines = (purchasers[each.number] for each in employers[:3])
        self._keep_books((self.harbor, self.bakery, self.machines))
        self._grant(self.delegate, self.harbor, VIEW_ONLY, at=self.office.ago(12))
        changes = {each.number: self._staff(purchasers[each.number], each.enrolled) for each in employers[:3]}
        self._play_cast()
        self._reported_late(changes[HARBOR.number])
        self._play_the_year()
        self._lately_at_harbor(changes[HARBOR.number])
        self._code_for_payroll(self.harbor)
        self._fill_the_queue(changes)
        # The three have one password, which everybody knows: hashing it once is enough.
        sign_ins = User.objects.filter(email__in=(ADMINISTRATOR_MAIL, DELEGATE_MAIL, REPRESENTATIVE_MAIL))
        sign_ins.update(password=make_password(PASSWORD))

    def tell_large(self):
        """The people of the large purchaser, continuing an earlier start."""
        self.representative = Representative.objects.select_related("user").get(user__email=REPRESENTATIVE_MAIL)
        with tenancy.as_user(None), tenancy.service():
            large = Purchaser.objects.get(number=FREIGHT.number)
        self.senders[large.pk] = User.objects.get(email=FREIGHT.sends[0])
        with self._scope(large):
            done = Change.objects.submitted().filter(type=AddEmployee.type).count()
        self.people = People(FREIGHT.enrolled, VALLEY)
        self._staff(large, FREIGHT.enrolled, done=done)
        self._bill_all(large)

    def _desk(self):
        user, other = (User.objects.get(email=mail) for mail in (REPRESENTATIVE_MAIL, COLLEAGUE_MAIL))
        with tenancy.as_user(user), tenancy.staff():
            self.representative = Representative.objects.create(user=user, phone="1-800-555-0142", hours=HOURS)
            self.colleague = Representative.objects.create(user=other, phone="1-800-555-0163", hours=HOURS)

    def _plans(self):
        plans = [
            ("HMO-GOLD-500", "HMO Gold 500", Line.MEDICAL, Product.HMO, False),
            ("PPO-CHOICE-250", "PPO Choice 250", Line.MEDICAL, Product.PPO, False),
            ("SENIOR-ADV", "Senior Advantage (Medicare)", Line.MEDICAL, Product.HMO, True),
            ("DENTAL-PPO-1500", "Dental PPO 1500", Line.DENTAL, Product.PPO, False),
            ("VISION-150", "Vision 150", Line.VISION, "", False),
        ]
        return self._sell(plans, before=FREIGHT.opened)

    def _grant(self, user, purchaser, privileges, *, at=None):
        by = self.representative.user
        with tenancy.scope(purchaser, user=by), tenancy.staff():
            access_services.grant_access(
                user=user,
                purchaser=purchaser,
                privileges=privileges,
                by=by,
                at=at or self.office.before(purchaser.contract_starts_on, 10),
            )

    def _code_for_payroll(self, purchaser):
        with tenancy.scope(purchaser, user=self.administrator):
            own = self.administrator.grants.select_related("user", "purchaser").get(purchaser=purchaser)
            access_services.issue_code(
                email="payroll@harbor.example",
                name="Priya Raman",
                standing=Standing.of(
                    [Privilege.VIEW_BILL, Privilege.PAY_BILL],
                    [purchaser.units.get(name="Dockside").pk],
                    payment_limit=Decimal(5000),
                ),
                purchaser=purchaser,
                by=self.administrator,
                at=self.now,
                own=Admission.of(own),
            )

    def _submission(self, purchaser, at):
        return services.Submission(
            purchaser, self._sender(purchaser), at, uuid4().hex, mails=False, privileges=ADMINISTRATOR
        )

    def _sender(self, purchaser):
        return self.senders.get(purchaser.pk) or self.administrator

    def _days_ago(self, days):
        return self.now.date() - timedelta(days=days)

    def _scope(self, purchaser):
        return tenancy.scope(purchaser, user=self._sender(purchaser))

    def _lately_at_harbor(self, changes):
        """What the first page shows: an end to come, a newborn, a correction, a draft, a call-back."""
        with self._scope(self.harbor):
            self._end(
                self.harbor,
                self.on_file["retiring"],
                self.now.date() + timedelta(days=4),
                reason=EndReason.RETIRED,
                at=self.office.ago(1),
            )
            self._newborn(self.harbor, self.on_file["parents"], "Nora", born=self._days_ago(9))
            self._moved(self.harbor, changes[-3])
            services.save_draft(
                submission=self._submission(self.harbor, self.office.ago(2)),
                kind="add_employee",
                data={"employee": {"first_name": "Lucia", "last_name": "Ibarra"}, "dependents": []},
                title="Lucia Ibarra",
                unit_id=None,
            )
            services.ask_for_call(
                submission=self._submission(self.harbor, self.office.ago(1)),
                name="Dana Whitfield",
                phone="(510) 555-0118",
                best_time="Weekdays after 2 pm",
            )


def is_told():
    return User.objects.filter(email=ADMINISTRATOR_MAIL).exists()
