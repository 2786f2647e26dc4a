"""What happened at the four purchasers. Every line of it goes through a service, at the time it is said to have happened."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from access import services as access_services
from access import tenancy
from access.privileges import ADMINISTRATOR, VIEW_ONLY, Privilege
from access.rules.standing import Standing
from accounts.models import Contact, Purchaser, Representative, User
from accounts.services import add_purchaser, add_unit, add_user, name_supervisor
from enrollment import services
from enrollment.commands import AddDependents, AddEmployee, CorrectDetails, EndCoverage
from enrollment.models import Change, Enrollment, Plan, Review
from enrollment.queries.changes.ends import preview_end
from enrollment.rules.codes import EndReason, WaitingRule
from enrollment.rules.people import Family, Name, applicant_from
from portal.demonstration.people import People
from portal.demonstration.sign_ins import ADMINISTRATOR_MAIL, DELEGATE_MAIL, PASSWORD, REPRESENTATIVE_MAIL
from portal.demonstration.waiting import Waiting, noon

OPENED = date(2024, 1, 1)
LARGE, LARGE_NUMBER = 2000, "104-70044"


class Story(Waiting):
    def __init__(self, now):
        self.now, self.people = now, People(834)

    def tell(self):
        """All but the people of the purchaser with 2,000 employees, who take a minute or two: `tell_large`."""
        self.representative = self._representative()
        name_supervisor(email=REPRESENTATIVE_MAIL)
        self.plans = self._plans()
        self.administrator = add_user(email=ADMINISTRATOR_MAIL, name="Dana Whitfield", password=PASSWORD)
        self.delegate = add_user(email=DELEGATE_MAIL, name="Luis Ortega", password=PASSWORD)
        harbor = self._purchaser("104-88231", "Harbor Marine Supply", 148, ["Head office", "Dockside"])
        bakery = self._purchaser("104-90517", "Third Street Bakery", 12, ["Bakery"])
        new = self._purchaser("104-91200", "Wren Dental Group", 30, ["Practice"])
        large = self._purchaser(LARGE_NUMBER, "Summit Freight Lines", LARGE, ["Terminal", "Drivers", "Offices"])
        for purchaser in (harbor, bakery, new, large):
            self._grant(self.administrator, purchaser, ADMINISTRATOR)
        self._grant(self.delegate, harbor, VIEW_ONLY)
        self._harbor(harbor)
        self._code_for_payroll(harbor)
        self._staff(bakery, 9)

    def tell_large(self):
        """The people of the large purchaser, from where an earlier start left off."""
        self.administrator = User.objects.get(email=ADMINISTRATOR_MAIL)
        self.representative = Representative.objects.select_related("user").get(user__email=REPRESENTATIVE_MAIL)
        with tenancy.as_user(None), tenancy.service():
            large = Purchaser.objects.get(number=LARGE_NUMBER)
        with tenancy.scope(large):
            done = Change.objects.submitted().filter(type=Change.Type.ADD_EMPLOYEE).count()
        self.people = People(LARGE)
        self._staff(large, LARGE, done=done)

    def _representative(self):
        user = add_user(email=REPRESENTATIVE_MAIL, name="Robin Okafor", password=PASSWORD, representative=True)
        with tenancy.as_user(user), tenancy.staff():
            return Representative.objects.create(
                user=user, phone="1-800-555-0142", hours="Monday to Friday, 8 am to 5 pm Pacific"
            )

    def _plans(self):
        plans = [
            ("HMO-GOLD-500", "HMO Gold 500", "HMO", False),
            ("PPO-CHOICE-250", "PPO Choice 250", "PPO", False),
            ("SENIOR-ADV", "Senior Advantage (Medicare)", "MED", True),
        ]
        with tenancy.as_user(None), tenancy.staff():
            return [
                Plan.objects.create(code=code, name=name, line=line, is_medicare=medicare)
                for code, name, line, medicare in plans
            ]

    def _purchaser(self, number, name, employees, units):
        by = self.representative.user
        with tenancy.as_user(by), tenancy.staff():
            purchaser = add_purchaser(
                number=number,
                name=name,
                time_zone="America/Los_Angeles",
                contract_starts_on=OPENED,
                employees=employees,
                representative=self.representative,
                by=by,
                at=datetime(2024, 1, 2, 17, tzinfo=UTC),
            )
            Contact.objects.create(
                purchaser=purchaser, role=Contact.Role.OFFICER, name="Olga Berg", phone="1-800-555-0177"
            )
        with tenancy.scope(purchaser, user=by), tenancy.staff():
            for place, unit_name in enumerate(units, start=1):
                unit = add_unit(purchaser=purchaser, code=f"{place:03}", name=unit_name, state="CA", zip_code="94607")
                services.set_unit_rules(
                    unit=unit,
                    effective_on=OPENED,
                    waiting_rule=WaitingRule.FIRST_OF_MONTH_FOLLOWING_DAYS,
                    waiting_days=30,
                )
                for plan in self.plans:
                    services.offer_plan(unit=unit, plan=plan, starts_on=OPENED)
        return purchaser

    def _grant(self, user, purchaser, privileges):
        by = self.representative.user
        with tenancy.scope(purchaser, user=by), tenancy.staff():
            access_services.grant_access(
                user=user,
                purchaser=purchaser,
                privileges=privileges,
                by=by,
                at=datetime(2024, 1, 3, 17, tzinfo=UTC),
            )

    def _code_for_payroll(self, purchaser):
        """An access code on its way: bills of one unit, paid up to a limit."""
        with tenancy.scope(purchaser, user=self.administrator):
            own = self.administrator.grants.select_related("purchaser").get(purchaser=purchaser)
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
                own=own,
            )

    def _submission(self, purchaser, at):
        return services.Submission(purchaser, self.administrator, at, uuid4().hex, mails=False)

    def _offering(self, purchaser):
        unit = self.people.random.choice(list(purchaser.units.order_by("pk")))
        return self.people.random.choice(list(unit.offerings.filter(plan__is_medicare=False).order_by("pk")))

    def _enroll(self, purchaser, family, hired_on, at, *, offering=None):
        employee, dependents = family
        offering = offering or self._offering(purchaser)
        command = AddEmployee(
            family=Family(employee, dependents),
            unit_id=offering.unit_id,
            offering_id=offering.pk,
            hired_on=hired_on,
            employment_class="FT",
            weekly_hours="40",
        )
        return services.enroll(command=command, submission=self._submission(purchaser, at))

    def _staff(self, purchaser, count, *, done=0):
        """People hired over two years; some have left since, a few of whom came back."""
        days = (self.now.date() - OPENED).days
        changes = []
        for place in range(count):
            hired_on = OPENED + timedelta(days=int(days * place / count))
            family = self.people.family()
            with tenancy.scope(purchaser, user=self.administrator):
                # Drawn for those who are there already, too: the next ones are then the same as without a break.
                offering = self._offering(purchaser)
                if place < done:
                    continue
                change = self._enroll(purchaser, family, hired_on, noon(hired_on), offering=offering)
            changes.append(change if change.state == Change.State.COMPLETED else self._settle(change))
        ended = [change for change in changes[: count // 2 : 11] if change.state == Change.State.COMPLETED]
        with tenancy.scope(purchaser, user=self.administrator):
            for change in ended:
                left = self._end(purchaser, change, _day_after(change, 280))
                if left and change is ended[0]:
                    self._rehire(purchaser, change)
        return changes

    def _settle(self, change, *, at=None):
        """Somebody who only looked like another: the representative found, a day later if not said, that they are new."""
        people = range(len(change.payload["people"]))
        at = at or change.submitted_at + timedelta(days=1)
        by = self.representative.user
        with tenancy.as_user(by), tenancy.staff():
            return services.settle(
                review_id=Review.objects.get(change=change).pk,
                identities=dict.fromkeys(people),
                by=by,
                at=at,
                note="Another person: confirmed with the employer by phone",
            )

    def _end(self, purchaser, change, event_on, reason=EndReason.QUIT, person_ids=()):
        at = min(noon(event_on), self.now)
        family = Enrollment.objects.get(pk=change.enrollment_id)
        preview = preview_end(
            family,
            person_ids=person_ids,
            reason=reason,
            event_on=event_on,
            purchaser=purchaser,
            today=purchaser.today(at),
        )
        command = EndCoverage(
            enrollment_id=family.pk,
            person_ids=person_ids,
            reason=reason,
            event_on=event_on,
            last_day=preview.last_day,
            attested=True,
        )
        return services.end_coverage(command=command, submission=self._submission(purchaser, at))

    def _rehire(self, purchaser, change):
        """The same people, hired again a year and a half after they left."""
        from_payload = change.payload["people"]
        people = [applicant_from(each) for each in from_payload]
        hired_on = _day_after(change, 500)
        return self._enroll(purchaser, (people[0], tuple(people[1:])), hired_on, noon(hired_on))

    def _harbor(self, harbor):
        """The purchaser that the sign-ins open: history, an end to come, a newborn, a review, drafts."""
        changes = self._staff(harbor, 60)
        today = self.now.date()
        with tenancy.scope(harbor, user=self.administrator):
            self._end(harbor, changes[-12], today + timedelta(days=4))
            self._newborn(harbor, changes[-5])
            self._correct(harbor, changes[-6])
            services.save_draft(
                submission=self._submission(harbor, self.now - timedelta(days=2)),
                kind="add_employee",
                data={"employee": {"first_name": "Lucia", "last_name": "Ibarra"}, "dependents": []},
                title="Lucia Ibarra",
                unit_id=None,
            )
        self._fill_the_queue(harbor, changes)

    def _newborn(self, harbor, change):
        born = self.now.date() - timedelta(days=9)
        parent = applicant_from(change.payload["people"][0])
        baby = replace(
            parent,
            name=Name("Baby", parent.name.last),
            birth_date=born,
            relationship="19",
            number=None,
            no_number_reason="newborn",
            phone="",
        )
        spouse = self.people.person(relationship="53", last=parent.name.last, address=parent.address)
        taken = any(each["relationship"] in ("01", "53") for each in change.payload["people"])
        command = AddDependents(
            enrollment_id=change.enrollment_id,
            dependents=(baby,) if taken else (spouse, baby),
            event="birth",
            event_on=born,
        )
        at = self.now - timedelta(days=3)
        services.add_dependents(command=command, submission=self._submission(harbor, at))

    def _correct(self, harbor, change):
        before = applicant_from(change.payload["people"][0])
        after = replace(before, address=self.people.address(), email="home@mail.example")
        services.correct_details(
            command=CorrectDetails(person_id=change.person_id, after=after),
            submission=self._submission(harbor, self.now - timedelta(hours=5)),
        )


def _day_after(change, days):
    return change.submitted_at.date() + timedelta(days=days)


def is_told():
    return User.objects.filter(email=ADMINISTRATOR_MAIL).exists()
