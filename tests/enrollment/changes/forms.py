"""What is typed into the forms of an enrollment."""

from django.urls import reverse


def draft(desk, typed, *dependents):
    response = desk.post(reverse("add_employee"), typed)
    pk = response["Location"].split("/")[2]
    for place, each in enumerate(dependents):
        answer = desk.post(reverse("draft_dependent", args=[pk, place]), each)
        assert answer.status_code == 302, answer.context["form"].errors
    return pk


def dependent(first, number, born="3/10/2019", relationship="19"):
    return {
        "first_name": first,
        "last_name": "Morales",
        "birth_date": born,
        "sex": "M",
        "number": number,
        "no_number_reason": "",
        "relationship": relationship,
    }
