"""A user ID request on its way from the form to the code."""

import io

from PIL import Image

from access import services, tenancy
from access.models import AccessRequest
from access.privileges import ADMINISTRATOR
from access.tasks import draw_document
from accounts.models import Contact, Job
from tests import factories
from tests.factories import NOW

FORM = {
    "purchaser_number": "",
    "requester_name": "Sam Ito",
    "requester_email": "sam@example.test",
    "requester_phone": "510-555-0100",
    "officer_name": "Olga Berg",
    "privileges": sorted(ADMINISTRATOR),
}


class Intake:
    """A purchaser with an officer and no users, and two representatives."""

    def __init__(self):
        self.purchaser = factories.purchaser()
        self.first = self.purchaser.representative.user
        self.second = factories.representative("Second Rep").user
        with tenancy.as_user(None), tenancy.staff():
            Contact.objects.create(purchaser=self.purchaser, role="officer", name="Olga Berg", phone="510-555-0199")

    def staff(self, who=None):
        return Staff(who or self.first)

    def drawn_up(self, **facts):
        return services.draw_up(at=NOW, **(FORM | {"purchaser_number": self.purchaser.number} | facts))

    def received(self, *, at=NOW, **facts):
        made = self.drawn_up(**facts)
        with self.staff():
            document = services.register_document(
                content=scan(), kind="fax", reference=made.reference, by=self.first, at=at
            )
        return self.again(document.request)

    def checked(self, *, call_back="Olga Berg, 510-555-0199, confirms", **facts):
        made = self.received(**facts)
        written = {name: getattr(made, name) for name in FORM}
        with self.staff():
            return services.fill_in(request_id=made.pk, by=self.first, at=NOW, call_back=call_back, **written)

    def seen(self, made):
        """The mark that a page opened just now has."""
        with self.staff():
            return services.request_mark(AccessRequest.objects.get(pk=made.pk))

    def again(self, made):
        with self.staff():
            return AccessRequest.objects.get(pk=made.pk)


class Staff:
    def __init__(self, who):
        self.scopes = [tenancy.as_user(who), tenancy.staff()]

    def __enter__(self):
        for scope in self.scopes:
            scope.__enter__()

    def __exit__(self, *failure):
        for scope in reversed(self.scopes):
            scope.__exit__(*failure)


def scan(kind="PNG", pages=1, **written):
    out = io.BytesIO()
    sheets = [Image.new("L", (200, 260), 255 - page) for page in range(pages)]
    sheets[0].save(out, kind, **({"save_all": True, "append_images": sheets[1:]} if pages > 1 else {}), **written)
    return out.getvalue()


def approve(intake, made, who, **facts):
    with intake.staff(who):
        return services.approve(request_id=made.pk, by=who, at=NOW, **facts)


def drawn(document):
    """The document after its latest job."""
    with tenancy.as_user(None), tenancy.service():
        jobs = Job.objects.filter(kind="access.draw_document", arguments={"document": str(document.pk)})
        latest = jobs.latest("created_at")
    draw_document(str(latest.pk))
    with tenancy.as_user(None), tenancy.staff():
        document.refresh_from_db()
    return document


def job(kind):
    with tenancy.as_user(None), tenancy.service():
        return str(Job.objects.filter(kind=kind).latest("created_at").pk)


def code_sent(intake):
    made = intake.checked()
    approve(intake, made, intake.first)
    approve(intake, made, intake.second)
    return intake.again(made)
