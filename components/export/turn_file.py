"""A turn in a chat's file."""

from typing import Any

from components.conversation import Reply, Turn
from components.export.judged import VERSION, completed, judged, names_of, since
from components.export.part import Part

OF_TURN = names_of(Turn, "chat_id")
OF_REPLY = names_of(Reply)
REPLY_SINCE = 3  # before, its fields stood beside those of the turn


def turn_of(row: Any, number: int, chat_id: str, version: int = VERSION) -> Turn:
    """Raises NotRead."""
    if version < VERSION and isinstance(row, dict):
        row = completed(Turn, row if version >= REPLY_SINCE else _with_reply(row), version)
    return judged(Turn, Part(row, f"turn {number}", OF_TURN), chat_id=chat_id)


def _with_reply(row: dict[str, Any]) -> dict[str, Any]:
    came = {name: row[name] for name in OF_REPLY if name in row and since(Reply, name) < REPLY_SINCE}
    return {**{name: value for name, value in row.items() if name not in came}, "reply": came}
