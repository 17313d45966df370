"""Where on the page it is that a next step names; the sentences of the errors themselves name no place of a page."""

import ast
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from components.conversation import Asked, TurnFailed
from components.ui.turn.next_step import PLACES, next_step, placed
from components.wording import ending
from tests.turns import made

CONVERSATION = Path(__file__).parents[3] / "components" / "conversation"
OF_A_PAGE = re.compile(r"\b(sidebar|Advanced|Costs|under Thinking|below|above|button|click|press|tap)\b")
KINDS = {error.kind: error for error in TurnFailed.__subclasses__()}
TOLD: dict[str, Any] = {"pays": "113", "asked": "4,096"}
ON_THE_PAGE = [
    ("key missing", "", "Enter a key in the sidebar, then try again."),
    ("key refused", "", "Enter another key in the sidebar, then try again."),
    ("server gone", "", "Choose another server in the sidebar, then ask again."),
    ("day is spent", "limit", "Raise the limit under Costs in the sidebar, or go on tomorrow."),
    ("not with the room's key", "field", "Take it out of your own fields under Advanced, then try again."),
    ("not with the room's key", "price", "Choose a model whose price is known, then try again."),
    ("day is spent", "room", "Go on tomorrow. Whoever started the room can raise THINKROOM_DAILY_LIMIT_USD."),
    ("model unknown", "", "Check the model's name in the sidebar, then try again."),
    (
        "model unknown",
        "ended",
        "Take “:free” off the model's name in the sidebar, or choose another model, then try again.",
    ),
    (
        "nobody fits",
        "",
        "Loosen the provider routing under Advanced, or the privacy settings at S, then try again.",
    ),
    (
        "credits missing",
        "tokens",
        "Add credits at the provider, set max tokens to 113 or less under Advanced, or choose a cheaper model, "
        "then try again.",
    ),
    ("credits missing", "key limit", "Raise the key's limit at the provider, or use another key, then try again."),
    (
        "provider gave up",
        "token limit",
        "Set max tokens higher under Advanced, or choose another model, then try again.",
    ),
    ("reasoning mandatory", "", "Choose Default or a level under Thinking, then try again."),
    ("forbidden", "", "Read its own words below, then reword the question or choose another model."),
    (
        "request refused",
        "",
        "Its own words below say why; change the question or the settings, then try again.",
    ),
]


@pytest.mark.parametrize(("kind", "why", "said"), ON_THE_PAGE)
def test_the_page_says_where_the_things_are_that_a_next_step_names(kind: str, why: str, said: str) -> None:
    assert next_step(KINDS[kind]("S", why=why, **TOLD).failure) == said


@pytest.mark.parametrize(("kind", "why", "said"), ON_THE_PAGE)
def test_a_sentence_of_an_older_room_that_has_the_place_reads_as_before(kind: str, why: str, said: str) -> None:
    assert next_step(replace(KINDS[kind]("S", why=why, **TOLD).failure, next_step=said)) == said


def test_every_place_is_one_of_a_sentence_there_is() -> None:
    for kind, (thing, _) in PLACES.items():
        error = KINDS[kind]
        assert any(thing in said for said in (error.next_step, *error.so.values())), kind


def _said(path: Path) -> list[str]:
    """What a module says, its docstrings apart."""
    tree = ast.parse(path.read_text("utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docstrings)
    return [node.value for node in texts if isinstance(node.value, str)]


def test_no_word_of_the_page_stands_in_the_conversation() -> None:
    said = {path.name: [text for text in _said(path) if OF_A_PAGE.search(text)] for path in CONVERSATION.glob("*.py")}
    assert len(said) > 10 and {name: texts for name, texts in said.items() if texts} == {}


def test_a_turn_that_failed_ends_on_the_page_with_the_place() -> None:
    failure = KINDS["key missing"]("S").failure
    turn = made("t", "c", None, 1.0, "Why?", Asked("s", "a/b"), "failed", (), failure=failure)
    told = ending(placed(turn))
    assert told and told.kept == "Your question is kept. Enter a key in the sidebar, then try again."
    assert placed(replace(turn, status="done", reply=replace(turn.reply, failure=None))).failure is None
