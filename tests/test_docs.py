"""Documents name existing things: links, pages named in code, tests named in decision records."""

import re
import subprocess

import pytest

from tests.citations import ROOT, cited

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
DECISIONS = sorted((ROOT / "docs/decisions").glob("0*.md"))
SECTIONS = ["Context", "Decision", "Consequences", "Rejected", "Where"]


def names(paths):
    return [str(path.relative_to(ROOT)) for path in paths]


@pytest.mark.parametrize("path", PAGES, ids=names(PAGES))
def test_every_link_of_a_page_leads_somewhere(path):
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text())
    assert [link for link in links if "://" not in link and not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", DECISIONS, ids=names(DECISIONS))
def test_a_decision_has_its_sections_and_names_tests_that_exist(path):
    text = path.read_text()
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS
    assert cited(text)
    for file, name in cited(text):
        assert f"def {name}(" in (ROOT / file).read_text(), f"{file}::{name}"


def test_the_list_of_decisions_has_each_of_them():
    listed = re.findall(r"\((0[^)]+\.md)\)", (ROOT / "docs/decisions/README.md").read_text())
    assert listed == [path.name for path in DECISIONS]


def test_every_page_that_code_names_exists():
    tracked = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    for name in tracked.split():
        for page in re.findall(r"docs/[\w/-]+\.md", (ROOT / name).read_text()):
            assert (ROOT / page).exists(), f"{name}: {page}"
