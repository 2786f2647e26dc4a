"""A representative sets up an employer group without a shell; its administrator registers and enrolls the first employee."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from access import tenancy
from accounts.models import Purchaser
from enrollment.models import Coverage
from tests import factories
from tests.journeys.browsing import Desk
from tests.journeys.onboarding import (
    fill_the_form_in,
    mailed_code,
    register,
    sign_in_with_a_second_factor,
    take_it_in,
    take_the_tour,
)
from tests.journeys.steps import fill_employee, recent

pytestmark = pytest.mark.django_db(transaction=True)
PLANS = [("GOLD-HMO", "Gold HMO", "medical"), ("DENTAL", "Dental PPO", "dental"), ("VISION", "Vision 150", "vision")]
ADDRESS = {"Street address": "400 Harbor Way", "City": "Oakland", "ZIP code": "94607"}
REASON = "As in the signed contract"


def fill(page, texts=(), choices=()):
    for label, text in dict(texts).items():
        page.get_by_label(re.compile(f"^{label}:?$")).fill(text)
    for label, value in dict(choices).items():
        page.get_by_label(re.compile(f"^{label}:?$")).select_option(label=value)
    page.get_by_label(re.compile("^Reason:?$")).fill(REASON)


def add_plans(rep):
    page = rep.open("/admin/enrollment/plan/")
    for code, name, line in PLANS:
        rep.follow(page.get_by_role("link", name="Add a plan"))
        fill(page, {"Code": code, "Name": name}, {"Line of coverage": line.title()})
        if line == "medical":
            rep.look()
        rep.follow(page.get_by_role("button", name="Add a plan"))


def add_group(rep):
    page = rep.open("/admin/accounts/purchaser/")
    rep.follow(page.get_by_role("link", name="Add an employer group"))
    texts = {"Purchaser ID": "104-88231", "Name": "Harbor Marine Supply", "Number of employees": "120"}
    fill(page, texts | {"First day": f"{recent(120).replace(day=1):%m/%d/%Y}"}, {"Time zone": "Pacific time"})
    rep.look()
    rep.follow(page.get_by_role("button", name="Add the group"))
    expect(page.get_by_role("button", name="Open for enrollment")).to_be_disabled()
    rep.look()
    return page.url.removeprefix(rep.url)


def add(rep, group, link, texts=(), choices=(), *, last):
    """Follow one line of what is missing, fill the form in, read whom it affects, and save."""
    page = rep.open(group)
    rep.follow(page.get_by_role("link", name=link, exact=True).first)
    fill(page, texts, choices)
    rep.follow(page.get_by_role("button", name="Continue"))
    expect(page.get_by_role("heading", name="Who is affected")).to_be_visible()
    if last:
        rep.look()
    rep.follow(page.locator("button[name=shown]"))
    expect(page.get_by_text("Saved.")).to_be_visible()


def complete(rep, group):
    """Everything on the list of what is missing, until nothing is."""
    california = {"State": "California"}
    place = ADDRESS | {"Rating area": "4"}
    add(rep, group, "Add the business address.", ADDRESS, california, last=True)
    officer = {"Role": "Officer who signs the contract"}
    contact = {"Email address": "olga@harbor.example", "Phone": "510-555-0177"}
    add(rep, group, "Add the officer who signs the contract.", {"Name": "Olga Berg"} | contact, officer, last=False)
    add(rep, group, "Add a billing contact.", {"Name": "Lee Moss"} | contact, {"Role": "Billing"}, last=False)
    add(rep, group, "Add an enrollment unit.", {"Code": "001", "Name": "Head office"} | place, california, last=True)
    rep.follow(rep.open(group).get_by_role("link", name="Units", exact=True))
    add_from = rep.page.url.removeprefix(rep.url)
    add(rep, add_from, "Add a unit", {"Code": "002", "Name": "Dockside"} | place, california, last=False)
    for unit in ("Head office", "Dockside"):
        add(rep, group, f"Set the rules of {unit}.", last=unit == "Dockside")
        add(rep, group, f"Offer a plan to {unit}.", choices={"Plan": "Gold HMO (GOLD-HMO)"}, last=unit == "Dockside")
    plans = group + "plans/"
    for name in ("Dental PPO (DENTAL)", "Vision 150 (VISION)"):
        add(rep, plans, "Offer a plan", choices={"Plan": name}, last=False)
    paper = {"Bills are delivered": "On paper and online"}
    add(rep, group, "Choose how bills are delivered.", choices=paper, last=False)
    add(rep, group, "Add the address for paper bills.", ADDRESS, california, last=False)


def publish(rep, group, plan, method, prices):
    """Follow the line of a plan without rates, and publish them for everybody once their effect was shown."""
    page = rep.open(group)
    rep.follow(page.get_by_role("link", name=re.compile(rf"^Publish rates of {plan} for ")).first)
    page.get_by_label("Effective from").fill("01/01/2020")
    page.get_by_label("Purchaser ID").fill("")
    page.get_by_label(method).check()
    for label, price in prices.items():
        page.get_by_label(f"{label}:", exact=True).fill(price)
    rep.look()
    rep.follow(page.get_by_role("button", name="Continue"))
    expect(page.get_by_role("heading", name="What changes")).to_be_visible()
    rep.look()
    rep.follow(page.get_by_role("button", name="Publish rates"))
    expect(page.get_by_text("Rates published.")).to_be_visible()
    rep.look()


def price(rep, group):
    four = {
        "Employee": "600",
        "Employee + spouse": "1,200",
        "Employee + children": "1,050",
        "Employee + family": "1,700",
    }
    publish(rep, group, "Gold HMO", "Four tiers", four)
    publish(rep, group, "Dental PPO", "Three tiers", {"Employee": "48", "Two people": "95", "Employee + family": "142"})
    publish(rep, group, "Vision 150", "By age", {"Rate at age 21": "$9.80", "Factor": "1"})


def open_for_enrollment(rep, group):
    page = rep.open(group)
    expect(page.get_by_text("Nothing is missing.")).to_be_visible()
    rep.look()
    rep.follow(page.get_by_role("link", name="Open for enrollment"))
    fill(page)
    rep.follow(page.get_by_role("button", name="Continue"))
    rep.follow(page.get_by_role("button", name="Open for enrollment"))
    expect(rep.open(group).get_by_text("Open for enrollment since")).to_be_visible()


def approved(rep, second, browser, live_server, purchaser, tmp_path):
    """The request of the first administrator, as a file, called back, approved twice; returns the mailed code."""
    desk = Desk(browser.new_context().new_page(), live_server)
    take_the_tour(desk, purchaser)
    reference, form = fill_the_form_in(desk, tmp_path)
    case = take_it_in(browser, live_server, purchaser.representative, reference, form)
    other = Desk(browser.new_context().new_page(), live_server).sign_in(second.user)
    other.page.goto(case)
    other.page.get_by_role("button", name="Approve").click()
    expect(other.page.get_by_text("Approved; code sent")).to_be_visible()
    return mailed_code()


def test_from_an_empty_desk_to_the_first_employee(page, live_server, browser, transactional_db, settings, tmp_path):
    settings.MFA_REQUIRED = False
    call_command("sandbox", verbosity=0)
    first, second = factories.representative("Robin Okafor"), factories.representative("Second Rep")
    rep = Desk(browser.new_context().new_page(), live_server).sign_in(first.user)
    add_plans(rep)
    group = add_group(rep)
    complete(rep, group)
    price(rep, group)
    open_for_enrollment(rep, group)
    with tenancy.as_user(None), tenancy.staff():
        purchaser = Purchaser.objects.select_related("representative__user").get(number="104-88231")
    code = approved(rep, second, browser, live_server, purchaser, tmp_path)
    desk = Desk(page, live_server)
    register(desk)
    settings.MFA_REQUIRED = True
    sign_in_with_a_second_factor(desk)
    desk.open("/code/")
    desk.look()
    page.get_by_label("Access code").fill(code.lower())
    desk.follow(page.get_by_role("button", name="Continue"))
    expect(page.get_by_text("Harbor Marine Supply")).to_be_visible()
    desk.look()
    desk.follow(page.get_by_role("button", name="Link to my user ID"))
    expect(page.get_by_role("heading", name=re.compile("Good (morning|afternoon|evening), Sam"))).to_be_visible()
    expect(page.get_by_role("link", name="Account access")).to_be_visible()
    desk.open("/employees/add/")
    page.get_by_label("Enrollment unit").select_option(label="Head office")
    fill_employee(page)
    page.get_by_label("Dental plan").select_option(label="Dental PPO (Head office only)")
    page.get_by_label("Vision plan").select_option(label="Waive vision coverage")
    desk.follow(page.get_by_role("button", name="Save and continue"))
    desk.follow(page.get_by_role("link", name="Continue"))
    desk.follow(page.get_by_role("button", name="Submit enrollment"))
    expect(page.get_by_role("heading", name="Completed")).to_be_visible()
    with tenancy.scope(purchaser):
        covered = Coverage.objects.known().order_by("plan_line").values_list("plan_line", flat=True)
        assert list(covered) == ["dental", "medical"]
    assert rep.silent() == []
    assert desk.silent() == []
