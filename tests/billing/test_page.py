"""docs/billing.md: the worked example is priced, and its table is what comes out."""

import json
import re
from pathlib import Path

from django.apps import apps

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "billing.md").read_text()


def test_the_worked_example_gives_the_table_below_it(bills):
    scenario = json.loads(re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)[1])
    rows = re.findall(r"^\| (\d{4}-\d{2}) \| (\S+) \| (\S+) \| (\S+) \| (\S+) \|$", PAGE, re.MULTILINE)
    answer = bills(scenario)
    assert rows == [
        (bill["month"], line["month"], line["owed"], line["billed_before"], line["amount"])
        for bill in answer
        for line in bill["lines"]
    ]
    assert len(rows) == 13


def test_the_page_names_every_table():
    named = set(re.findall(r"`((?:Rate|Bill|Posting|Ledger|Allocation)\w*)`", PAGE))
    assert named == {model.__name__ for model in apps.get_app_config("billing").get_models()}
