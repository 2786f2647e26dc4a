"""A correction of three fields, its decision, and what is on file then."""

from access import tenancy
from enrollment import services
from enrollment.commands import CorrectDetails
from enrollment.models import Change, FormerName, Person, PersonDetail, Review
from enrollment.queries.review.claims import shown_of
from enrollment.rules.people import Name
from tests.factories import NOW, applicant, date

AFTER = applicant(name=Name("Ana", "Whitfield"), born=date(1986, 4, 29), number="456-78-9123")
ALL = {"name": "renamed", "birth_date": "replace", "number": "replace"}


def submit(employer, ana, after=AFTER):
    with employer.scope():
        command = CorrectDetails(person_id=ana, after=after)
        held = services.submit(command=command, submission=employer.submission())
    assert held.state == Change.State.IN_REVIEW
    return held


def settle(held, rep, chosen=None, *, at=NOW, **more):
    with tenancy.as_user(rep), tenancy.staff():
        review = Review.objects.get(change=held)
        amendments = None if chosen is None else {0: chosen}
        return services.settle(
            review_id=review.pk,
            identities={},
            by=rep,
            at=at,
            note="Seen the certificate",
            amendments=amendments,
            **more,
        )


def mark_of(review):
    """The mark a page of this case carries now."""
    with tenancy.as_user(None), tenancy.staff():
        return shown_of(review)


def carrier(pk):
    with tenancy.as_user(None), tenancy.matching():
        person = Person.objects.get(pk=pk)
        former = list(FormerName.objects.filter(person=pk).values_list("last_name", flat=True))
        return person.full_name, person.birth_date, person.number, former


def reported(employer):
    with employer.scope():
        detail = PersonDetail.objects.get(superseded_at=None)
        return detail.full_name, detail.birth_date, detail.number


OLD = ("Ana Morales", date(1986, 4, 28), "123456788")
