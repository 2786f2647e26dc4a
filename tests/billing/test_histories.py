"""Random histories: the SQL bills what the calculator bills, to the cent, whenever cuts are made."""

from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from billing.price.run import price
from billing.price.scenario import scenario as read
from billing.price.scratch import scratch_tables
from tests.billing.histories import final, histories
from tests.counts import count

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("scratch")]


def test_bills_of_any_history_are_those_of_the_calculator():
    with scratch_tables() as cursor:

        @settings(
            max_examples=count("priced histories"),
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        )
        @given(histories())
        def compare(history):
            answer = price(cursor, read(history))
            calculator, through = final(history)
            assert answer == {"bills": calculator.bills}
            billed = defaultdict(Decimal)
            for bill in answer["bills"]:
                for line in bill["lines"]:
                    key = bill["unit"], line["month"], line["family"], line["plan"], line["subject"]
                    billed[key] += Decimal(line["amount"])
            owed = {
                (unit, f"{month:%Y-%m}", *key): value
                for unit, last in through.items()
                for month in calculator.months(unit, last)
                for key, value in calculator.owed(unit, month).items()
            }
            assert {key: value for key, value in billed.items() if value} == owed

        compare()
