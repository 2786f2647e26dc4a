"""Splink on the same files in the same run, for comparison (SCALE=full)."""

import json
import os
import subprocess
from pathlib import Path

from bench.figures import NO_TARGET

PYTHON = Path(".venv-yardstick/bin/python").absolute()
SCRIPT = Path(__file__).with_name("yardstick.py")


def is_wanted():
    return os.environ.get("SCALE") == "full"


def measure(figures, folder, name):
    """Splink's results for members.csv, requests.csv and truth.csv in the folder."""
    done = subprocess.run([PYTHON, SCRIPT, folder], check=True, capture_output=True, text=True)
    found = json.loads(done.stdout.splitlines()[-1])
    for part, seconds in found["seconds"].items():
        figures.note(f"{name}: Splink, {part}", seconds, NO_TARGET, "s")
    for threshold, counts in found["at"].items():
        for what in ("auto", "false"):
            figures.note(f"{name}: Splink at {threshold}, {what}", counts[what], NO_TARGET, f"of {found['requests']:,}")
