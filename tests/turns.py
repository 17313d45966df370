"""Turns for tests: what belongs to a turn's reply may be named beside what belongs to the turn."""

from dataclasses import fields, replace
from typing import Any

from components.conversation import Piece, Reply, Turn

OF_REPLY = frozenset(field.name for field in fields(Reply))


def made(*told: Any, **more: Any) -> Turn:
    """As Turn takes them; a tuple of pieces may stand after the status."""
    if len(told) > 7 and isinstance(told[7], tuple):
        told, more = told[:7], {"pieces": told[7], **more}
    of_reply = {name: more.pop(name) for name in list(more) if name in OF_REPLY}
    return Turn(*told, **more, **({"reply": Reply(**of_reply)} if of_reply else {}))


def changed(turn: Turn, **more: Any) -> Turn:
    of_reply = {name: more.pop(name) for name in list(more) if name in OF_REPLY}
    return replace(turn, **more, reply=replace(turn.reply, **of_reply))


def bare(turn: Turn) -> Turn:
    """Without its text."""
    return changed(turn, pieces=())


def pieces(reasoning: str = "", answer: str = "") -> tuple[Piece, ...]:
    return tuple(piece for piece in (Piece("reasoning", reasoning), Piece("answer", answer)) if piece.text)
