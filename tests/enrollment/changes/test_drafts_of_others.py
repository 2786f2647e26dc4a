"""Drafts of others: who sees them, what of them, and what is put on record."""

from datetime import date

import pytest
from django.urls import reverse

from access import tenancy
from access.admission import Admission
from accounts.models import Activity
from enrollment import services
from enrollment.models import Change
from tests import factories
from tests.addresses import addresses
from tests.enrollment.changes.forms import Browser, dependent, draft
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]

NUMBERS = ("512-33-4417", "234-56-7891")
PAGES = sorted({pattern.name for path, pattern in addresses() if path.startswith("drafts/")})
WORK = {"view_roster", "enroll"}
MANAGES = WORK | {"manage_access"}


@pytest.fixture
def other_unit(employer):
    made = factories.unit(employer.purchaser, code="002", name="Warehouse")
    factories.offering(made)
    return made


@pytest.fixture
def creator(employer):
    return member(employer, "Cleo", WORK)


@pytest.fixture
def people(employer, other_unit, creator):
    """Who looks, and whether they see a draft of the head office, and one without a unit."""
    here, there = [employer.unit.pk], [other_unit.pk]
    return {
        "creator": (creator, True, True),
        "manages everything": (employer.grant, True, True),
        "manages here": (member(employer, "Hana", MANAGES, units=here), True, False),
        "manages there": (member(employer, "Theo", MANAGES, units=there), False, False),
        "works here": (member(employer, "Will", WORK, units=here), False, False),
        "broker": (broker(employer, "Bo"), True, False),
        "broker there": (broker(employer, "Bea", there), False, False),
    }


def member(employer, name, privileges, **facts):
    return factories.grant(
        factories.user(name), employer.purchaser, privileges=privileges, at=NOW.replace(year=2020), **facts
    )


def broker(employer, name, units=None):
    """A grant under a delegation, as redeeming its code would write it."""
    grant = member(employer, name, MANAGES, units=units)
    grant.delegation = factories.delegation(employer, f"Brokers of {name}")
    with employer.scope(), tenancy.staff():
        grant.save(update_fields=["delegation"])
    return grant


def signed_in(grant):
    client = Browser()
    client.force_login(grant.user)
    factories.has_just_signed_in(client)
    return client


def of_employee(creator, typed):
    return draft(signed_in(creator), typed, dependent("Ida", NUMBERS[1]))


def of_family(employer, creator):
    family = employer.enroll(hired_on=date(2026, 9, 1))
    client = signed_in(creator)
    event = {"event": "marriage", "event_on": "11/2/2026"}
    pk = client.post(reverse("add_dependents", args=[family.person_id]), event)["Location"].split("/")[2]
    answers = dependent("Ida", NUMBERS[1], born="2/11/1985", relationship="01")
    client.post(reverse("draft_dependent", args=[pk, 0]), answers)
    return pk


def opened(client, pk):
    """(page, its answers) of a draft, each of its pages read and posted empty, as a reader would."""
    for name in PAGES:
        address = reverse(name, args=[pk, 0] if name in ("draft_dependent", "remove_dependent") else [pk])
        yield name, client.get(address)
        if name not in ("delete_draft", "remove_dependent", "draft_check"):
            yield name, client.post(address, {"first_name": "?"})


def saw(client, pk):
    """Whether any page of the draft was shown. No page shows a whole number, or a form that holds one."""
    answers = list(opened(client, pk))
    for name, answer in answers:
        text = answer.content.decode().replace("-", "")
        assert not any(number.replace("-", "") in text for number in NUMBERS), name
    return any(answer.status_code in (200, 302, 422) for _name, answer in answers)


def looks(employer, grant, verb="viewed_draft"):
    with employer.scope():
        return Activity.objects.filter(verb=verb, actor=grant.user).count()


@pytest.mark.parametrize("kind", ["add_employee", "add_dependents"])
def test_a_draft_is_seen_in_its_unit_masked_and_on_record(employer, people, creator, typed, kind):
    pk = of_employee(creator, typed) if kind == "add_employee" else of_family(employer, creator)
    for who, (grant, here, _without) in people.items():
        client = signed_in(grant)
        assert saw(client, pk) == here, who
        listed = [pk in client.get(reverse(name)).content.decode() for name in ("home", "requests")]
        assert listed == [here, here], who
        assert (looks(employer, grant) > 0) == (here and who != "creator"), who


def test_a_draft_without_a_unit_is_its_creators_and_of_managers_of_every_unit(employer, people, creator, typed):
    signed_in(creator).post(reverse("add_employee"), typed | {"unit": "", "leave": "1"})
    with employer.scope():
        pk = str(Change.objects.get(state="draft").pk)
    for who, (grant, _here, without) in people.items():
        client = signed_in(grant)
        assert saw(client, pk) == without, who
        assert (pk in client.get(reverse("requests")).content.decode()) == without, who


def test_the_unit_of_a_draft_counts_as_soon_as_it_is_chosen(employer, people, creator, other_unit, typed):
    """Neither a missing answer nor a Medicare plan hides it from its unit, or shows it to another."""
    client = signed_in(creator)
    client.post(reverse("add_employee"), typed | {"hired_on": "", "leave": "1"})
    with employer.scope():
        pk = Change.objects.get(state="draft").pk
    seen = {who: saw(signed_in(grant), pk) for who, (grant, *_) in people.items()}
    assert (seen["manages here"], seen["manages there"], seen["broker"]) == (True, False, True)
    with employer.scope():
        moved = factories.offerings_of(other_unit)[0].plan_id
    client.post(reverse("draft_employee", args=[pk]), typed | {"unit": other_unit.pk, "medical": moved, "number": ""})
    seen = {who: saw(signed_in(grant), pk) for who, (grant, *_) in people.items()}
    assert (seen["manages here"], seen["manages there"], seen["broker there"]) == (False, True, True)


def test_a_creator_whose_units_are_narrowed_loses_the_draft(employer, creator, other_unit, typed):
    pk = of_employee(creator, typed)
    with employer.scope():
        creator.unit_ids = [other_unit.pk]
        creator.save(update_fields=["unit_ids"])
    assert not saw(signed_in(creator), pk)


def test_another_units_draft_cannot_be_changed_or_discarded(employer, people, creator, typed):
    pk = of_employee(creator, typed)
    with employer.scope():
        before = Change.objects.filter(pk=pk).values().get()
    client = signed_in(people["manages there"][0])
    for name in PAGES:
        place = [0] if name in ("draft_dependent", "remove_dependent") else []
        assert client.post(reverse(name, args=[pk, *place]), typed).status_code in (404, 405), name
    with employer.scope():
        assert Change.objects.filter(pk=pk).values().get() == before


def test_discarding_the_draft_of_another_is_on_record_and_ones_own_is_not(employer, people, creator, typed):
    for who, expected in (("manages here", 1), ("creator", 0)):
        pk, grant = of_employee(creator, typed), people[who][0]
        signed_in(grant).post(reverse("delete_draft", args=[pk]))
        assert looks(employer, grant, "discarded_draft") == expected


def test_a_preview_shows_the_drafts_that_both_may_see(employer, people, creator, typed):
    pk = of_employee(creator, typed)
    signed_in(creator).post(reverse("add_employee"), typed | {"first_name": "Uma", "unit": "", "leave": "1"})
    for who, shown in (("manages here", ["Noor"]), ("manages there", [])):
        client = signed_in(people[who][0])
        client.post(reverse("preview_access", args=[creator.pk]))
        page = client.get(reverse("requests")).content.decode()
        assert [name for name in ("Noor", "Uma") if name in page] == shown
        assert saw(client, pk) == bool(shown)


@pytest.mark.parametrize("privileges", [WORK, WORK | {"see_number"}])
def test_a_saved_number_stays_while_its_field_is_blank_and_is_replaced_by_another(employer, typed, privileges):
    own = member(employer, "Olga", privileges)
    client, pk = signed_in(own), of_employee(own, typed)
    first, child = reverse("draft_employee", args=[pk]), reverse("draft_dependent", args=[pk, 0])
    for address, number in ((first, NUMBERS[0]), (child, NUMBERS[1])):
        page = client.get(address).content.decode()
        assert f"Ends in {number[-4:]}. Leave blank to keep it." in page
        assert number not in page
    kept = dependent("Ida", "")
    client.post(first, typed | {"number": "", "city": "Fresno"})
    client.post(child, kept | {"first_name": "Iris"})
    assert numbers(employer, pk) == list(NUMBERS)
    client.post(child, kept | {"number": "345-67-8912"})
    assert numbers(employer, pk) == [NUMBERS[0], "345-67-8912"]
    client.post(child, kept | {"no_number_reason": "applied"})
    assert numbers(employer, pk) == [NUMBERS[0], ""]


def numbers(employer, pk):
    with employer.scope():
        payload = Change.objects.get(pk=pk).payload
    return [each["number"] for each in (payload["employee"], *payload["dependents"])]


def test_a_kept_number_is_not_put_back_into_a_form_with_a_mistake(employer, creator, typed):
    pk = of_employee(creator, typed)
    page = signed_in(creator).post(reverse("draft_employee", args=[pk]), typed | {"number": "", "city": ""})
    assert page.status_code == 422
    assert NUMBERS[0] not in page.content.decode()


def test_the_service_puts_no_look_at_ones_own_draft_on_record(employer, creator, typed):
    pk = of_employee(creator, typed)
    with employer.scope():
        own = Change.objects.get(pk=pk)
        services.view_draft(draft=own, submission=employer.submission(by=creator.user))
        assert list(Change.objects.drafts_seen_by(Admission.of(creator))) == [own]
    assert looks(employer, creator) == 0


def test_the_record_names_a_draft_to_whoever_sees_it_only(employer, people, creator, typed):
    of_employee(creator, typed)
    signed_in(creator).post(reverse("add_employee"), typed | {"first_name": "Uma", "unit": "", "leave": "1"})
    with employer.scope():
        pks = [str(pk) for pk in Change.objects.filter(state="draft").values_list("pk", flat=True)]
    administrator = signed_in(employer.grant)
    for pk in pks:
        administrator.get(reverse("draft_employee", args=[pk]))
    expected = {"manages everything": ["Noor", "Uma"], "manages here": ["Noor"], "broker": ["Noor"]}
    for who, (grant, *_) in people.items():
        page = signed_in(grant).get(reverse("activity")).content.decode()
        assert [name for name in ("Noor", "Uma") if name in page] == expected.get(who, []), who
