"""The tour's company: invented, without Social Security numbers, with impossible names."""

from dataclasses import replace
from datetime import date

from django.conf import settings

from access import sandbox, tenancy
from access.privileges import ADMINISTRATOR, Privilege
from accounts.models import Purchaser, Representative, User
from accounts.services import add_user
from enrollment.models import Coverage, Person
from enrollment.rules.codes import Line, Product
from enrollment.rules.people import Name
from portal.demonstration.employers import OAKLAND, Employer
from portal.demonstration.people import People
from portal.demonstration.queue import employee_of
from portal.demonstration.story import Story

REPRESENTATIVE_MAIL = "representative@tour.invalid"
OPENED = date(2024, 1, 1)
FAMILIES = 14
SUFFIX = "-Sample"


class SamplePeople(People):
    """Everyone has a last name ending in -Sample and no number, so that no one on file is near."""

    def person(self, name, *arguments, **facts):
        person = super().person(name, *arguments, **facts)
        return replace(
            person,
            name=replace(name, last=name.last.removesuffix(SUFFIX) + SUFFIX),
            number=None,
            no_number_reason="declined",
        )


class Sandbox(Story):
    def __init__(self, now):
        super().__init__(now)
        self.people = SamplePeople(1040)

    def tell(self):
        self.administrator = self._inactive(sandbox.VISITOR, "Tour Visitor")
        self.representative = self._representative()
        self.plans = self._plans()
        purchaser = self._purchaser(
            Employer(
                settings.SANDBOX_NUMBER,
                "Sample Company",
                40,
                ("Head office", "Warehouse"),
                OPENED,
                OAKLAND,
                "Olga-Sample Berg",
                "(510) 555-0177",
            )
        )
        self._people_with_access(purchaser)
        changes = self._staff(purchaser, FAMILIES)
        with self._scope(purchaser):
            self._end(purchaser, changes[-3], self.now.date(), at=self.office.ago(1))
            self._newborn(purchaser, next(filter(_is_young_couple, changes)), "Emma", born=self._days_ago(11))
            self._moved(purchaser, changes[-5])
            self._nearly(purchaser, changes[-2])
            self._set_apart(purchaser)

    def _nearly(self, purchaser, change):
        known = employee_of(change)
        name = Name(known.name.first, "Whitaker")
        self._new_hire(purchaser, self.people.person(name, known.sex, known.birth_date), self.office.ago(1))

    def _people_with_access(self, purchaser):
        """The people on the access page; none of them can sign in."""
        for mail, name, privileges in (
            ("benefits@tour.invalid", "Dana-Sample Reyes", ADMINISTRATOR),
            ("payroll@tour.invalid", "Priya-Sample Shah", {Privilege.VIEW_BILL.value, Privilege.PAY_BILL.value}),
            ("assistant@tour.invalid", "Luis-Sample Ortiz", {Privilege.VIEW_ROSTER.value, Privilege.ENROLL.value}),
        ):
            self._grant(self._inactive(mail, name), purchaser, privileges)

    def _set_apart(self, purchaser):
        """Mark everyone as a sample, which matching ignores."""
        people = Coverage.objects.filter(purchaser=purchaser).values_list("person_id", flat=True).distinct()
        with tenancy.matching():
            Person.objects.filter(pk__in=list(people)).update(is_sample=True)

    def _rehire(self, purchaser, change, hired_on):
        """No one comes back: without a number they would go to review."""

    def _inactive(self, mail, name):
        user = add_user(email=mail, name=name, password=None)
        User.objects.filter(pk=user.pk).update(is_active=False)
        return user

    def _representative(self):
        user = self._inactive(REPRESENTATIVE_MAIL, "Your representative")
        carrier = settings.CARRIER
        with tenancy.as_user(user), tenancy.staff():
            return Representative.objects.create(user=user, phone=carrier["phone"], hours=carrier["hours"])

    def _plans(self):
        plans = [
            ("SAMPLE-HMO", "Sample HMO", Line.MEDICAL, Product.HMO, False),
            ("SAMPLE-PPO", "Sample PPO", Line.MEDICAL, Product.PPO, False),
            ("SAMPLE-DENTAL", "Sample Dental", Line.DENTAL, Product.PPO, False),
            ("SAMPLE-VISION", "Sample Vision", Line.VISION, "", False),
        ]
        return self._sell(plans, before=OPENED)


def _is_young_couple(change):
    return len(change.payload["people"]) == 2 and employee_of(change).birth_date.year > 1984


def is_there():
    with tenancy.as_user(None), tenancy.service():
        return Purchaser.objects.filter(number=settings.SANDBOX_NUMBER, contract_starts_on=OPENED).exists()
