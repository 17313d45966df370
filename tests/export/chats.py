"""Chats as a room may hold them, at random: trees of turns in every state."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as some

from components.conversation import Asked, Chat, Conversation, Piece, Turn
from tests.turns import made
from tests.values import values, words

ASKED = Asked("openrouter", "deepseek/deepseek-r1")
CHAT = Chat("chat-1", "me", "Bees", 1_795_000_000.0, 1_795_000_100.0, None, ASKED)

turns = values(Turn, id=some.just(""), chat_id=some.just(""), parent_id=some.none())


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
    return Conversation(draw(values(Chat, id=some.just(chat_id), leaf_id=some.just(leaf))), found)


def a_turn(reasoning: str = "", answer: str = "", question: str = "Why?", number: int = 1, **more: Any) -> Turn:
    pieces = (Piece("reasoning", reasoning), Piece("answer", answer))
    kept = tuple(piece for piece in pieces if piece.text)
    return made(f"turn-{number}", CHAT.id, None, 1.0, question, ASKED, pieces=kept, **{"status": "done", **more})
