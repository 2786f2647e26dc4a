"""The desk's pages of a group: what is missing, whom a change affects, and the change itself."""

import re
from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Activity, Contact, Purchaser
from enrollment.admin.setup.steps import STEPS
from enrollment.models import Offering, UnitRules
from enrollment.services import set_unit_rules
from tests import factories
from tests.enrollment.setup.world import PLACE, STARTS, rated, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]
START = "01/01/2027"
RULES = {
    "effective_on": START,
    "waiting_rule": "first_following_days",
    "waiting_days": "60",
    "end_rule": "last_day_of_month",
    "retro_kind": "by_size",
    "retro_days": "60",
    "dependent_age_limit": "26",
    "age_out_rule": "end_of_month",
    "proration": "daily",
    "newborn_rule": "from_birth",
    "cut_day": "20",
}


@pytest.fixture
def robin(client, group):
    client.force_login(group.purchaser.representative.user)
    factories.has_just_signed_in(client)
    return client


def address(group, step, of=0):
    return reverse("admin:accounts_purchaser_step", args=[group.purchaser.pk, step, of])


def hidden(response, name):
    found = re.search(rf'name="{name}" value="([0-9a-f]*)"', response.content.decode())
    return found.group(1) if found else ""


def filled_in(robin, group, step, of=0, **values):
    """The page's own answers with these, its mark and a reason."""
    page = robin.get(address(group, step, of))
    form = page.context["form"]
    known = {name: form[name].value() for name in form.fields}
    known = {name: f"{each:%m/%d/%Y}" if isinstance(each, date) else each for name, each in known.items()}
    answers = {name: each for name, each in known.items() if each not in (None, False)}
    return answers | {"seen": hidden(page, "seen"), "reason": "As in the contract"} | values


def previewed(robin, group, step, of=0, **values):
    answers = filled_in(robin, group, step, of, **values)
    return robin.post(address(group, step, of), answers), answers


def confirmed(robin, group, step, of=0, **values):
    shown, answers = previewed(robin, group, step, of, **values)
    assert (shown.status_code, shown.context["form"].errors) == (200, {})
    return robin.post(address(group, step, of), answers | {"shown": hidden(shown, "shown")})


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_new_group_begins_with_the_list_of_what_is_missing(robin, group):
    answer = robin.post(
        reverse("admin:accounts_purchaser_new"),
        {
            "number": "104-90417",
            "name": "Kiln Works",
            "time_zone": "America/Denver",
            "employees": "12",
            "representative": str(group.purchaser.representative_id),
            "starts_on": START,
            "contract_number": "2027-0183",
            "reason": "Signed contract",
        },
    )
    with staff(group.purchaser):
        made = Purchaser.objects.get(number="104-90417")
        assert made.contract_periods.get().number == "2027-0183"
        assert (made.is_open, made.sizes.get().employees) == (False, 12)
    assert answer["Location"] == reverse("admin:accounts_purchaser_setup", args=[made.pk])
    page = text(robin.get(answer["Location"]))
    assert "1 of 10 parts are done." in page
    for words in ("Add the business address.", "Add a billing contact.", "Choose how bills are delivered."):
        assert words in page


def test_a_number_in_use_is_refused_at_its_field(robin, group):
    answer = robin.post(
        reverse("admin:accounts_purchaser_new"),
        {
            "number": group.purchaser.number,
            "name": "Kiln Works",
            "time_zone": "America/Denver",
            "employees": "12",
            "representative": str(group.purchaser.representative_id),
            "starts_on": START,
            "reason": "Signed contract",
        },
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors["number"] == ["This ID belongs or belonged to another purchaser."]


def test_a_whole_group_is_set_up_from_its_page(robin, group):
    """Every line of the checklist through its form, then opening."""
    of = group.purchaser
    plan = rated(factories.plan())
    confirmed(robin, group, "address", **PLACE, effective_on=START)
    confirmed(robin, group, "contact", role="officer", name="Lena Ortiz", phone="(510) 555-0142")
    confirmed(robin, group, "contact", role="billing", name="Ray Chen", email="ray@redwood.example")
    confirmed(robin, group, "unit", code="001", name="Studio", rating_area="4", **PLACE)
    with staff(of):
        unit = of.units.get()
    confirmed(robin, group, "rules", unit.pk, **RULES)
    cobra = {"cobra_administrator": "tpa", "cobra_name": "Summit Benefits", "cobra_phone": "(510) 555-0177"}
    confirmed(robin, group, "cobra", unit.pk, **cobra, cobra_counted_from="loss", cobra_notice_days="14")
    confirmed(robin, group, "offer", unit.pk, plan=str(plan.pk), starts_on=START)
    confirmed(robin, group, "mailing", **PLACE, effective_on=START)
    confirmed(robin, group, "delivery", way="paper", effective_on=START)
    page = robin.get(reverse("admin:accounts_purchaser_setup", args=[of.pk]))
    assert page.context["missing"] == []
    confirmed(robin, group, "open")
    with staff(of):
        of.refresh_from_db()
        rules = unit.rules.on(STARTS)
    assert of.is_open
    assert (rules.waiting_days, rules.proration, rules.cut_day) == (60, "daily", 20)
    assert (rules.cobra_name, rules.cobra_counted_from, rules.cobra_notice_days) == ("Summit Benefits", "loss", 14)


CHANGES = {
    "name": {"name": "Redwood Clay"},
    "zone": {"time_zone": "America/Denver"},
    "size": {"employees": "60", "effective_on": START},
    "address": PLACE | {"effective_on": START, "street": "9 Clay Street"},
    "contract": {"starts_on": "01/01/2028"},
    "end": {"last_day": "12/31/2027"},
    "contact": {"role": "benefits", "name": "Sam Ito", "phone": "(510) 555-0100"},
    "mailing": PLACE | {"effective_on": START},
    "delivery": {"way": "electronic", "effective_on": "01/02/2027"},
    "unit": PLACE | {"code": "002", "name": "Kiln", "rating_area": "4", "effective_on": START},
    "unit-name": {"name": "Atelier"},
    "unit-address": PLACE | {"rating_area": "5", "effective_on": START},
    "billing-start": {"effective_on": "02/01/2027"},
    "rules": RULES,
    "cobra": {"cobra_administrator": "carrier", "cobra_notice_days": "14", "effective_on": START},
    "offer-end": {"last_day": "06/30/2027"},
}


@pytest.mark.parametrize("step", CHANGES)
def test_a_change_says_who_is_affected_and_is_saved_when_that_was_seen(robin, group, step):
    unit = group.complete()
    group.of_group("set_address", kind="mailing", effective_on=STARTS, **PLACE | {"street": "P.O. Box 7"})
    group.of_group("set_bill_delivery", way="paper", effective_on=date(2027, 1, 2))
    group.of_group("open_group")
    with staff(group.purchaser):
        offering = Offering.objects.get(unit=unit)
    of = {None: 0, type(unit): unit.pk, Offering: offering.pk}[STEPS[step].of]
    before = group.lines()
    shown, answers = previewed(robin, group, step, of, **CHANGES[step])
    assert (shown.status_code, shown.context["form"].errors) == (200, {})
    assert shown.context["effect"].sentences
    assert group.lines() == before
    answer = robin.post(address(group, step, of), answers | {"shown": hidden(shown, "shown")})
    assert answer.status_code == 302
    (line,) = group.lines()[len(before) :]
    assert line[2] == "As in the contract"


def test_a_preview_of_other_values_is_not_enough(robin, group):
    shown, answers = previewed(robin, group, "size", employees="60", effective_on=START)
    other = answers | {"shown": hidden(shown, "shown"), "employees": "61"}
    again = robin.post(address(group, "size"), other)
    assert (again.status_code, hidden(again, "shown") == hidden(shown, "shown")) == (200, False)
    assert group.lines("set_size")[1:] == []


def test_a_preview_that_has_changed_since_is_shown_again(client, employer, rep_desk):
    """Between the preview and the confirmation another employee is enrolled."""
    group = type("Of", (), {"purchaser": employer.purchaser})
    values = {"effective_on": "10/01/2026", "waiting_rule": "date_of_hire", "waiting_days": "0"}
    shown, answers = previewed(rep_desk, group, "rules", employer.unit.pk, **values)
    assert shown.context["effect"].employees == 0
    employer.enroll(hired_on=date(2026, 10, 5))
    again = rep_desk.post(address(group, "rules", employer.unit.pk), answers | {"shown": hidden(shown, "shown")})
    assert again.status_code == 200
    assert [(each.people, each.then) for each in again.context["effect"].different] == [(1, date(2026, 10, 5))]
    with staff(employer.purchaser):
        assert UnitRules.objects.filter(unit=employer.unit).count() == 1
    saved = rep_desk.post(address(group, "rules", employer.unit.pk), answers | {"shown": hidden(again, "shown")})
    assert saved.status_code == 302


def test_a_form_opened_before_another_change_is_refused_once(robin, group):
    answers = filled_in(robin, group, "name", name="Redwood Clay")
    group.of_group("rename_purchaser", name="Redwood Stone")
    answer = robin.post(address(group, "name"), answers)
    assert answer.status_code == 422
    assert "This was changed after you opened the page." in text(answer)
    assert robin.post(address(group, "name"), answers | {"seen": hidden(answer, "seen")}).status_code == 200


def test_a_waiting_period_beyond_the_law_is_refused_at_its_field_before_the_preview(robin, group):
    unit = group.unit()
    answer, _answers = previewed(
        robin, group, "rules", unit.pk, **RULES | {"waiting_rule": "after_days", "waiting_days": "91"}
    )
    assert answer.status_code == 422
    assert "26 CFR 54.9815-2708" in answer.context["form"].errors["waiting_days"][0]


def test_everything_that_is_unlawful_is_said_at_once(robin, group):
    group.complete()
    with staff(group.purchaser):
        unit = group.purchaser.units.get()
    answer, _answers = previewed(robin, group, "cobra", unit.pk, cobra_administrator="tpa", cobra_notice_days="44")
    assert sorted(answer.context["form"].errors) == ["cobra_name", "cobra_notice_days", "cobra_phone"]


def test_opening_too_early_is_refused_with_the_list(robin, group):
    answer, _answers = previewed(robin, group, "open")
    assert answer.status_code == 422
    assert "Add the officer who signs the contract." in text(answer)
    with staff(group.purchaser):
        group.purchaser.refresh_from_db()
    assert not group.purchaser.is_open


@pytest.mark.parametrize("step", [step for step, known in STEPS.items() if known.of])
def test_a_row_of_another_group_is_missing_like_one_that_is_not_there(robin, group, step):
    other = factories.Employer("Other canary employer")
    with staff(group.purchaser):
        contact = Contact.objects.create(purchaser=other.purchaser, role="billing", name="X", phone="1")
    ids = {"Contact": contact.pk, "EnrollmentUnit": other.unit.pk, "Offering": other.offering.pk}
    of = ids[STEPS[step].of.__name__]
    answers = [robin.get(address(group, step, each)) for each in (of, 10**9)]
    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("part", ["employer", "contract", "contacts", "units", "rules", "cobra", "plans", "bills"])
def test_a_part_shows_what_is_on_file_with_its_days(robin, group, part):
    group.complete()
    page = text(robin.get(reverse("admin:accounts_purchaser_part", args=[group.purchaser.pk, part])))
    on_file = {
        "employer": "1 Kiln Road, Oakland, CA 94607, from January 1, 2027",
        "contract": "January 1, 2027 - no last day",
        "contacts": "Lena Ortiz",
        "units": "Billed from January 1, 2027",
        "rules": "Studio, from January 1, 2027 Coverage starts: 30 days, on the first of the month",
        "cobra": "Employer, from January 1, 2027",
        "plans": "Studio: Gold HMO From January 1, 2027",
        "bills": "Online only, from January 1, 2027",
    }
    assert on_file[part] in page


def test_a_former_name_and_a_former_id_find_a_group(robin, group):
    number = group.purchaser.number
    group.of_group("rename_purchaser", name="Sequoia Tiles")
    for words in ("redwood", "Sequoia", number):
        listed = robin.get(reverse("admin:accounts_purchaser_changelist"), {"q": words})
        assert [each.pk for each in listed.context["cl"].result_list] == [group.purchaser.pk], words


def test_the_employer_reads_each_change_with_its_reason(client, employer, that_day):
    with staff(employer.purchaser):
        given = factories.given(employer.purchaser, reason="Page 4 of the contract")
        set_unit_rules(unit=employer.unit, effective_on=date(2027, 1, 1), waiting_days=45, **given)
    client.force_login(employer.administrator)
    page = text(client.get(reverse("activity")))
    assert "Head office, from January 1, 2027" in page
    assert "Coverage starts: 45 days, on the first of the month following a number of days" in page
    assert "Reason: Page 4 of the contract" in page


def test_no_page_of_the_desk_writes_what_a_verb_does_not_record(robin, group):
    """The lists of the tables that are set up are read-only."""
    for name in ("unitrules", "offering", "plan"):
        assert robin.get(reverse(f"admin:enrollment_{name}_add")).status_code == 403
    assert robin.post(reverse("admin:accounts_purchaser_add")).status_code == 403
    with staff(group.purchaser):
        assert Activity.objects.filter(purchaser=group.purchaser).count() == 3
