"""What the plans of the demonstration cost: four tiers, three tiers, and by age."""

from decimal import Decimal

from access import tenancy
from billing.services import Prices, publish_rates


def _four(**amounts):
    return Prices("tiers4", {tier: Decimal(amount) for tier, amount in amounts.items()})


def _three(one, two, more):
    return Prices("tiers3", {"EE": Decimal(one), "TWO": Decimal(two), "FAM": Decimal(more)})


HMO = _four(EE="600.00", ES="1200.00", EC="1050.00", FAM="1700.00", SP="600.00", CH="450.00", SC="1050.00")
PPO = Prices("age", base=Decimal("438.20"), factor=Decimal("1.05"))
MEDICARE = _four(EE="214.00", ES="428.00", EC="428.00", FAM="642.00", SP="214.00", CH="214.00", SC="428.00")
DENTAL = _three("48.60", "95.40", "142.80")
VISION = _four(EE="9.80", ES="18.60", EC="19.40", FAM="29.50", SP="9.80", CH="9.60", SC="19.40")
BY_CODE = {
    "HMO-GOLD-500": HMO,
    "PPO-CHOICE-250": PPO,
    "SENIOR-ADV": MEDICARE,
    "DENTAL-PPO-1500": DENTAL,
    "VISION-150": VISION,
    "SAMPLE-HMO": HMO,
    "SAMPLE-PPO": PPO,
    "SAMPLE-DENTAL": DENTAL,
    "SAMPLE-VISION": VISION,
}


def publish_all(plans, *, effective_on, by, at):
    """Rates of each plan for all employers and areas, without a last day."""
    with tenancy.as_user(by), tenancy.staff():
        for plan in plans:
            publish_rates(plan=plan, prices=BY_CODE[plan.code], effective_on=effective_on, by=by, at=at)
