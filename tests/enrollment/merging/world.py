"""Two people on file, merged and taken apart by representatives."""

from datetime import UTC, date, datetime, timedelta

from access import tenancy
from enrollment import services
from enrollment.models import (
    Coverage,
    Enrollment,
    PersonMerge,
    Plan,
    Review,
)
from enrollment.queries.merging.records import undo_takes_two
from enrollment.queries.merging.rows import rows_since
from tests import factories
from tests.factories import applicant

LATER = datetime(2027, 1, 11, 18, 30, tzinfo=UTC)


def zed(**facts):
    return applicant("Zed", "Quist", born=date(1970, 1, 1), number="456-78-9123", **facts)


def mia(**facts):
    return applicant("Mia", "Stone", born=date(1991, 5, 5), number="512-33-4417", **facts)


def as_staff(verb, by, at=LATER, reason="One birth certificate", **what):
    with tenancy.as_user(by), tenancy.staff():
        return verb(by=by, at=at, reason=reason, **what)


def merge(duplicate, survivor, by, **what):
    return as_staff(services.merge_people, by, duplicate_id=duplicate, survivor_id=survivor, **what)


def propose(duplicate, survivor, by, **what):
    return as_staff(services.propose_merge, by, duplicate_id=duplicate, survivor_id=survivor, **what)


def ended(person):
    """A person on file whose coverage at their own employer is over at LATER."""
    employer = factories.Employer(f"{person.name.last} and Company")
    change = employer.enroll(employee=person, hired_on=date(2026, 8, 3))
    employer.end(change)
    return change.person_id


AFTER = LATER + timedelta(days=30)
HIRED = date(2027, 1, 4)


def joined(duplicate, survivor, rep, second, at=LATER):
    proposal = as_staff(services.propose_merge, rep, duplicate_id=duplicate, survivor_id=survivor, at=at)
    return as_staff(services.confirm_merge, second, proposal_id=proposal.pk, at=at)


def since(merge):
    with tenancy.as_user(None), tenancy.staff():
        return rows_since(PersonMerge.objects.get(pk=merge.pk))


def undo(merge, by, to=None, **assigned):
    """Assign every later row to one person, with exceptions; requested by another where two must agree."""
    whose = {row.key: to or row.person_id for row in since(merge)} | assigned
    what = {"at": AFTER, "reason": "Two people after all"}
    with tenancy.as_user(None), tenancy.staff():
        two = undo_takes_two(merge)
    if not two:
        return as_staff(services.undo_merge, by, merge_id=merge.pk, assigned=whose, **what)
    kim = factories.representative("Kim Lund").user
    proposal = as_staff(services.propose_undo, kim, merge_id=merge.pk, assigned=whose, **what)
    return as_staff(services.confirm_undo, by, proposal_id=proposal.pk, **what)


class World:
    """Zed, merged into Mia, each at their own employer. A third employer has enrolled Zed since."""

    def __init__(self, rep, second, *family):
        self.zed, self.mia = ended(zed()), ended(mia())
        self.employer = factories.Employer("Third")
        self.merge = joined(self.zed, self.mia, rep, second)
        self.change = self.employer.enroll(*family, employee=zed(), hired_on=HIRED, at=LATER)
        assert self.change.person_id == self.mia

    def covered(self):
        with self.employer.scope():
            return sorted(Coverage.objects.known().values_list("person__first_name", "starts_on", "ends_on"))

    def whose(self, model, **facts):
        name = "subscriber_id" if model is Enrollment else "person_id"
        with self.employer.scope():
            return list(model.objects.filter(**facts).order_by("pk").values_list(name, flat=True))


def settled(held, person, rep, at=LATER):
    assert held.state == "in_review"
    with tenancy.as_user(rep), tenancy.staff():
        review = Review.objects.get(change=held)
        return services.settle(review_id=review.pk, identities={0: person}, by=rep, at=at, note="Same")


def dental_plan():
    with tenancy.as_user(None), tenancy.staff():
        return Plan.objects.create(code="DENTAL", name="Dental", line="dental")
