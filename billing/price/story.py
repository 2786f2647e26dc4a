"""Play the events of a scenario: what each of them makes known, as versions of coverage."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import singledispatchmethod
from itertools import pairwise

from billing.price.scenario import (
    Add,
    Cut,
    End,
    Enroll,
    Event,
    Move,
    Person,
    PublishRates,
    ReverseEnd,
    Scenario,
)
from billing.price.values import BadScenario, shown

ONE_DAY = timedelta(days=1)


@dataclass(slots=True)
class Version:
    """One version of a period, true from one event to another. `voided`: it never took effect."""

    person: Person
    enrollment: int
    starts_on: date
    ends_on: date | None
    voided: bool
    known_seq: int
    superseded_seq: int | None = None


@dataclass(slots=True)
class Period:
    """One person's days in one enrollment, as known now. `next` is the period that a move made of it."""

    version: Version
    next: "Period | None" = None

    @property
    def last(self) -> "Period":
        found = self
        while found.next:
            found = found.next
        return found


@dataclass(frozen=True, slots=True)
class Enrollment:
    """A family in a plan and unit. The number is its id."""

    id: int
    family: str
    plan: str
    unit: str
    prior: int | None


@dataclass(slots=True)
class Family:
    enrollment: Enrollment
    periods: list[Period] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Ended:
    """What stood before an end: the periods that it shortened, each with its last day.

    `moved`: a move had split the period already. Otherwise a later move took what the end would give back along.
    """

    family: Family
    before: tuple[tuple[Period, date | None, bool], ...]


class Story:
    """What is known of families and rates, event by event."""

    def __init__(self, scenario: Scenario):
        self.scenario = scenario
        self.lines = {plan.code: plan.line for plan in scenario.plans}
        self.families: dict[str, Family] = {}
        self.enrollments: list[Enrollment] = []
        self.versions: list[Version] = []
        self.rates: list[tuple[int, PublishRates]] = []
        self.cuts: list[tuple[int, Cut]] = []
        self._of: dict[str, str] = {}
        self._born: dict[str, date] = {}
        self._ends: dict[str, Ended | None] = {}
        self._cut: dict[str, date] = {}
        self._now = 0

    def play(self) -> "Story":
        """Play all events. Raises BadScenario for the first that cannot be applied."""
        for number, event in enumerate(self.scenario.events, 1):
            self._now = number
            self._apply(event)
        return self

    def _wrong(self, words: str) -> BadScenario:
        return BadScenario(f"event {self._now} cannot be applied: {words}")

    def _family(self, name: str) -> Family:
        if name not in self.families:
            raise self._wrong(f"there is no family {shown(name)}")
        return self.families[name]

    def _enrollment(self, family: str, plan: str, unit: str, prior: int | None = None) -> Enrollment:
        made = Enrollment(len(self.enrollments) + 1, family, plan, unit, prior)
        self.enrollments.append(made)
        return made

    def _begin(self, family: Family, person: Person, enrollment: int, starts_on: date, ends_on: date | None) -> Period:
        version = Version(person, enrollment, starts_on, ends_on, False, self._now)
        self.versions.append(version)
        period = Period(version)
        family.periods.append(period)
        return period

    def _replace(self, period: Period, *, ends_on: date | None, voided: bool) -> None:
        """Supersede the version of a period by another one."""
        old = period.version
        old.superseded_seq = self._now
        period.version = Version(old.person, old.enrollment, old.starts_on, ends_on, voided, self._now)
        self.versions.append(period.version)

    def _known(self, family: Family) -> Iterator[Period]:
        return (period for period in family.periods if not period.version.voided)

    def _refuse_twice(self, family: Family, line: str) -> None:
        """Refuse days on which a person would be covered twice in one line."""
        own = [each.version for each in self._known(family) if self._line(each) == line]
        own.sort(key=lambda version: (version.person.id, version.starts_on))
        for one, other in pairwise(own):
            if one.person.id == other.person.id and (one.ends_on is None or one.ends_on >= other.starts_on):
                raise self._wrong(f"{shown(one.person.id)} would be covered twice on {other.starts_on}")

    def _line(self, period: Period) -> str:
        return self.lines[self.enrollments[period.version.enrollment - 1].plan]

    def _join(self, name: str, people: tuple[Person, ...], starts_on: date) -> None:
        family = self.families[name]
        plan = family.enrollment.plan
        for person in people:
            if self._of.setdefault(person.id, name) != name:
                raise self._wrong(f"{shown(person.id)} is in family {shown(self._of[person.id])} already")
            if self._born.setdefault(person.id, person.born) != person.born:
                raise self._wrong(f"{shown(person.id)} has another birth date above")
            if starts_on < person.born:
                raise self._wrong(
                    f"family {name}, plan {plan}, {starts_on:%Y-%m}: {shown(person.id)} would be covered before birth"
                )
            self._begin(family, person, family.enrollment.id, starts_on, None)
        self._refuse_twice(family, self.lines[plan])

    @singledispatchmethod
    def _apply(self, event: Event) -> None:
        raise TypeError(f"no way to apply {event}")

    @_apply.register
    def _publish_rates(self, event: PublishRates) -> None:
        self.rates.append((self._now, event))

    @_apply.register
    def _enroll(self, event: Enroll) -> None:
        made = self._enrollment(event.family, event.plan, event.unit)
        if event.family in self.families:
            self.families[event.family].enrollment = made
        else:
            self.families[event.family] = Family(made)
        self._join(event.family, event.people, event.starts_on)

    @_apply.register
    def _add(self, event: Add) -> None:
        self._family(event.family)
        self._join(event.family, event.people, event.starts_on)

    @_apply.register
    def _end(self, event: End) -> None:
        family = self._family(event.family)
        if event.id in self._ends:
            raise self._wrong(f"there is an end {shown(event.id)} already")
        for person in event.people or ():
            if self._of.get(person) != event.family:
                raise self._wrong(f"{shown(person)} is not in family {shown(event.family)}")
        before = []
        for period in self._known(family):
            version = period.version
            whose = event.people is None or version.person.id in event.people
            if whose and (version.ends_on is None or version.ends_on > event.ends_on):
                before.append((period, version.ends_on, period.next is not None))
                never = version.starts_on > event.ends_on
                self._replace(period, ends_on=version.ends_on if never else event.ends_on, voided=never)
        self._ends[event.id] = Ended(family, tuple(before))

    @_apply.register
    def _reverse_end(self, event: ReverseEnd) -> None:
        if event.of not in self._ends:
            raise self._wrong(f"there is no end {shown(event.of)}")
        ended = self._ends[event.of]
        if ended is None:
            raise self._wrong(f"the end {shown(event.of)} is reversed already")
        for period, ends_on, moved in ended.before:
            self._replace(period if moved else period.last, ends_on=ends_on, voided=False)
        self._ends[event.of] = None
        for line in sorted({self._line(period) for period, *_ in ended.before}):
            self._refuse_twice(ended.family, line)

    @_apply.register
    def _move(self, event: Move) -> None:
        family = self._family(event.family)
        old = family.enrollment
        plan, unit = event.plan or old.plan, event.unit or old.unit
        if self.lines[plan] != self.lines[old.plan]:
            raise self._wrong(f"plan {shown(plan)} is in another line of coverage than {shown(old.plan)}")
        family.enrollment = self._enrollment(event.family, plan, unit, old.id)
        for period in list(self._known(family)):
            version = period.version
            if version.ends_on is not None and version.ends_on < event.on:
                continue
            never = version.starts_on >= event.on
            starts_on = version.starts_on if never else event.on
            self._replace(period, ends_on=version.ends_on if never else event.on - ONE_DAY, voided=never)
            period.next = self._begin(family, version.person, family.enrollment.id, starts_on, version.ends_on)

    @_apply.register
    def _make_bill(self, event: Cut) -> None:
        if (last := self._cut.get(event.unit)) and event.month <= last:
            raise self._wrong(f"unit {shown(event.unit)} has a bill for {last:%Y-%m} already")
        self._cut[event.unit] = event.month
        self.cuts.append((self._now, event))
