"""The verbs of the activity record: what the source records has words in its own app, and every word is used."""

import ast
from importlib import import_module
from inspect import signature
from pathlib import Path

import pytest

from access.verbs import ABOUT_ACCESS
from accounts.services import record
from portal.verbs import EVERY_VERB

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("accounts", "access", "enrollment", "billing", "portal")
SOURCES = {
    path: (path.read_text(), ast.parse(path.read_text()))
    for app in APPS
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
}


def words_of(app):
    return import_module(f"{app}.verbs").VERBS


def calls_of(function):
    """(app, module, functions around it from the outside in, call) for each call of a function, by whatever import."""
    for path, (text, tree) in SOURCES.items():
        if f"{function.__name__}(" not in text:
            continue
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        module = import_module(name)
        for node, around in walk(tree, ()):
            if isinstance(node, ast.Call) and meant(node.func, module) is function:
                yield name.split(".")[0], module, around, node


def walk(node, around):
    for child in ast.iter_child_nodes(node):
        yield child, around
        yield from walk(child, (*around, child) if isinstance(child, ast.FunctionDef) else around)


def meant(node, module):
    """What a name, or an attribute of one, means in a module."""
    if isinstance(node, ast.Name):
        return getattr(module, node.id, None)
    return getattr(meant(node.value, module), node.attr, None) if isinstance(node, ast.Attribute) else None


def said(node, module, around):
    """(verbs that an argument may be, functions that take it as their own `verb`)."""
    if isinstance(node, ast.IfExp):
        either, other = said(node.body, module, around), said(node.orelse, module, around)
        return either[0] | other[0], either[1] | other[1]
    if isinstance(node, ast.Name):
        for function in reversed(around):
            if node.id in {each.arg for each in (*function.args.args, *function.args.kwonlyargs)}:
                assert node.id == "verb", f"{module.__name__}:{node.lineno} passes a verb on as {node.id}"
                return set(), {getattr(module, function.name)}
            for each in ast.walk(function):
                if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == node.id:
                    return said(each.value, module, around)
    value = node.value if isinstance(node, ast.Constant) else meant(node, module)
    assert isinstance(value, str), f"{module.__name__}:{node.lineno} records {ast.unparse(node)}"
    return {value}, set()


def recorded():
    """{app: the verbs that its source records}, through every function that passes one on to `record`."""
    found, functions, seen = {app: set() for app in APPS}, {record}, set()
    while functions - seen:
        function = (functions - seen).pop()
        seen.add(function)
        place = list(signature(function).parameters).index("verb")
        for app, module, around, call in calls_of(function):
            named = {each.arg: each.value for each in call.keywords}
            verbs, passing = said(named.get("verb") or call.args[place], module, around)
            found[app] |= verbs
            functions |= passing
    return found


FOUND = recorded()


@pytest.mark.parametrize("app", APPS)
def test_what_an_app_records_has_words_in_its_own_verbs_and_no_word_is_left_over(app):
    assert FOUND[app] == set(words_of(app))


def test_verbs_are_one_app_s_and_words_are_one_verb_s():
    every = [(verb, str(words)) for app in APPS for verb, words in words_of(app).items()]
    assert len(every) == len({verb for verb, _words in every}) == len({words for _verb, words in every})
    assert {verb: str(words) for verb, words in EVERY_VERB.items()} == dict(every)


def test_lines_about_access_are_of_verbs_that_are_recorded():
    assert set().union(*FOUND.values()) >= ABOUT_ACCESS


def test_only_one_module_writes_lines():
    for path, (text, _tree) in SOURCES.items():
        writes = "Activity.objects.create(" in text or "Activity(" in text.replace("class Activity(", "")
        assert writes == (path == ROOT / "accounts/services/activity.py"), path
