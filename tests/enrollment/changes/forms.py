"""What is typed into the forms of an enrollment."""

import re

from django.test import Client
from django.urls import reverse

from access import tenancy
from enrollment.models import Change, Coverage
from tests.factories import as_summarized


class Browser(Client):
    """Sends back with the forms of a draft and of an end what a page opened just now was made from.

    A correction is sent as its summary shows it.
    """

    def post(self, path, data=None, *args, **options):
        found = re.match(r"/drafts/([0-9a-f-]{36})/", path)
        if found and "seen" not in (data or {}):
            data = {"seen": version(found[1])} | (data or {})
        found = re.match(r"/people/([0-9a-f-]{36})/end/", path)
        if found and "submit" in (data or {}) and "seen" not in data:
            data = {"seen": newest(found[1])} | data
        if re.match(r"/people/[0-9a-f-]{36}/correct/", path) and "shown" not in (data or {}):
            data = as_summarized(self, path, data or {})
        return super().post(path, data, *args, **options)


def newest(person_id):
    """The newest row of coverage of a person's families."""
    with tenancy.as_user(None), tenancy.staff():
        families = Coverage.objects.filter(person_id=person_id).values("enrollment")
        return Coverage.objects.filter(enrollment__in=families).latest("pk").pk


def version(pk):
    """The present version of a draft, 0 if there is none."""
    with tenancy.as_user(None), tenancy.staff():
        return Change.objects.filter(pk=pk).values_list("version", flat=True).first() or 0


def draft(desk, typed, *dependents):
    response = desk.post(reverse("add_employee"), typed)
    pk = response["Location"].split("/")[2]
    for place, each in enumerate(dependents):
        answer = desk.post(reverse("draft_dependent", args=[pk, place]), each)
        assert answer.status_code == 302, answer.context["form"].errors
    return pk


def dependent(first, number, born="", relationship="19"):
    """A child, or an adult for a spouse or partner."""
    born = born or ("2/11/1985" if relationship in ("01", "53") else "3/10/2019")
    return {
        "first_name": first,
        "last_name": "Morales",
        "birth_date": born,
        "sex": "M",
        "number": number,
        "no_number_reason": "",
        "relationship": relationship,
    }
