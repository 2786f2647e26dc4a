"""The queue of the demonstration: what waits for a representative or the employer, and what was settled lately."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from access import tenancy
from accounts.platform.business_time import due_at
from accounts.services import closed_days
from enrollment import services
from enrollment.models import Review
from enrollment.queries.review.waiting import last_business_days
from enrollment.rules.people import Name, applicant_from


def noon(day):
    return datetime(day.year, day.month, day.day, 20, tzinfo=UTC)


def _mistyped(day):
    """One digit of the day is another."""
    return day.replace(day=day.day + 10 if day.day <= 18 else day.day - 10)


class Waiting:
    """The part of a story (story.py) that is told at the representatives' desk."""

    def _fill_the_queue(self, harbor, changes):
        """One past its goal, one due soonest, one with time left, one that waits for the employer."""
        with tenancy.scope(harbor, user=self.administrator):
            self._hold(harbor, changes[-2], self.now - timedelta(hours=20))
            self._hold(harbor, changes[-7], self.now - timedelta(days=8))
            self._hold(harbor, changes[-8], self._due_soonest(harbor))
            asked = self._hold(harbor, changes[-9], self.now - timedelta(days=2))
        self._ask(asked)
        self._settled_lately(harbor, changes[20:40])

    def _hold(self, harbor, change, at, *, other_last_name=False):
        """A family whose employee is nearly, but not certainly, somebody on file: it waits in the queue."""
        known = applicant_from(change.payload["people"][0])
        employee, dependents = self.people.family()
        like = replace(
            employee,
            name=Name(known.name.first, employee.name.last if other_last_name else known.name.last),
            birth_date=known.birth_date if other_last_name else _mistyped(known.birth_date),
            sex=known.sex,
            phone="",
            number=None,
            no_number_reason="declined",
        )
        family = (like, tuple(replace(each, name=Name(each.name.first, like.name.last)) for each in dependents))
        return self._enroll(harbor, family, at.date() - timedelta(days=7), at)

    def _due_soonest(self, harbor):
        """When a request must have come to be due soonest, today on a business day, and not to be late."""
        moments = [self.now - timedelta(hours=12 * halves) for halves in range(20, 0, -1)]
        return next(at for at in moments if due_at(at, harbor.zone, closed_days()) > self.now)

    def _ask(self, change):
        """The representative asks the employer; the clock of the goal stands still."""
        by = self.representative.user
        with tenancy.as_user(by), tenancy.staff():
            services.ask_employer(
                review_id=Review.objects.get(change=change).pk,
                by=by,
                at=self.now - timedelta(days=1),
                question="Please enter the Social Security number under Correct what you sent, or say when it will be known.",
            )

    def _settled_lately(self, harbor, changes):
        """One request settled on each of the last business days, most of them by their goal."""
        days = last_business_days(harbor.today(self.now), closed_days())
        for place, (day, change) in enumerate(zip(days, changes, strict=True)):
            came = noon(day) - timedelta(days=8 if place % 7 == 3 else 1)
            try:
                with tenancy.scope(harbor, user=self.administrator):
                    held = self._hold(harbor, change, came, other_last_name=True)
            except services.CannotEnroll:
                continue  # Invented people are alike now and then: this one is on file for certain.
            if held.is_open:
                self._settle(held, at=noon(day))
