"""The demonstration's review queue: open requests, requests on hold, and recent decisions."""

from dataclasses import replace
from datetime import timedelta

from access import tenancy
from accounts.platform.business_time import due_at
from accounts.queries import closed_days
from enrollment import services
from enrollment.commands import CorrectDetails
from enrollment.models import Review
from enrollment.queries.review.waiting import last_business_days
from enrollment.rules.codes import NumberKind
from enrollment.rules.people import Name, Number, applicant_from
from portal.demonstration.employers import BAKERY, HARBOR, MACHINES
from portal.demonstration.people import Home
from portal.demonstration.places import TOWNS

CARD_TO_COME = {"number": None, "no_number_reason": "applied"}
NOT_GIVEN = {"number": None, "no_number_reason": "declined"}
NAMESAKE = "Called the employer: two people. The Social Security cards show different numbers."
CORRECTED = "Both as on the birth certificate and the Social Security card, copies of which the employer sent."
CAME_BACK = "Same person: the employer sees the earlier job on the application, and the former address is right."


def employee_of(change):
    return applicant_from(change.payload["people"][0])


def _home_of(person):
    return Home(person.address, TOWNS[person.address.city, person.address.state].area_code)


class Queue:
    """The part of a story (story.py) at the representatives' desk."""

    def _fill_the_queue(self, changes):
        ago = self.office.ago
        self._returning_with_a_typo(ago(5))
        self._left_early(self._due_soonest(self.harbor))
        self._married_name(ago(2))
        self._correction(ago(1))
        self._moved_on(ago(1))
        self._digits_swapped(ago(2))
        twin = self._twin(ago(1))
        self._ask(
            self._junior(ago(3)),
            "Please check the Social Security number you entered against his card, and correct it if it differs.",
            ago(2),
        )
        self._namesake(ago(5))
        self._settled_lately(changes)
        self._assign(twin)

    def _new_hire(self, purchaser, person, at):
        """A request from last week that waits in the queue: the person is near a person on file."""
        hired_on = self.office.on(at.date() - timedelta(days=7)).date()
        with self._scope(purchaser):
            return self._enroll(purchaser, (person, ()), hired_on, at)

    def _known(self, role):
        return employee_of(self.on_file[role])

    def _returning_with_a_typo(self, at):
        """A rehire, with a typo in the birth date and the number still missing."""
        known = self._known("returning")
        again = replace(known, birth_date=known.birth_date + timedelta(days=3), **NOT_GIVEN)
        return self._new_hire(self.harbor, again, at)

    def _left_early(self, at):
        """An end that the employer learned of too late."""
        left_on = at.date() - timedelta(days=115)
        with self._scope(self.harbor):
            return self._end(
                self.harbor,
                self.on_file["left early"],
                left_on,
                at=at,
                earlier_reason=f"His last day was {left_on:%B} {left_on.day}, but his supervisor's notice reached payroll only"
                " this week. No contribution was taken after his last paycheck, and he joined his new employer's plan the"
                " month after he left.",
            )

    def _married_name(self, at):
        known = self._known("married")
        name = Name(known.name.first, "Castellano")
        return self._new_hire(self.harbor, self.people.person(name, known.sex, known.birth_date, **CARD_TO_COME), at)

    def _twin(self, at):
        """A twin at the same address: twins' numbers are often consecutive."""
        known = self._known("twin")
        last = (int(known.number.digits[-1]) + 1) % 10
        number = Number(NumberKind.SSN, f"{known.number.digits[:-1]}{last}")
        brother = self.people.person(
            Name("Bradley", known.name.last), known.sex, known.birth_date, home=_home_of(known), number=number
        )
        return self._new_hire(self.bakery, brother, at)

    def _junior(self, at):
        """A son submitted with the number of his father, who works there too."""
        known = self._known("father")
        son = self.people.person(
            Name(known.name.first, known.name.last, suffix="Jr"),
            known.sex,
            known.birth_date.replace(year=1998, month=8, day=21),
            home=_home_of(known),
            number=known.number,
            email="bill.novak.jr@example.org",
        )
        return self._new_hire(self.harbor, son, at)

    def _moved_on(self, at):
        known = self._known("moved on")
        moved = self.people.person(known.name, known.sex, known.birth_date, email="", **NOT_GIVEN)
        return self._new_hire(self.harbor, moved, at)

    def _digits_swapped(self, at):
        """A number with two swapped digits, and a nickname."""
        known = self._known("nickname")
        digits = known.number.digits
        place = next(each for each in range(5, 8) if digits[each] != digits[each + 1])
        swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
        person = self.people.person(
            Name("Kathy", known.name.last), known.sex, known.birth_date, number=Number(NumberKind.SSN, swapped)
        )
        return self._new_hire(self.machines, person, at)

    def _correction(self, at):
        """A new last name and, by her license, a different date of birth."""
        before = self._known("newlywed")
        born = before.birth_date.replace(month=before.birth_date.day, day=before.birth_date.month)
        after = replace(
            before,
            name=Name(before.name.first, "Nguyen"),
            birth_date=born,
            email=f"thuy.nguyen@{before.email.partition('@')[2]}",
        )
        with self._scope(self.harbor):
            return services.submit(
                command=CorrectDetails(person_id=self.on_file["newlywed"].person_id, after=after),
                submission=self._submission(self.harbor, at),
            )

    def _namesake(self, at):
        """A common name and a birth date with two swapped digits; the employer answered the question."""
        known = self._known("namesake")
        person = self.people.person(
            known.name, known.sex, known.birth_date.replace(day=21), language="spa", email="", **CARD_TO_COME
        )
        change = self._new_hire(self.machines, person, at)
        self._ask(
            change,
            "Please enter the Social Security number, or confirm the date of birth from a document she has shown you.",
            self.office.ago(4),
        )
        with self._scope(self.machines):
            services.answer(
                change_id=change.pk,
                text="I checked her driver's license: the date of birth is right as we sent it. Her replacement Social"
                " Security card should be here within two weeks.",
                submission=self._submission(self.machines, self.office.ago(1)),
            )

    def _due_soonest(self, purchaser):
        """The submission time whose goal comes soonest: today on a business day, but not late."""
        moments = [self.office.ago(days) for days in range(6, 0, -1)]
        return next((at for at in moments if due_at(at, purchaser.zone, closed_days()) > self.now), moments[-1])

    def _ask(self, change, question, at):
        by = self.representative.user
        with tenancy.as_user(by), tenancy.staff():
            services.ask_employer(review_id=Review.objects.get(change=change).pk, by=by, at=at, question=question)

    def _assign(self, change):
        by = self.representative.user
        with tenancy.as_user(by), tenancy.staff():
            review_id = Review.objects.get(change=change).pk
            services.assign(review_id=review_id, to=self.colleague.user, by=by, at=self.now)

    def _settle(self, change, *, at=None, note=NAMESAKE, person_id=None, by=None):
        """Decide a day later unless told otherwise: a new person unless given one on file."""
        people = range(len(change.payload["people"]))
        at = at or self.office.on(change.submitted_at.date() + timedelta(days=1))
        by = by or self.representative.user
        with tenancy.as_user(by), tenancy.staff():
            return services.settle(
                review_id=Review.objects.get(change=change).pk,
                identities=dict.fromkeys(people) | {0: person_id},
                by=by,
                at=max(at, change.submitted_at),
                note=note,
            )

    def _settled_lately(self, changes):
        """Decisions on most of the recent business days, by both representatives, mostly on time."""
        days = last_business_days(self.harbor.today(self.now), closed_days())
        days = [day for place, day in enumerate(days) if place % 5 not in (1, 4)]
        at_desk = [self.colleague.user, self.representative.user]
        cases = self._hired_lately(changes[HARBOR.number], changes[MACHINES.number])
        corrected = [(self.harbor, each) for each in changes[HARBOR.number][3:8]]
        corrected += [(self.machines, each) for each in changes[MACHINES.number][4:8]]
        corrected += [(self.bakery, each) for each in changes[BAKERY.number][1:4]]
        for place, (day, case, correction) in enumerate(zip(days, cases, corrected, strict=True)):
            came = self.office.before(day, 4 if place % 5 == 3 else 1)
            purchaser, person, person_id, note = case
            held = self._new_hire(purchaser, person, came)
            if held.is_open:
                self._settle(held, at=self.office.on(day), note=note, person_id=person_id, by=at_desk[place % 2])
            self._correct_identity(*correction, came, self.office.on(day), by=at_desk[place % 2])

    def _correct_identity(self, purchaser, change, at, settled_at, *, by):
        before = employee_of(change)
        born = before.birth_date.day
        after = replace(
            before,
            birth_date=before.birth_date.replace(day=born + 10 if born <= 18 else born - 10),
            number=self.people.number(),
        )
        with self._scope(purchaser):
            held = services.submit(
                command=CorrectDetails(person_id=change.person_id, after=after),
                submission=self._submission(purchaser, at),
            )
        with tenancy.as_user(by), tenancy.staff():
            review_id = Review.objects.get(change=held).pk
            services.settle(review_id=review_id, identities={}, by=by, at=settled_at, note=CORRECTED)

    def _hired_lately(self, at_harbor, at_machines):
        """(employer, person, person on file they turned out to be, reason) of each request."""
        for change in self.left[1:3]:
            known = employee_of(change)
            moved = self.people.person(known.name, known.sex, known.birth_date, **NOT_GIVEN)
            yield self.machines, moved, change.person_id, CAME_BACK
        others = [(self.bakery if place == 4 else self.machines, each) for place, each in enumerate(at_harbor[12:19])]
        others += [(self.harbor, each) for each in at_machines[:3]]
        for purchaser, change in others:
            known = employee_of(change)
            person = self.people.person(known.name, known.sex, known.birth_date)
            yield purchaser, person, None, NAMESAKE
