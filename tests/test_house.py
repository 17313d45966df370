"""The import table of the house, which stands in components/README.md, enforced on the syntax trees of all our modules;
no circles; and the size of each."""

import ast
import sys
import warnings
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MOST_LINES = 250
STDLIB = frozenset(sys.stdlib_module_names)

UI = {
    "ui",
    "ui.state",
    "ui.live",
    "ui.turn",
    "ui.chat",
    "ui.sidebar",
    "ui.lab",
    "ui.inside",
    "ui.replay",
    "ui.race",
    "ui.administration",
}

# who: (what of ours, what from outside beside the standard library)
TABLE: dict[str, tuple[set[str], set[str]]] = {
    "conversation": (set(), set()),
    "settings": (set(), {"dotenv", "platformdirs", "streamlit"}),
    "live_protocol": (set(), set()),
    "markup": (set(), {"markdown_it"}),
    "wording": ({"conversation", "insight"}, set()),
    # Not through the door of the injection, which brings in the measuring of many questions.
    "insight": ({"conversation", "injection", "injection.judging", "injection.measuring"}, set()),
    # The command of an installed room stands before all else: nothing of ours can be imported yet.
    "command": (set(), {"streamlit", "click"}),
    "runner": ({"conversation", "places"}, set()),
    "places": (set(), set()),
    "oversight": ({"conversation"}, set()),
    "follow_up": (set(), set()),
    "wire": ({"conversation"}, {"httpx"}),
    "in_process": (set(), {"httpx"}),
    "pocket": ({"in_process"}, {"httpx", "numpy"}),
    # What was held out of training is the one thing of it that the evaluation may know, and training knows nothing of
    # the evaluation.
    "pocket.training": ({"pocket"}, {"torch", "numpy"}),
    "pocket.evaluation": ({"pocket", "pocket.training.held_out"}, {"numpy"}),
    "race": ({"conversation", "follow_up"}, set()),
    "relay": ({"conversation"}, {"cryptography", "redis"}),
    "store": ({"audience", "conversation", "injection", "injection.measuring", "race"}, {"psycopg", "sqlalchemy"}),
    # The door to all of it, for whoever needs no more; nobody inside goes through it.
    "injection.__init__": ({"injection", "injection.judging", "injection.measuring"}, set()),
    "injection": ({"conversation", "injection.judging"}, set()),
    "injection.judging": ({"conversation"}, set()),
    "injection.measuring": ({"conversation", "injection", "injection.judging"}, {"regex"}),
    "experiment": ({"conversation", "follow_up", "injection"}, set()),
    "measurer": ({"conversation", "injection"}, set()),
    "export": ({"conversation", "markup", "wording"}, {"markdown_it", "latex2mathml"}),
    "recordings": ({"conversation"}, set()),
    "audience": ({"conversation", "injection.judging"}, set()),
    "replay": ({"conversation", "in_process", "recordings"}, {"httpx"}),
    # What all pages draw with.
    "ui": ({"markup", "ui.state"}, {"streamlit"}),
    # What a tab holds knows nothing of what draws it.
    "ui.state": ({"conversation", "injection", "markup"}, {"streamlit"}),
    "ui.live": ({"conversation", "live_protocol", "ui", "ui.state"}, {"streamlit"}),
    "ui.turn": (
        {"conversation", "markup", "recordings", "ui", "ui.state", "ui.live", "wording"},
        {"streamlit"},
    ),
    "ui.chat": (
        {
            "audience",
            "conversation",
            "live_protocol",
            "recordings",
            "ui",
            "ui.state",
            "ui.live",
            "ui.turn",
            "ui.replay",
            "wording",
        },
        {"streamlit", "segno"},
    ),
    "ui.replay": ({"conversation", "insight", "live_protocol", "wording", "ui", "ui.state", "ui.live"}, {"streamlit"}),
    "ui.sidebar": ({"conversation", "ui", "ui.state", "ui.live"}, {"streamlit"}),
    "ui.lab": (
        {
            "conversation",
            "injection",
            "injection.judging",
            "insight",
            "live_protocol",
            "ui",
            "ui.state",
            "ui.live",
            "ui.turn",
            "wording",
        },
        {"streamlit", "altair"},
    ),
    "ui.race": (
        {
            "conversation",
            "injection",
            "live_protocol",
            "race",
            "ui",
            "ui.state",
            "ui.live",
            "ui.turn",
            "ui.sidebar",
            "wording",
        },
        {"streamlit"},
    ),
    "ui.administration": ({"conversation", "oversight", "ui", "ui.state", "ui.live"}, {"streamlit"}),
    "ui.inside": (
        {"conversation", "insight", "live_protocol", "ui", "ui.state", "ui.live", "ui.turn", "wording"},
        {"streamlit"},
    ),
    "room": (
        {
            "audience",
            "conversation",
            "insight",
            "settings",
            "runner",
            "places",
            "wire",
            "pocket",
            "store",
            "injection",
            "injection.judging",
            "injection.measuring",
            "experiment",
            "measurer",
            "oversight",
            "race",
            "export",
            "recordings",
            "relay",
            "replay",
        },
        {"prometheus_client", "redis", "streamlit", "argon2", "limits"},
    ),
    "server": (
        {"audience", "conversation", "insight", "live_protocol", "room"},
        {"starlette", "streamlit", "google", "uvicorn", "httpx", "prometheus_client", "limits"},
    ),
    "pages": (
        {
            *UI,
            "audience",
            "conversation",
            "room",
            "wording",
            "injection",
            "injection.judging",
            "injection.measuring",
            "insight",
            "race",
        },
        {"streamlit"},
    ),
    "app": ({"server", "ui", "ui.live", "room", "settings"}, {"streamlit", "starlette"}),
}
COMPONENTS = {unit for unit in TABLE if "." not in unit} - {"pages", "app"}
# The server reads what Streamlit is and how it is set; it draws nothing.
STREAMLIT_IN_SERVER = {"config", "get_option", "set_option", "__file__", "proto", "runtime"}


def _modules() -> list[Path]:
    found = [*(ROOT / "components").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "app.py"]
    return sorted(path.relative_to(ROOT) for path in found if path.is_file())


def _unit(path: Path) -> str:
    """components/wire/sse.py -> wire, components/settings/checks.py -> settings, pages/chat.py -> pages, app.py -> app;
    a folder inside a unit that has a row of its own is a unit: pocket.training"""
    inside = path.parts[1:] if path.parts[0] == "components" else path.parts
    whole = ".".join(inside).removesuffix(".py")
    return _row(whole) or inside[0].removesuffix(".py")


def _row(name: str) -> str:
    """The longest row of the table that `name`, a dotted path inside components, belongs to; "" for none."""
    rows = [unit for unit in TABLE if name == unit or name.startswith(f"{unit}.")]
    return max(rows, key=len, default="")


def _may(unit: str, name: str) -> bool:
    """May `unit` import `name`, a dotted path inside components?"""
    ours, _ = TABLE[unit]
    if _row(name) == unit or _row(name) in ours:
        return True
    return any(name == one or name.startswith(f"{one}.") for one in ours if one not in TABLE)


def _imported(tree: ast.AST, path: Path) -> Iterator[tuple[str, int]]:
    """Every imported name as a full dotted path, with its line; relative ones made absolute."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = path.parent.parts[: len(path.parent.parts) - node.level + 1] if node.level else ()
            base = ".".join((*package, *([node.module] if node.module else [])))
            yield from ((f"{base}.{alias.name}", node.lineno) for alias in node.names)


def _at_run_time(node: ast.AST) -> Iterator[ast.AST]:
    """The node and all below it, but what only a reader of types sees."""
    yield node
    below = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING"):
        below = list(node.orelse)
    for child in below:
        yield from _at_run_time(child)


@cache
def _parsed(source: str) -> ast.Module:
    return ast.parse(source)


def _circle(sources: Mapping[Path, str]) -> list[str]:
    """The modules of one circle of imports, wherever in a module they stand; none where there is no circle. That a
    module brings its package in with it is no import of its own."""
    names = {".".join(path.with_suffix("").parts).removesuffix(".__init__"): path for path in sources}

    def needed(name: str, path: Path) -> Iterator[str]:
        for node in _at_run_time(_parsed(sources[path])):
            if isinstance(node, ast.Import | ast.ImportFrom):
                for full, _ in _imported(node, path):
                    found = full if full in names else full.rpartition(".")[0]
                    if found in names and found != name:
                        yield found

    try:
        TopologicalSorter({name: set(needed(name, path)) for name, path in names.items()}).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def _complaints(source: str, path: Path) -> list[str]:
    unit = _unit(path)
    if unit not in TABLE:
        return [f"{path}: {unit} is not in the table"]
    _, outside = TABLE[unit]
    tree = _parsed(source)
    found: list[str] = []
    for name, line in _imported(tree, path):
        first, *rest = name.split(".")
        if first == "components":
            allowed = bool(rest) and _may(unit, ".".join(rest))
        elif first in ("pages", "app", "tests"):
            allowed = False
        else:
            allowed = first in STDLIB | outside
            if unit == "server" and first == "streamlit" and rest:
                allowed = rest[0] in STREAMLIT_IN_SERVER
        if not allowed:
            found.append(f"{path}:{line}: {unit} imports {name}")
    return found + (_drawing(tree, path) if unit == "server" else [])


def _drawing(tree: ast.AST, path: Path) -> list[str]:
    """Uses of `st.x` where x is no option."""
    names = {
        alias.asname or "streamlit"
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.name == "streamlit"
    }
    return [
        f"{path}:{node.lineno}: server uses {node.value.id}.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in names
        and node.attr not in STREAMLIT_IN_SERVER
    ]


def test_every_module_imports_what_the_table_allows() -> None:
    modules = _modules()
    assert {"conversation", "wire", "settings"} <= {_unit(path) for path in modules if path.name != "__init__.py"}
    assert [
        line
        for path in modules
        if path != Path("components/__init__.py")
        for line in _complaints((ROOT / path).read_text("utf-8"), path)
    ] == []


def test_every_folder_of_the_ui_has_its_row() -> None:
    folders = {path.parent for path in (ROOT / "components" / "ui").rglob("*.py")}
    assert {".".join(path.relative_to(ROOT / "components").parts) for path in folders} == UI


def test_components_has_no_folder_or_module_beside_the_table() -> None:
    beside = ("__init__.py", "__pycache__", "README.md")
    inside = (path for path in (ROOT / "components").iterdir() if path.name not in beside)
    assert {path.name.removesuffix(".py") for path in inside} <= COMPONENTS


def test_the_map_of_the_house_imports_nothing() -> None:
    body = ast.parse((ROOT / "components/__init__.py").read_text("utf-8")).body
    assert [type(node) for node in body] == [ast.Expr]


def test_no_circle_of_imports() -> None:
    assert _circle({path: (ROOT / path).read_text("utf-8") for path in _modules()}) == []


@pytest.mark.parametrize(
    ("back", "there_is"),
    [
        ("from components.wire.sse import events", True),
        ("from components.wire import sse", True),
        ("import components.wire.sse", True),
        ("from . import sse", True),
        ("def f():\n    from .sse import events", True),
        ("from components import wire", True),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from components.wire import sse", False),
        ("from components.wire.lines import other", False),
        ("from components.conversation import Turn", False),
    ],
)
def test_a_circle_is_seen_wherever_an_import_stands(back: str, there_is: bool) -> None:
    sources = {
        "components/wire/__init__.py": "from components.wire.sse import events",
        "components/wire/sse.py": "from components.wire.lines import cut",
        "components/wire/lines.py": back,
        "components/conversation/__init__.py": "",
    }
    assert bool(_circle({Path(path): source for path, source in sources.items()})) is there_is


@pytest.mark.filterwarnings("default")
def test_a_long_module_is_told() -> None:
    """A file is cut at a joint: its length alone fails nothing."""
    lengths = {path: len((ROOT / path).read_text("utf-8").splitlines()) for path in _modules()}
    for path, lines in lengths.items():
        if lines > MOST_LINES:
            warnings.warn(f"{path} has {lines} lines. Is there a joint where it can be cut?", stacklevel=1)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("components/conversation/tree.py", "from components import wire"),
        ("components/conversation/tree.py", "import components.wire.sse"),
        ("components/conversation/tree.py", "import components"),
        ("components/conversation/tree.py", "def f():\n    import httpx"),
        ("components/recordings/lines.py", "from components import wire"),
        ("components/recordings/lines.py", "import httpx"),
        ("components/conversation/tree.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import httpx"),
        ("components/conversation/tree.py", "from .. import wire"),
        ("components/conversation/tree.py", "from ..wire import sse"),
        ("components/places.py", "from . import wire"),
        ("components/wire/sse.py", "import streamlit as st"),
        ("components/room.py", "from components.ui import message"),
        ("components/room/__init__.py", "from components import ui"),
        ("components/room/room.py", "from components import server"),
        ("components/server/routes.py", "from components import store"),
        ("components/server/routes.py", "from streamlit import sidebar"),
        ("components/server/routes.py", "import streamlit as st\nst.write(1)"),
        ("components/ui/chat/prompt.py", "import pages.chat"),
        ("components/injection/plan.py", "from components.injection.measuring import series"),
        ("components/injection/judging/verdict.py", "from components.injection.measuring.questions import Question"),
        ("components/injection/judging/verdict.py", "from components.injection import plan"),
        ("components/ui/state/tab.py", "from components.ui import faithful"),
        ("components/ui/faithful.py", "from components.ui.turn import thoughts"),
        ("components/ui/turn/message.py", "from components.ui.chat.conversation import TICK_S"),
        ("components/ui/chat/prompt.py", "from components.ui.sidebar import model_words"),
        ("components/ui/sidebar/search.py", "from components.ui.chat.wishes import carry_out"),
        ("components/ui/lab/arms.py", "from components.ui.chat import conversation"),
        ("components/ui/state/tab.py", "from components.ui.live import live_wire"),
        ("components/ui/state/tab.py", "from components.ui.press import pressed"),
        ("components/somewhere/new.py", "import os"),
        ("components/pocket/network.py", "import torch"),
        ("components/pocket/network.py", "from components.pocket.training import held_out"),
        ("components/pocket/network.py", "from components import wire"),
        ("components/pocket/training/mix.py", "from components.pocket import evaluation"),
        ("components/pocket/training/mix.py", "from components.pocket.evaluation.written import written"),
        ("components/pocket/evaluation/scoring.py", "from components.pocket.training.mix import lessons"),
        ("components/pocket/evaluation/scoring.py", "from components.pocket.training import mix"),
        ("components/room/room.py", "from components.pocket.training import held_out"),
        ("pages/chat.py", "from components import wire"),
        ("app.py", "import httpx"),
        ("app.py", "import tests.modelserver"),
    ],
)
def test_a_forbidden_import_is_seen_wherever_it_stands(path: str, source: str) -> None:
    assert len(_complaints(source, Path(path))) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (
            "components/conversation/tree.py",
            "import threading\nfrom components.conversation import turn\nfrom . import x",
        ),
        ("components/settings/loading.py", "def f():\n    import streamlit as st"),
        ("components/wire/sse.py", "import httpx, json\nfrom components import conversation"),
        ("components/room.py", "from components import runner, settings, store, wire\nimport streamlit"),
        ("components/server/csp.py", "import streamlit as st\nfrom streamlit import config\nst.get_option('a')"),
        ("pages/chat.py", "import streamlit as st\nfrom components.ui.chat import prompt"),
        ("components/ui/chat/prompt.py", "from components.ui.state import session"),
        ("components/pocket/network.py", "import numpy\nfrom components.pocket.tokenizer import END"),
        ("components/pocket/training/train.py", "import torch\nfrom components.pocket.tokenizer import END"),
        ("components/pocket/evaluation/written.py", "from components.pocket.training.held_out import normalised"),
        ("components/pocket/evaluation/asking.py", "from components.pocket.request import Wish"),
        ("app.py", "from components.server import routes\nfrom starlette.routing import Route"),
    ],
)
def test_what_the_table_allows_passes(path: str, source: str) -> None:
    assert _complaints(source, Path(path)) == []
