"""Whoever names an element by its key means one that there is: style.css, the scripts, and the tests in browsers."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from components.ui import element_keys

ROOT = Path(__file__).parents[2]
UI = ROOT / "components" / "ui"
KEYS = {name: value for name, value in vars(element_keys).items() if name.isupper()}
PAGE = (
    UI / "style.css",
    *sorted((UI / "sidebar" / "picker").glob("*.css")),
    *sorted((UI / "live" / "scripts").glob("*.js")),
)
TESTS = sorted(path for folder in ("browser", "benchmarks") for path in (ROOT / "tests" / folder).rglob("*.py"))
DRAWING = sorted(path for folder in (UI, ROOT / "pages") for path in folder.rglob("*.py"))
# A name goes on where something is put in: `${turn}` in a script, {turn} in a test.
NAME = re.compile(r"(?P<whole>\.?)st-key-(?P<name>[\w-]*)(?P<goes_on>\$?\{)?", re.ASCII)
KEY_TAKERS = {"pressed", "_turns_to", "forget_widget", "value_of", "clear"}  # as any argument but a keyword


def names(text: str) -> Iterator[tuple[str, bool]]:
    """Each name, and whether it is all of a key."""
    for found in NAME.finditer(text):
        yield found["name"], bool(found["whole"]) and not found["goes_on"]


def matching(name: str, whole: bool, keys: Iterable[str]) -> list[str]:
    """Those keys, or families of them, that a name may mean."""
    if whole:
        return [key for key in keys if name == key or (key.endswith("-") and name.startswith(key) and name != key)]
    return [key for key in keys if key.startswith(name) or (key.endswith("-") and name.startswith(key))]


def unknown(text: str, keys: Iterable[str]) -> list[str]:
    keys = list(keys)
    return [name for name, whole in names(text) if not (name and matching(name, whole, keys))]


def own_keys(tree: ast.AST) -> Iterator[str]:
    """What the keys that a module spells itself begin with."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        given = [one.value for one in node.keywords if one.arg == "key"]
        for value in [*given, *(node.args if called in KEY_TAKERS else [])]:
            parts = value.values if isinstance(value, ast.JoinedStr) else [value]
            if isinstance(parts[0], ast.Constant) and isinstance(parts[0].value, str):
                yield parts[0].value + ("…" if len(parts) > 1 else "")


@pytest.mark.parametrize("path", PAGE, ids=lambda path: path.name)
def test_what_the_page_names_is_there(path: Path) -> None:
    assert unknown(path.read_text("utf-8"), KEYS.values()) == []


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_what_tests_name_is_there(path: Path) -> None:
    text = path.read_text("utf-8")
    own = [key.rstrip("…") for key in own_keys(ast.parse((ROOT / "tests/browser/gallery.py").read_text("utf-8")))]
    # One that is put together altogether is looked for where it is written.
    assert [name for name in unknown(text, [*KEYS.values(), *own]) if name] == []


def test_every_key_is_named_by_somebody() -> None:
    told = [one for path in (*PAGE, *TESTS) for one in names(path.read_text("utf-8"))]
    named = {key for name, whole in told if name for key in matching(name, whole, KEYS.values())}
    assert set(KEYS.values()) - named == set()


def test_every_key_is_one_of_an_element() -> None:
    used = {
        node.attr
        for path in DRAWING
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "element_keys"
    }
    assert set(KEYS) - used == set()
    assert len(set(KEYS.values())) == len(KEYS)


def test_nobody_spells_anew_what_the_page_names() -> None:
    told = [one for path in PAGE for one in names(path.read_text("utf-8"))]
    named = {key for name, whole in told for key in matching(name, whole, KEYS.values())}
    families = tuple(key for key in named if key.endswith("-"))
    spelled = {(path.name, key) for path in DRAWING for key in own_keys(ast.parse(path.read_text("utf-8")))}
    assert [(file, key) for file, key in spelled if key in named or key.startswith(families)] == []
    # … nor puts its class together.
    parted = [path.name for path in DRAWING if "st-key-" in path.read_text("utf-8") and path.name != "element_keys.py"]
    assert parted == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (".st-key-stop button", []),
        (".st-key-stopp button", ["stopp"]),
        (".st-key-sto", ["sto"]),
        ('[class*="st-key-wire"]', []),
        ('[class*="st-key-turns-"]', ["turns-"]),
        ("`.st-key-turn-${turn}`", []),
        ("`.st-key-thought-${turn}`", ["thought-"]),
        (".st-key-turn-", []),  # and then somebody adds a name
        (".st-key-slot-0, .st-key-ending-stopped-x", []),
        ('`[class*="st-key-${kind}-"]`', [""]),
    ],
)
def test_a_wrong_name_is_found(text: str, wrong: list[str]) -> None:
    assert unknown(text, KEYS.values()) == wrong


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        ('st.button("Stop", key="stop")', ["stop"]),
        ('st.container(key=f"turn-{turn.id}")', ["turn-…"]),
        ('pressed("Stop", "stop")', ["Stop", "stop"]),  # a label is none, and does no harm
        ('session.forget_widget(f"title-{chat}")', ["title-…"]),
        ('st.container(key=f"{element_keys.TURN}{turn.id}")', []),
        ('Wish("stop", turn.id)', []),
    ],
)
def test_a_key_that_is_spelled_is_found(source: str, keys: list[str]) -> None:
    assert list(own_keys(ast.parse(source))) == keys
