"""Drawing changes nothing: it returns what a person wishes for, and what carries that out draws nothing."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from components.room import (
    Administration,
    Asides,
    Chats,
    Desk,
    Experiments,
    Files,
    Guesses,
    Measurements,
    Notes,
    Races,
    Recordings,
    Shares,
    Spending,
    Thoughts,
)
from components.room.arrivals import Arrivals

ROOT = Path(__file__).parents[2]
# What an owner has in the room: what changes something there, and what only looks. A new method has to say which.
CHANGES: Mapping[type, set[str]] = {
    Chats: {
        "ask",
        "ask_again",
        "answer_now",
        "stop",
        "drop_waiting",
        "rename",
        "pin",
        "choose",
        "show",
        "bring_out",
        "delete",
        "restore",
        "delete_turn",
        "restore_turn",
    },
    Experiments: {"run", "run_injected", "try_again", "stop", "pass_on"},
    Races: {"run", "stop", "stop_lane", "go_on", "reveal", "delete", "restore"},
    Measurements: {"run", "resume", "pause", "stop", "mark", "mark_again"},
    Desk: {
        "favour",
        "remember",
        "refresh",
        "keep_key",
        "forget_key",
        "keep_own_fields",
        "keep_header",
        "forget_header",
        "keep_server",
        "count_credits",
    },
    Spending: {"set_limit"},
    Files: {"bring_in"},
    Arrivals: {"read_again"},
    Asides: {"ask", "translate", "explain", "probe", "leave_out", "stop", "remove"},
    Notes: {"keep_note", "change_note", "remove_note", "bring_back"},
    Thoughts: set(),
    Shares: {"let_follow", "end_share", "copy_from"},
    Guesses: {"open_guess", "keep_own_guess", "close_guess", "reveal_guess", "put_away_guess", "forget_guess"},
    Recordings: {"rename", "delete", "restore"},
    Administration: {"sign_out", "stop", "end_link"},
}
LOOKS: Mapping[type, set[str]] = {
    Chats: {
        "newest",
        "chat",
        "conversation",
        "turn",
        "live",
        "hold_still",
        "texts",
        "as_they_came",
        "kept",
        "search",
        "calls",
        "cost",
        "raised",
        "deleted_chat",
        "deleted_turn",
    },
    Experiments: {"experiment", "newest"},
    Races: {"race", "newest", "deleted", "takes_turns_at", "will_begin", "held_elsewhere"},
    Measurements: {"measurement", "newest", "answers", "missing", "thoughts"},
    Desk: {
        "news",
        "busy",
        "servers",
        "catalogue",
        "model",
        "thinking",
        "fitting",
        "woken",
        "first_choice",
        "at_server",
        "as_remembered",
        "own_fields",
        "own_headers",
        "hosts",
        "own_server",
        "favourites",
        "lately",
        "credits",
    },
    Spending: {"limit", "today", "days", "of", "reckoned", "over", "allowances"},
    Files: {"chat", "guess", "measurement", "recording"},
    Arrivals: {"look", "beside", "recorded", "is_reading"},
    Asides: {"of"},
    Notes: {"of", "in_chat"},
    Thoughts: {"look"},
    Shares: {"reached", "of", "all", "following", "copies"},
    Guesses: {"shown", "all", "count", "tally", "own_vote", "model_answer"},
    Recordings: {"newest", "questions", "deleted"},
    Administration: {"may", "in_short", "people", "accounts", "limits", "running", "kept", "links"},
}
# And what changes what a tab shows.
OF_A_TAB = {"keep_plan", "open_chat", "open_run", "open_measurement", "open_race", "carry_out_noted"}
CHANGING = {*OF_A_TAB, *(name for names in CHANGES.values() for name in names)}
# Whose methods of these names are others: the deeds of a page, and values.
OTHERS = {"page", "view", "st", "slots", "closing"}
MAY_CHANGE = {
    "components/ui/administration/wishes.py",
    "components/ui/chat/asking.py",
    "components/ui/chat/wishes.py",
    "components/ui/inside/wishes.py",
    "components/ui/lab/series_wishes.py",
    "components/ui/lab/wishes.py",
    "components/ui/race/wishes.py",
    "components/ui/sidebar/wishes.py",
    "pages/chat.py",
    "pages/injection.py",
}
# Of Streamlit's, what ends a run or says a word beside the page.
NO_DRAWING = {"rerun", "switch_page", "toast"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _functions(body: list[ast.stmt]) -> Iterator[Function]:
    """Those of a module and of its classes; what is defined inside one, a callback as well, is a part of it."""
    for node in body:
        if isinstance(node, Function):
            yield node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node.body)


def _used(function: Function) -> Iterator[ast.Name | ast.Attribute]:
    """What is called in it, or handed on to be called elsewhere."""
    for node in ast.walk(function):
        found: list[ast.expr | None] = []
        if isinstance(node, ast.Call):
            found = [node.func, *node.args, *(keyword.value for keyword in node.keywords)]
        elif isinstance(node, ast.Dict):
            found = [*node.values]
        yield from (one for one in found if isinstance(one, ast.Name | ast.Attribute))


def _changes(function: Function) -> list[str]:
    return [
        f"{function.name}:{used.lineno}: {ast.unparse(used)}"
        for used in _used(function)
        if isinstance(used, ast.Attribute) and used.attr in CHANGING and ast.unparse(used.value) not in OTHERS
    ]


def _draws(function: Function) -> bool:
    def draws(used: ast.Name | ast.Attribute) -> bool:
        if isinstance(used, ast.Name):
            return used.id == "pressed" or used.id.lstrip("_").startswith("show_")
        first = used
        while isinstance(first.value, ast.Attribute):
            first = first.value
        return isinstance(first.value, ast.Name) and first.value.id == "st" and first.attr not in NO_DRAWING

    return any(draws(used) for used in _used(function))


def _modules() -> list[Path]:
    """But those that hold what a tab shows: they know nothing of a room, nor of what draws."""
    found = [*(ROOT / "components/ui").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
    return [path for path in found if path.parent != ROOT / "components/ui/state"]


def _all() -> Iterator[tuple[str, Function]]:
    for path in _modules():
        for function in _functions(ast.parse(path.read_text("utf-8")).body):
            yield path.relative_to(ROOT).as_posix(), function


@pytest.mark.parametrize("owned", CHANGES, ids=lambda owned: owned.__name__)
def test_all_that_an_owner_can_do_says_whether_it_changes_the_room(owned: type) -> None:
    assert {name for name in vars(owned) if not name.startswith("_")} == CHANGES[owned] | LOOKS[owned]


def test_few_modules_change_the_room_and_what_a_tab_shows() -> None:
    assert {path for path, function in _all() if _changes(function)} == MAY_CHANGE


def test_what_draws_changes_nothing_and_what_changes_something_draws_nothing() -> None:
    assert [f"{path}:{change}" for path, function in _all() if _draws(function) for change in _changes(function)] == []


DRAWS_AND_CHANGES = [
    "def f(own):\n    if pressed('Stop', key='stop'):\n        own.stop('m')",
    "def f(room, owner):\n    st.header('x')\n    room.measurements(owner).run(series)",
    "def f(own):\n    show_looking(series, own.mark)",
    "def f(purse):\n    def note():\n        purse.set_limit(1.0)\n    st.toggle('x', on_change=note)",
    "def f(desk):\n    st.text_input('Key', on_change=desk.keep_key, args=('s', 'k'))",
    "def f(page):\n    st.sidebar.button('x', on_click=lambda: page.own.stop('c'))",
    "class Page:\n    def f(self):\n        _show_head(self)\n        self.desk.refresh('s')",
    "def f(plan):\n    st.caption('x')\n    session.keep_plan('new', plan)",
]


@pytest.mark.parametrize("source", DRAWS_AND_CHANGES)
def test_what_draws_and_changes_something_is_seen(source: str) -> None:
    assert [function for function in _functions(ast.parse(source).body) if _draws(function) and _changes(function)]


@pytest.mark.parametrize(
    "source",
    [
        "def f(page):\n    if wish := show_earlier(page):\n        page.do(wish)",
        "def f(own):\n    st.caption(str(own.newest(20)))",
        "def f(own, wish):\n    own.stop(wish.what)\n    st.toast('Stopped.')\n    st.rerun()",
        "def f(key):\n    st.button('x', on_click=note, args=(key,))",
    ],
)
def test_what_only_draws_or_only_changes_something_passes(source: str) -> None:
    (function,) = _functions(ast.parse(source).body)
    assert not (_draws(function) and _changes(function))
