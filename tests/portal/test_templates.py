"""Templates and style sheets stay readable: short lines, one place per selector, links that exist."""

import re
from pathlib import Path

from django.urls import get_resolver

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted((ROOT / "templates").rglob("*.html"))
SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
LONGEST_LINE = 160
PART = re.compile(r"[^{};]+|[{};]")


def selectors(text):
    """(media block or "", selector) of every rule of a style sheet, in order."""
    blocks, found = [], []
    before = ""
    for part in PART.findall(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)):
        if part == "{":
            name = " ".join(before.split())
            blocks.append(name)
            if not name.startswith("@media"):
                media = next((each for each in blocks if each.startswith("@media")), "")
                found.append((media, name))
        elif part == "}":
            blocks.pop()
        before = part
    return found


def test_no_line_of_a_template_is_long():
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in PAGES
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > LONGEST_LINE
    ]
    assert long == []


def test_every_address_that_a_template_links_to_exists():
    """`{% url ... as %}` of a missing address is empty and raises nothing."""
    for path in PAGES:
        for name in re.findall(r"{% (?:url|outside) '([^']+)'", path.read_text()):
            *spaces, name = name.split(":")
            resolver = get_resolver()
            for space in spaces:
                resolver = resolver.namespace_dict[space][1]
            assert name in resolver.reverse_dict, (path, name)


def test_no_partial_is_left_unused():
    """Views name pages by path; pages name partials."""
    texts = [path.read_text() for path in PAGES]
    for path in (ROOT / "templates" / "partials").glob("*.html"):
        assert any(f'"partials/{path.name}"' in text for text in texts), path


def test_no_selector_appears_twice_in_a_style_sheet():
    for path in SHEETS:
        found = selectors(path.read_text())
        assert [each for each in found if found.count(each) > 1] == [], path


def test_rules_are_read_with_the_media_block_they_stand_in():
    text = "/* a { } */ a, b { color: red; } @media (x) { a { top: 0 } } @font-face { src: url('x') }"
    assert selectors(text) == [("", "a, b"), ("@media (x)", "a"), ("", "@font-face")]
