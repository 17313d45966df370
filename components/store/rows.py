"""Turn <-> row. What came back is one JSON object, so that a new figure needs no new column."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from components.conversation import Asked, Chat, Failure, Piece, Times, Turn, Usage


def asked_json(asked: Asked) -> str:
    return json.dumps(asdict(asked))


def asked_from(text: str) -> Asked:
    return Asked(**json.loads(text))


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
            "details": list(turn.details),
            "summarised": turn.summarised,
            "encrypted": turn.encrypted,
        }
    )


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
        details=tuple(came["details"]),
        summarised=came["summarised"],
        encrypted=came["encrypted"],
    )


def chat_from(row: Mapping[str, Any]) -> Chat:
    return Chat(
        row["id"], row["owner"], row["title"], row["created"], row["updated"], row["leaf_id"], asked_from(row["asked"])
    )
