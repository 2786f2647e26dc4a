"""The demonstration data: an interrupted load continues with the same people."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db.models import F, Min, Sum

from access import tenancy
from accounts.models import Purchaser
from billing.models import Bill, BillLine, LedgerEntry, Rate
from enrollment import services
from enrollment.commands import AddEmployee
from enrollment.models import Change, Coverage, Employment, PersonDetail, Plan, RosterLine
from enrollment.queries.setup.checklist import parts_of
from enrollment.rules.codes import Relationship
from enrollment.rules.dates import age_on
from enrollment.rules.discretion import Known, betrayed, known_from
from portal.demonstration import story
from tests import factories

pytestmark = pytest.mark.django_db
COUNT, BROKEN_OFF_AT = 10, 4
NOW = datetime(2026, 11, 25, 1, 53, tzinfo=UTC)


def tell_large(employer, monkeypatch):
    """Load the people of the large purchaser, a few of them, at this employer."""
    of = replace(
        story.FREIGHT, number=employer.purchaser.number, enrolled=COUNT, sends=(employer.administrator.email, "Dana")
    )
    monkeypatch.setattr(story, "FREIGHT", of)
    story.Story(NOW).tell_large()


def names(employer):
    with tenancy.scope(employer.purchaser):
        added = Change.objects.submitted().filter(type=AddEmployee.type)
        return set(added.values_list("title", flat=True))


def test_a_load_that_was_broken_off_goes_on_with_the_same_people(monkeypatch):
    monkeypatch.setattr(story, "REPRESENTATIVE_MAIL", factories.representative().user.email)
    whole, broken = factories.Employer("Whole"), factories.Employer("Broken")
    tell_large(whole, monkeypatch)
    submit, done = services.submit, []

    def break_off(**what):
        if len(done) == BROKEN_OFF_AT:
            raise KeyboardInterrupt
        done.append(submit(**what))
        return done[-1]

    with monkeypatch.context() as interrupted:
        interrupted.setattr(services, "submit", break_off)
        with pytest.raises(KeyboardInterrupt):
            tell_large(broken, interrupted)
    assert len(names(broken)) == BROKEN_OFF_AT
    tell_large(broken, monkeypatch)
    assert names(broken) == names(whole)


@pytest.fixture(scope="module")
def told(kept_rows):
    story.make_representatives()
    story.Story(NOW).tell()


@pytest.mark.usefixtures("told")
def test_whatever_the_day_somebody_who_is_covered_has_an_end_to_come():
    """Late in a month the newest employees have not started, so an end would only cancel coverage."""
    with tenancy.as_user(None), tenancy.staff():
        ending = RosterLine.objects.filter(purchaser__name="Harbor Marine Supply", ends_on__gte=NOW.date())
        assert [(line.starts_on < NOW.date(), line.ends_on) for line in ending] == [(True, date(2026, 11, 30))]
        asked = Change.objects.exclude(question=None).get().question
    assert betrayed(asked, of=known_from(names=[], dates=[], digits=[], employers=["Bluepeak"]), employer=Known()) == ""


@pytest.mark.usefixtures("told")
def test_every_group_is_open_and_complete_but_the_one_that_is_being_set_up():
    with tenancy.as_user(None), tenancy.staff():
        groups = list(Purchaser.objects.order_by("name", "pk"))
        missing = {
            group.name: [each.words for part in parts_of(group, on=NOW.date()) for each in part.missing]
            for group in groups
        }
    assert [group.name for group in groups if not group.is_open] == ["Redwood Ceramics"]
    assert {name: words for name, words in missing.items() if words} == {
        "Redwood Ceramics": ["Add a billing contact.", "Add the address for paper bills."]
    }


@pytest.mark.usefixtures("told")
def test_every_plan_has_rates_from_before_its_first_coverage_in_all_three_methods():
    with tenancy.as_user(None), tenancy.staff():
        first = dict(
            Coverage.objects.values_list("enrollment__offering__plan__code")
            .annotate(first=Min("starts_on"))
            .order_by("enrollment__offering__plan__code")
        )
        rates = {rate.plan.code: rate for rate in Rate.objects.select_related("plan").order_by("plan__code", "pk")}
        gold = {tier.tier: tier.amount for tier in rates["HMO-GOLD-500"].tiers.order_by("pk")}
        assert set(rates) == set(Plan.objects.values_list("code", flat=True))
    assert {code for code, rate in rates.items() if first.get(code, NOW.date()) < rate.effective_on} == set()
    assert {rate.method for rate in rates.values()} == {"tiers4", "tiers3", "age"}
    assert {tier: gold[tier] for tier in ("EE", "ES", "EC", "FAM")} == {
        "EE": Decimal("600.00"),
        "ES": Decimal("1200.00"),
        "EC": Decimal("1050.00"),
        "FAM": Decimal("1700.00"),
    }


@pytest.mark.usefixtures("told")
def test_the_people_of_the_demonstration_could_be_real():
    """First names fit the sex, employees are adults, coverage follows hiring, parents are older."""
    with tenancy.as_user(None), tenancy.staff():
        details = {each.person_id: each for each in PersonDetail.objects.filter(superseded_at=None).order_by("pk")}
        worked = list(Employment.objects.order_by("pk").values_list("person_id", "hired_on"))
        covered = list(Coverage.objects.known().select_related("enrollment__employment").order_by("pk"))
    sexes = {}
    for each in details.values():
        sexes.setdefault(each.first_name, set()).add(each.sex)
    assert [name for name, given in sexes.items() if len(given) > 1] == []
    assert [person for person, hired_on in worked if age_on(details[person].birth_date, hired_on) < 16] == []
    assert [each.pk for each in covered if each.starts_on < each.enrollment.employment.hired_on] == []
    families = [
        (details[each.person_id], details[each.enrollment.subscriber_id], each.relationship) for each in covered
    ]
    children = [(child, parent) for child, parent, relationship in families if Relationship(relationship).ages_out]
    assert [str(child) for child, parent in children if age_on(parent.birth_date, child.birth_date) < 16] == []
    shared = [child.last_name == parent.last_name for child, parent in children]
    assert sum(shared) / len(shared) >= 0.7


@pytest.mark.usefixtures("told")
def test_every_unit_has_a_bill_for_each_of_the_past_nine_months():
    months = [date(2026, month, 1) for month in range(4, 13)]
    with tenancy.as_user(None), tenancy.staff():
        for number in ("104-88231", "104-90517", "104-73906"):
            for unit in Purchaser.objects.get(number=number).units.order_by("pk"):
                assert list(Bill.objects.filter(unit=unit).order_by("month").values_list("month", flat=True)) == months


@pytest.mark.usefixtures("told")
def test_the_newest_bill_at_harbor_is_due_with_lines_that_correct_the_month_before():
    with tenancy.as_user(None), tenancy.staff():
        newest = Bill.objects.filter(purchaser__number="104-88231", month=date(2026, 12, 1))
        lines = BillLine.objects.filter(bill__in=newest, month=date(2026, 11, 1)).order_by("pk")
        assert {line.amount > 0 for line in lines} == {True, False}
        assert [line for line in lines if not line.changes] == []


@pytest.mark.usefixtures("told")
def test_old_bills_are_paid_but_for_what_a_check_left_open_and_one_unit_has_a_credit():
    with tenancy.as_user(None), tenancy.staff():
        entries = LedgerEntry.objects.filter(account="receivable")
        debits = entries.filter(amount__gt=0, posting__bill__month__lt=date(2026, 12, 1))
        debits = debits.annotate(left=F("amount") - Sum("paid_by__amount")).filter(left__gt=0)
        assert [(entry.unit.name, entry.left) for entry in debits.order_by("pk")] == [("Dockside", Decimal("48.60"))]
        sums = entries.order_by("unit").values_list("unit__name").annotate(sum=Sum("amount")).filter(sum__lt=0)
        assert list(sums) == [("Office", Decimal("-12.00"))]
