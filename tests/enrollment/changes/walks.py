"""Random commands about random families, for what must hold after any of them."""

import random
from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction

from enrollment import services
from enrollment.commands import ReverseEnd
from enrollment.models import PersonDetail
from enrollment.rules.codes import EndReason
from tests import factories
from tests.enrollment.changes.proposals import Group
from tests.factories import TODAY
from tests.races import someone


class Walk:
    """Random commands about a few families, one after another."""

    def __init__(self, seed, **rules):
        self.random, self.group = random.Random(seed), Group(**rules)  # noqa: S311
        self.families, self.ends, self.people = [], [], 0

    def person(self, **facts):
        self.people += 1
        return replace(someone(self.people), **facts)

    def day(self, first=date(2026, 10, 1), last=date(2027, 1, 31)):
        return first + timedelta(days=self.random.randrange((last - first).days))

    def joins(self):
        people = [self.person(relationship="19", birth_date=self.day(date(2004, 1, 1), date(2026, 9, 30)))]
        if self.random.random() < 0.5:
            people.append(self.person(relationship="01", birth_date=date(1980, 1, 1) + timedelta(days=self.people)))
        waives = [(), ("dental",), ("vision",)]
        return [replace(each, waives=self.random.choice(waives)) for each in people[:: self.random.choice([1, -1])]]

    def hire(self):
        lines = self.random.sample(self.group.lines, self.random.randint(1, 3))
        hired_on = self.day(date(2026, 8, 3), date(2026, 12, 31))
        return self.group.employer.add_employee(
            *self.joins(), employee=self.person(), offerings=lines, hired_on=hired_on
        )

    def add(self):
        event, on = self.random.choice(["adoption", "marriage", "court_order"]), self.day(date(2026, 10, 26), TODAY)
        return factories.dependents(self.random.choice(self.families), *self.joins(), event=event, event_on=on)

    def end(self):
        roles = self.random.choice([(), (), ("01",), ("19",), ("01", "19")])
        reasons = [EndReason.VOLUNTARY, EndReason.MEDICARE, *([] if roles else [EndReason.QUIT])]
        family, reason = self.random.choice(self.families), self.random.choice(reasons)
        lines = self.random.choice([(), ("medical",), ("dental", "vision")]) if reason.leaves_others else ()
        return self.group.end(family, *roles, reason=reason, on=self.day(), lines=lines)

    def reverse(self):
        return ReverseEnd(self.random.choice(self.ends).pk, "Entered twice")

    def correct(self):
        with self.group.scope():
            first = self.random.choice(PersonDetail.objects.filter(superseded_at=None).order_by("pk")).first_name
            born = PersonDetail.objects.get(first_name=first, superseded_at=None).birth_date
        return self.group.correct(first, birth_date=born + timedelta(days=self.random.choice([-1, 1])))

    def command(self):
        """The command of a step; None if the employer may not send it."""
        acts = [self.hire, *([self.add, self.end, self.end, self.correct] if self.families else [])]
        command = self.random.choice(acts + [self.reverse] * bool(self.ends))()
        with self.group.scope():
            return command if is_accepted(self.group, command) else None

    def submit(self, command):
        """Whether it was done; one that waits for a review is withdrawn."""
        with self.group.scope():
            change = services.submit(command=command, submission=self.group.employer.submission())
            if change.state == "in_review":
                services.withdraw(change_id=change.pk, submission=self.group.employer.submission())
                return False
        self.families += [change] if command.type == "add_employee" else []
        self.ends += [change] if command.type == "end_coverage" else []
        return True


def is_accepted(group, command):
    """Whether a command could be submitted now: it is, and rolled back."""
    try:
        with transaction.atomic():
            services.submit(command=command, submission=group.employer.submission())
            raise Accepted
    except Accepted:
        return True
    except services.CannotChange:
        return False


class Accepted(Exception):
    """Rolls back what was accepted."""
