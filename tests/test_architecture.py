"""Enforces docs/architecture.md: imports, foreign keys, sizes, words."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

from enrollment.commands import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
ORDER = ["accounts", "access", "enrollment", "billing", "portal"]
OWN = [path for app in ORDER for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]
LONGEST_FILE, LONGEST_FUNCTION = 300, 50
FORBIDDEN_NAMES = {"utils", "helpers", "common", "base", "manager", "handler", "signals"}


def test_imports_go_right_only():
    tool = Path(sys.executable).parent / "lint-imports"
    answer = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout


def test_foreign_keys_point_down():
    for model in apps.get_models():
        if model._meta.app_label not in ORDER:
            continue
        for field in model._meta.get_fields():
            target = field.related_model._meta.app_label if field.is_relation and field.concrete else None
            if target in ORDER:
                assert ORDER.index(target) <= ORDER.index(model._meta.app_label), f"{model.__name__}.{field.name}"


def _names_above(app):
    """The table and the "app.Model" of each model of a higher app."""
    above = [model for model in apps.get_models() if model._meta.app_label in ORDER[ORDER.index(app) + 1 :]]
    return [re.escape(name) for model in above for name in (model._meta.db_table, model._meta.label)]


@pytest.mark.parametrize("app", ["accounts", "access"])
def test_no_source_names_a_table_of_a_higher_app(app):
    """SQL, policies and string references are out of import-linter's sight."""
    named = re.compile(rf"\b({'|'.join(_names_above(app))})\b", re.IGNORECASE)
    found = {
        f"{path.relative_to(ROOT)} names {name}"
        for path in (ROOT / app).rglob("*")
        if path.suffix in (".py", ".sql")
        for name in named.findall(path.read_text())
    }
    assert found == set()


@pytest.mark.parametrize("path", OWN, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_are_short_and_well_named(path):
    text = path.read_text()
    assert len(text.splitlines()) <= LONGEST_FILE
    assert path.stem not in FORBIDDEN_NAMES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < LONGEST_FUNCTION, f"{path}:{node.lineno} {node.name}"
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"{path}:{node.lineno} bare except"
            assert getattr(node.type, "id", "") != "Exception", f"{path}:{node.lineno}"


@pytest.mark.parametrize("path", OWN, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_order_ends_with_the_key(path):
    """Otherwise rows of one moment or name would come in any order."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "order_by" and node.args:
            last = ast.unparse(node.args[-1])
            assert re.search(r"\b(pk|id)'$", last), f"{path}:{node.lineno} {last}"


def test_a_service_package_calls_another_only_through_its_face():
    rooms = ROOT / "enrollment" / "services"
    for path in rooms.glob("*/**/*.py"):
        own = path.relative_to(rooms).parts[0]
        for module in re.findall(r"^from enrollment\.services\.(\w+)\.\w", path.read_text(), re.MULTILINE):
            assert module == own, f"{path.relative_to(ROOT)} reaches into {module}"


def test_only_one_module_moves_a_change_from_state_to_state():
    """Writing `change.state` elsewhere would leave the facts of a state behind."""
    for path in (ROOT / "enrollment").rglob("*.py"):
        if path.name == "state.py" or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                assert node.attr != "state", f"{path.relative_to(ROOT)}:{node.lineno}"
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "update":
                assert "state" not in {each.arg for each in node.keywords}, f"{path.relative_to(ROOT)}:{node.lineno}"


def test_nothing_but_a_kind_asks_for_the_type_of_a_change():
    """No isinstance, match or comparison: what differs between kinds of change is said by services/changes/kinds/."""
    commands, types = {each.__name__ for each in COMMANDS.values()}, set(COMMANDS)
    for path in (ROOT / "enrollment").rglob("*.py"):
        if path.parent.name in ("kinds", "commands") or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            asks = isinstance(node, ast.MatchClass | ast.Compare)
            asks = asks or (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "isinstance")
            if asks:
                named = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
                named |= {each.value for each in ast.walk(node) if isinstance(each, ast.Constant)} & types
                assert not named & (commands | types), f"{path.relative_to(ROOT)}:{node.lineno}"
    for path in (ROOT / "templates").rglob("*.html"):
        assert not re.search(r"\b(change|draft)\.type\b", path.read_text()), path.name


def test_no_test_module_imports_another():
    """What two of them need is a fixture of a conftest.py, or lies in a module of the room that holds no tests."""
    for path in (ROOT / "tests").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import | ast.ImportFrom):
                named = [getattr(node, "module", None) or "", *(each.name for each in node.names)]
                parts = ".".join(named).split(".")
                assert not any(part.startswith("test_") for part in parts), f"{path.relative_to(ROOT)}:{node.lineno}"


def test_enrollment_by_the_service_role_has_known_callers():
    callers = {str(path.relative_to(ROOT)) for path in OWN if re.search(r"tenancy\.service\(\)", path.read_text())}
    assert callers == {
        "access/jobs.py",
        "access/management/commands/verify_activity.py",
        "access/sandbox.py",
        "access/services/codes.py",
        "access/services/sessions.py",
        "access/tasks.py",
        "billing/admin/bills.py",
        "billing/management/commands/verify_ledger.py",
        "billing/tasks.py",
        "enrollment/management/commands/verify_roster.py",
        "enrollment/tasks.py",
        "portal/demonstration/sandbox.py",
        "portal/demonstration/story.py",
    }


def test_the_repository_names_no_registry_and_no_machine():
    """No local folder, no home folder, no address of a package registry."""
    here = [re.escape(str(place)) + r"(?=/|\b)" for place in (ROOT, Path.home()) if len(place.parts) > 1]
    secret = re.compile("|".join([r"https?://[\w.-]*(pypi|pythonhosted|npmjs)", *here]))
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, tracked.split("\0")):
        if not name.endswith(".png"):
            assert not secret.search((ROOT / name).read_text(errors="replace")), name
