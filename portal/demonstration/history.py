"""The past years: people are hired, some leave, a few come back."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from enrollment import services
from enrollment.commands import AddDependents, AddEmployee, CorrectDetails, EndCoverage
from enrollment.models import Change, Enrollment, Offering
from enrollment.queries.changes.ends import preview_end
from enrollment.rules.codes import EmploymentClass, EndReason, Line, Relationship
from enrollment.rules.dates import age_on
from enrollment.rules.people import Family, Name, applicant_from
from portal.demonstration.cast import CAST
from portal.demonstration.office import hiring_day
from portal.demonstration.places import TOWNS

# A fixed date, so that the people are the same on any later day.
HIRED_BY = date(2026, 1, 1)
FULL, PART, ACTIVE = EmploymentClass.FULL_TIME, EmploymentClass.PART_TIME, EmploymentClass.ACTIVE
# Employment classes and weekly hours in the proportions of a small company.
WORK = (
    [(FULL, "40")] * 15
    + [(FULL, "37.5")] * 2
    + [(FULL, "36"), (FULL, "32"), (PART, "30"), (PART, "28"), (ACTIVE, "40")]
)
# How many employees take each line of coverage.
TAKEN = {Line.MEDICAL: 1, Line.DENTAL: 0.85, Line.VISION: 0.6}
REASONS = [EndReason.QUIT] * 6 + [EndReason.DISCHARGED] * 2 + [EndReason.REDUCED_HOURS]
RETIRES_FROM, AGE_LIMIT, LONGEST_WAIT = 62, 26, timedelta(days=62)
FEWEST_DAYS, MORE_DAYS, DAYS_AWAY = 150, 600, 240


class History:
    """The past part of a story (story.py). Needs the story's people, office and purchasers."""

    def _plans_of_one(self, purchaser):
        """A medical plan and what some take beside it, all of one unit; and what they waive."""
        if purchaser.pk not in self.offerings:
            offered = Offering.objects.filter(purchaser=purchaser, plan__is_medicare=False)
            self.offerings[purchaser.pk] = list(offered.order_by("pk"))
        offered, random = self.offerings[purchaser.pk], self.people.random
        medical = random.choice([each for each in offered if each.plan_line == Line.MEDICAL])
        beside = {each.plan_line: each for each in offered if each.unit_id == medical.unit_id} | {Line.MEDICAL: medical}
        taken = [line for line in beside if random.random() < TAKEN[line]]
        return [beside[line] for line in taken], [line for line in beside if line not in taken]

    def _enroll(self, purchaser, family, hired_on, at, *, plans=None, employee_number=""):
        employee, dependents = family
        offerings, waived = plans or self._plans_of_one(purchaser)
        employment_class, hours = WORK[int(self.office.random.random() * len(WORK))]
        command = AddEmployee(
            family=Family(employee, tuple(each for each in dependents if _can_be_covered(each, hired_on))),
            unit_id=offerings[0].unit_id,
            offering_ids=tuple(each.pk for each in offerings),
            waives=tuple(waived),
            hired_on=hired_on,
            employment_class=employment_class,
            weekly_hours=hours,
            employee_number=employee_number,
        )
        return services.submit(command=command, submission=self._submission(purchaser, at))

    def _staff(self, purchaser, count, *, done=0):
        opened = purchaser.contract_starts_on
        changes = []
        for place in range(count):
            share = place / count
            family = self.people.family(opened + (HIRED_BY - opened) * share)
            hired_on = hiring_day(opened, self.now.date() - timedelta(days=8), share, self.office.random)
            with self._scope(purchaser):
                # Also drawn for existing people, so that the next ones are the same as without a break.
                plans = self._plans_of_one(purchaser)
                at = self.office.on(hired_on + timedelta(days=1 + place * 5 % 12))
            if place < done:
                continue
            changes.append(None)
            new = {"plans": plans, "employee_number": str(1001 + place)}
            self._when(purchaser, at, partial(self._hire, changes, purchaser, family, hired_on, at, new))
        with self._scope(purchaser):
            self._some_leave(purchaser, changes[: count // 2 : 11])
        return changes

    def _hire(self, changes, purchaser, family, hired_on, at, new):
        """Enroll a family in the first free place of `changes`."""
        with self._scope(purchaser):
            change = self._enroll(purchaser, family, hired_on, at, **new)
        changes[changes.index(None)] = change if change.state == Change.State.COMPLETED else self._settle(change)

    def _some_leave(self, purchaser, changes):
        for place, change in enumerate(changes):
            if change.state != Change.State.COMPLETED:
                continue
            left_on = _day_after(change, FEWEST_DAYS + int(self.office.random.random() * MORE_DAYS))
            if left_on > self.now.date() - LONGEST_WAIT:
                continue
            is_old = age_on(applicant_from(change.payload["people"][0]).birth_date, left_on) >= RETIRES_FROM
            reason = EndReason.RETIRED if is_old else REASONS[place % len(REASONS)]
            self._end(purchaser, change, left_on, reason=reason)
            self.left.append(change)
            if place == 0:
                self._rehire(purchaser, change, left_on + timedelta(days=DAYS_AWAY))

    def _end(self, purchaser, change, event_on, *, reason=EndReason.QUIT, at=None, earlier_reason=""):
        """End an employee's coverage; an earlier end with a reason goes through a representative."""
        at = at or self.office.on(event_on + timedelta(days=2))
        family = Enrollment.objects.get(pk=change.enrollment_id)
        preview = preview_end(
            family,
            person_ids=(),
            reason=reason,
            event_on=event_on,
            purchaser=purchaser,
            today=purchaser.today(at),
        )
        command = EndCoverage(
            enrollment_id=family.pk,
            person_ids=(),
            reason=reason,
            event_on=event_on,
            last_day=preview.last_day,
            attested=True,
            last_day_worked=event_on if reason.leaves_work else None,
            earlier=preview.computed.on if earlier_reason else None,
            earlier_reason=earlier_reason,
        )
        return services.submit(command=command, submission=self._submission(purchaser, at))

    def _rehire(self, purchaser, change, hired_on):
        if hired_on > self.now.date() - LONGEST_WAIT:
            return
        employee, *dependents = map(applicant_from, change.payload["people"])
        at = self.office.on(hired_on)
        self._enroll(purchaser, (employee, dependents), at.date(), at)

    def _play_cast(self):
        """Put the named people (cast.py) on file; those who left have left."""
        purchasers = {each.number: each for each in (self.harbor, self.bakery, self.machines)}
        self.on_file = {role: self._play(purchasers[part.employer.number], part) for role, part in CAST.items()}

    def _play(self, purchaser, part):
        home = self.people.home()
        employee = self.people.person(part.name, part.sex, part.born, home=home)
        family = [
            self.people.person(each.name, each.sex, each.born, relationship=each.relationship, home=home)
            for each in part.family
        ]
        today = self.now.date()
        hired_on = self.office.on(today - timedelta(days=part.hired)).date()
        with self._scope(purchaser):
            at = self.office.on(hired_on + timedelta(days=6))
            change = self._enroll(purchaser, (employee, family), hired_on, at)
        if part.left:
            left_on = today - timedelta(days=part.left)
            at = self.office.on(left_on + timedelta(days=2))
            self._when(purchaser, at, partial(self._leave, purchaser, change, left_on, part.reason, at))
        return change

    def _leave(self, purchaser, change, left_on, reason, at):
        with self._scope(purchaser):
            self._end(purchaser, change, left_on, reason=reason, at=at)

    def _newborn(self, purchaser, change, first, *, born, at=None):
        parent = applicant_from(change.payload["people"][0])
        baby = replace(
            parent,
            name=Name(first, parent.name.last),
            birth_date=born,
            sex="F",
            relationship=Relationship.CHILD,
            number=None,
            no_number_reason="newborn",
            phone="",
            email="",
        )
        command = AddDependents(enrollment_id=change.enrollment_id, dependents=(baby,), event="birth", event_on=born)
        services.submit(command=command, submission=self._submission(purchaser, at or self.office.ago(2)))

    def _moved(self, purchaser, change):
        before = applicant_from(change.payload["people"][0])
        town = TOWNS[before.address.city, before.address.state]
        new = self.people.home((town,)).address
        services.submit(
            command=CorrectDetails(
                person_id=change.person_id, after=replace(before, address=new, email=self.people.email(before.name))
            ),
            submission=self._submission(purchaser, self.office.ago(1)),
        )


def _can_be_covered(person, hired_on):
    """A child may reach the age limit before coverage starts."""
    return (
        not Relationship(person.relationship).ages_out or age_on(person.birth_date, hired_on + LONGEST_WAIT) < AGE_LIMIT
    )


def _day_after(change, days):
    return change.submitted_at.date() + timedelta(days=days)
