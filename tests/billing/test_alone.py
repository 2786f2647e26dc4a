"""`make price` with nothing running: a database of its own, whose tables come from the models."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.billing.stories import ANA, cut, enroll, publish, story

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def own_folder():
    """A folder for temporary files with a short name, as the sockets of Postgres need."""
    with tempfile.TemporaryDirectory(prefix="p-") as folder:
        yield Path(folder)


def test_a_folder_is_priced_on_a_database_that_is_gone_at_the_end(tmp_path, own_folder):
    (tmp_path / "good.json").write_text(json.dumps(story(publish(), enroll(ANA), cut("2026-03"))))
    (tmp_path / "bad.json").write_text("{}")
    run = subprocess.run(
        [sys.executable, "-m", "portal.alone", "price", "--scenario", tmp_path, "--out", tmp_path / "out"],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(own_folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "CommandError: bad.json: the scenario lacks events, plan_year_starts, plans, units\n"
    assert json.loads((tmp_path / "out" / "good.json").read_text())["bills"][0]["total"] == "600.00"
    assert list(own_folder.iterdir()) == []
