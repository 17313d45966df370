"""Turn <-> row. What came back is one JSON object, so that a new figure needs no new column; and all of it goes by the
fields that are declared, so that a new one needs nothing here."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields, replace
from typing import Any

from components.conversation import (
    Asked,
    Chat,
    Model,
    Piece,
    Prefill,
    Reply,
    Thinking,
    Tier,
    Turn,
    Usage,
    as_plain,
    from_plain,
)
from components.injection import Plan

OF_CHAT = tuple(one.name for one in fields(Chat))
OF_TURN = tuple(one.name for one in fields(Turn) if one.name not in ("reply", "given"))
CAME = tuple(one.name for one in fields(Reply) if one.name != "pieces")
# What a turn was given is kept with what came, but for its texts: these have a row of their own.
GIVEN_TEXTS = ("thoughts", "answer")
GIVEN = tuple(one.name for one in fields(Prefill) if one.name not in GIVEN_TEXTS)


def picked(value: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names}


def asked_json(asked: Asked) -> str:
    return json.dumps(asked, default=as_plain)


def asked_from(text: str) -> Asked:
    return from_plain(Asked, json.loads(text))


def came_json(turn: Turn) -> str:
    """All of the reply but its pieces, and of what the turn was given but the texts: this is written again and again
    while the turn grows."""
    given = picked(turn.given, GIVEN) if turn.given else None
    return json.dumps({**picked(turn.reply, CAME), "given": given}, default=as_plain)


def usage_from(came: str) -> Usage | None:
    """From what `came_json` made."""
    return from_plain(Reply, json.loads(came)).usage


def piece_row(piece: Piece) -> dict[str, Any]:
    data = None if piece.data is None else json.dumps(piece.data, default=as_plain)
    return {**piece._asdict(), "data": data}


def piece_from(row: Mapping[str, Any]) -> Piece:
    told: dict[str, Any] = {name: row[name] for name in Piece._fields}
    told["data"] = json.loads(told["data"]) if told["data"] else None
    return Piece(**told)


def turn_row(turn: Turn) -> dict[str, Any]:
    return {**picked(turn, OF_TURN), "asked": asked_json(turn.asked), "came": came_json(turn)}


def turn_from(row: Mapping[str, Any], pieces: Iterable[Piece] = ()) -> Turn:
    came: dict[str, Any] = json.loads(row["came"])
    told: dict[str, Any] = {name: row[name] for name in OF_TURN} | {"asked": asked_from(row["asked"])}
    given = from_plain(Prefill, found) if (found := came.get("given")) else None
    return Turn(**told, reply=replace(from_plain(Reply, came), pieces=tuple(pieces)), given=given)


def given_row(turn_id: str, given: Prefill) -> dict[str, Any]:
    return {"turn_id": turn_id, **picked(given, GIVEN_TEXTS)}


def given_from(turn: Turn, row: Mapping[str, Any]) -> Turn:
    """With the texts of what it was given."""
    return replace(turn, given=turn.given and replace(turn.given, **{name: row[name] for name in GIVEN_TEXTS}))


def chat_row(chat: Chat) -> dict[str, Any]:
    return {**picked(chat, OF_CHAT), "asked": asked_json(chat.asked)}


def chat_from(row: Mapping[str, Any]) -> Chat:
    told: dict[str, Any] = {name: row[name] for name in OF_CHAT} | {"asked": asked_from(row["asked"])}
    return Chat(**told)


def models_json(models: Iterable[Model]) -> str:
    return json.dumps([asdict(model) for model in models])


def models_from(text: str) -> tuple[Model, ...] | None:
    """None where a field is unknown here: it can be read from its server again."""
    try:
        return tuple(_model_from(row) for row in json.loads(text))
    except (TypeError, ValueError, AttributeError, KeyError):
        return None


def _model_from(row: dict[str, Any]) -> Model:
    thinking: dict[str, Any] = row.pop("thinking")
    thinking |= {name: tuple(thinking.get(name, ())) for name in ("levels", "ways")}
    takes: list[str] | None = row.pop("takes", None)
    tiers = tuple(from_plain(Tier, tier) for tier in row.pop("tiers", ()))
    defaults = tuple((str(name), float(value)) for name, value in row.pop("defaults", ()))
    reads = tuple(row.pop("reads", ()))
    model = Model(**row, thinking=Thinking(**thinking), takes=None if takes is None else tuple(takes))
    return replace(model, tiers=tiers, defaults=defaults, reads=reads)


def plan_json(plan: Plan) -> str:
    return json.dumps(plan, default=as_plain)


def plan_from(text: str) -> Plan:
    return from_plain(Plan, json.loads(text))


def whose_parents_are_there(parents: dict[str, str | None]) -> dict[str, None]:
    """Of turns by id, parents first: with a turn all that follows it is deleted."""
    after: dict[str | None, list[str]] = {}
    for turn_id, parent_id in parents.items():
        after.setdefault(parent_id, []).append(turn_id)
    there: dict[str, None] = {}
    level = after.get(None, [])
    while level:
        there.update(dict.fromkeys(level))
        level = [turn_id for parent_id in level for turn_id in after.get(parent_id, ())]
    return there
