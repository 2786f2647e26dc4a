"""Where the documents name a test."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def cited(text):
    return re.findall(r"(tests/[\w/]+\.py)::(\w+)", text)
