"""Chats as a room may hold them, at random: trees of turns in every state."""

from dataclasses import replace
from typing import Any, get_args

from hypothesis import strategies as some

from components.conversation import (
    Asked,
    Chat,
    Conversation,
    Effort,
    Failure,
    Given,
    Kind,
    Piece,
    Reply,
    Routing,
    Status,
    Taken,
    Times,
    Turn,
    Usage,
)
from tests.turns import made

ASKED = Asked("openrouter", "deepseek/deepseek-r1")
CHAT = Chat("chat-1", "me", "Bees", 1_795_000_000.0, 1_795_000_100.0, None, ASKED)

words = some.text(some.characters(exclude_categories=["Cs"]), max_size=30)
seconds = some.none() | some.floats(0, 1e9)
moments = some.floats(0, 1e10)
counts = some.none() | some.integers(0, 2**40)
anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: some.dictionaries(words, inner, max_size=3) | some.lists(inner, max_size=3),
    max_leaves=6,
)
askeds = some.builds(
    Asked,
    words,
    words,
    some.sampled_from(get_args(Effort)),
    words,
    counts,
    counts,
    some.none() | some.floats(0, 2),
    some.builds(Routing, some.lists(words, max_size=3).map(tuple), some.booleans()),
)
pieces = some.builds(
    Piece,
    some.sampled_from(get_args(Kind)),
    words,
    seconds,
    some.none() | some.dictionaries(words, anything, max_size=2),
    some.none() | some.integers(0, 9),
)
replies = some.builds(
    Reply,
    pieces=some.lists(pieces, max_size=4).map(tuple),
    times=some.builds(Times, seconds, seconds, seconds),
    usage=some.none() | some.builds(Usage, counts, counts, counts, seconds, counts),
    finish_reason=some.none() | words,
    failure=some.none() | some.builds(Failure, words, words, words, words, counts, seconds),
    answered_by=words,
    generation_id=words,
    details=some.none() | some.lists(some.dictionaries(words, anything, max_size=2), max_size=2).map(tuple),
    summarised=some.booleans(),
    encrypted=some.booleans(),
    taken=some.sampled_from(get_args(Taken)),
    notes=some.lists(words, max_size=2).map(tuple),
)
turns = some.builds(
    Turn,
    id=some.just(""),
    chat_id=some.just(""),
    parent_id=some.none(),
    created=moments,
    question=words,
    asked=askeds,
    status=some.sampled_from(get_args(Status)),
    reply=replies,
    given=some.none() | some.builds(Given, words, words, words, some.booleans()),
)


@some.composite
def conversations(draw: some.DrawFn) -> Conversation:
    """Each turn under one of those before it, or a first one."""
    found: dict[str, Turn] = {}
    chat_id = draw(words.filter(bool))
    for turn_id in draw(some.lists(words.filter(bool), max_size=4, unique=True)):
        parent = draw(some.sampled_from([None, *found]))
        turn = draw(turns)
        if turn.given:  # by a turn that was deleted since, or by one that is there
            turn = replace(turn, given=replace(turn.given, of=draw(some.sampled_from(["", *found]))))
        found[turn_id] = replace(turn, id=turn_id, chat_id=chat_id, parent_id=parent)
    leaf = draw(some.sampled_from([None, *found]))
    return Conversation(
        Chat(chat_id, draw(words), draw(words), draw(moments), draw(moments), leaf, draw(askeds)), found
    )


def a_turn(reasoning: str = "", answer: str = "", question: str = "Why?", number: int = 1, **more: Any) -> Turn:
    pieces = (Piece("reasoning", reasoning), Piece("answer", answer))
    kept = tuple(piece for piece in pieces if piece.text)
    return made(f"turn-{number}", CHAT.id, None, 1.0, question, ASKED, pieces=kept, **{"status": "done", **more})
