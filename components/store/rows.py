"""Turn <-> row. What came back is one JSON object, so that a new figure needs no new column."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from components.conversation import Asked, Chat, Failure, Given, Model, Piece, Thinking, Times, Turn, Usage, asked_of
from components.injection import Expected, Plan


def asked_json(asked: Asked) -> str:
    return json.dumps(asdict(asked))


def asked_from(text: str) -> Asked:
    return asked_of(json.loads(text))


def came_json(turn: Turn) -> str:
    """All that came but the text itself."""
    return json.dumps(
        {
            "times": asdict(turn.times),
            "usage": asdict(turn.usage) if turn.usage else None,
            "finish_reason": turn.finish_reason,
            "failure": asdict(turn.failure) if turn.failure else None,
            "answered_by": turn.answered_by,
            "generation_id": turn.generation_id,
            "details": None if turn.details is None else list(turn.details),
            "summarised": turn.summarised,
            "encrypted": turn.encrypted,
            # Its texts stand elsewhere: this is written again and again while the turn grows.
            "given": {"of": turn.given.of, "edited": turn.given.edited} if turn.given else None,
            "taken": turn.taken,
        }
    )


def usage_from(came: str) -> Usage | None:
    """From what `came_json` made."""
    found = json.loads(came)["usage"]
    return Usage(**found) if found else None


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
        pieces=tuple(pieces),
        times=Times(**came["times"]),
        usage=Usage(**came["usage"]) if came["usage"] else None,
        finish_reason=came["finish_reason"],
        failure=Failure(**came["failure"]) if came["failure"] else None,
        answered_by=came["answered_by"],
        generation_id=came["generation_id"],
        details=None if came["details"] is None else tuple(came["details"]),
        summarised=came["summarised"],
        encrypted=came["encrypted"],
        given=Given(**given) if (given := came.get("given")) else None,
        taken=came.get("taken", ""),
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
