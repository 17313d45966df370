"""Turn <-> row. What came back is one JSON object, so that a new figure needs no new column."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields, replace
from typing import Any

from components.conversation import (
    Asked,
    Chat,
    Failure,
    Given,
    Model,
    Piece,
    Reply,
    Thinking,
    Times,
    Turn,
    Usage,
    asked_of,
)
from components.injection import Expected, Plan


def asked_json(asked: Asked) -> str:
    return json.dumps(asdict(asked))


def asked_from(text: str) -> Asked:
    return asked_of(json.loads(text))


def came_json(turn: Turn) -> str:
    """All of the reply but its pieces, and of what the turn was given but the texts: this is written again and again
    while the turn grows."""
    came = {one.name: getattr(turn.reply, one.name) for one in fields(Reply) if one.name != "pieces"}
    given = {"of": turn.given.of, "edited": turn.given.edited} if turn.given else None
    return json.dumps({**came, "given": given}, default=_plain)


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else asdict(value)


def usage_from(came: str) -> Usage | None:
    """From what `came_json` made."""
    found = json.loads(came)["usage"]
    return Usage(**found) if found else None


def reply_from(came: Mapping[str, Any], pieces: Iterable[Piece] = ()) -> Reply:
    """A figure that an older room did not keep is as if nothing had been told."""
    known = {one.name for one in fields(Reply)}
    told = {name: value for name, value in came.items() if name in known}
    told["times"] = Times(**came["times"])
    told["usage"] = Usage(**came["usage"]) if came["usage"] else None
    told["failure"] = Failure(**came["failure"]) if came["failure"] else None
    told["details"] = None if came["details"] is None else tuple(came["details"])
    told["notes"] = tuple(came.get("notes", ()))
    return Reply(**told, pieces=tuple(pieces))


def piece_row(piece: Piece) -> dict[str, Any]:
    data = None if piece.data is None else json.dumps(piece.data, default=_plain)
    return {"channel": piece.channel, "text": piece.text, "at": piece.at, "data": data, "number": piece.number}


def piece_from(row: Mapping[str, Any]) -> Piece:
    data = json.loads(row["data"]) if row["data"] else None
    return Piece(row["channel"], row["text"], row["at"], data, row["number"])


def turn_from(row: Mapping[str, Any], pieces: Iterable[Piece] = ()) -> Turn:
    came: dict[str, Any] = json.loads(row["came"])
    return Turn(
        id=row["id"],
        chat_id=row["chat_id"],
        parent_id=row["parent_id"],
        created=row["created"],
        question=row["question"],
        asked=asked_from(row["asked"]),
        status=row["status"],
        reply=reply_from(came, pieces),
        given=Given(**given) if (given := came.get("given")) else None,
    )


def given_from(turn: Turn, row: Mapping[str, Any]) -> Turn:
    """With the texts of what it was given."""
    return replace(turn, given=turn.given and replace(turn.given, thoughts=row["thoughts"], answer=row["answer"]))


def chat_from(row: Mapping[str, Any]) -> Chat:
    return Chat(
        row["id"], row["owner"], row["title"], row["created"], row["updated"], row["leaf_id"], asked_from(row["asked"])
    )


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
    thinking["levels"] = tuple(thinking["levels"])
    return Model(**row, thinking=Thinking(**thinking))


def plan_json(plan: Plan) -> str:
    return json.dumps(asdict(plan))


def plan_from(text: str) -> Plan:
    row: dict[str, Any] = json.loads(text)
    expected = row.pop("expected")
    thinker, answerer = asked_of(row.pop("thinker")), asked_of(row.pop("answerer"))
    return Plan(**row, thinker=thinker, answerer=answerer, expected=Expected(**expected) if expected else None)


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
